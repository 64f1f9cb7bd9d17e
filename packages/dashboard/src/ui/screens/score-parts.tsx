import type { Report } from '../../model/answers.ts';
import { controlSteps, neediest } from '../../model/explain.ts';
import { percent, rounded } from '../../model/number.ts';
import { texts } from '../../texts.ts';
import { ScoreBar } from '../marks/bars.tsx';
import { SeverityMark } from '../marks/shapes.tsx';
import { Gain, Points } from '../parts/number.tsx';
import { Section } from '../parts/section.tsx';
import { recommendationPath, ScreenLink } from '../routing.tsx';

/** The score by category; the one with most to gain stands out. */
export function CategoryCards({ report }: { readonly report: Report }) {
  const neediestName = neediest(report.categories);
  return (
    <Section title={texts.score.categories} className="card">
      <ul className="lines">
        {report.categories.map(({ name, current, max, percentage, unhealthy }) => (
          <li key={name} data-category={name}>
            <ScreenLink to="/recommendations" search={{ category: name }} className="line">
              <span className="line-head">
                <span className="line-name">{name}</span>
                {name === neediestName ? <span className="badge">{texts.score.attention}</span> : null}
                <span className="line-number">
                  <Points value={current} /> <span className="soft">{texts.of(rounded(max))}</span>
                </span>
              </span>
              <ScoreBar share={percentage} />
              <span className="line-note soft">
                <span>{texts.score.categoryUnhealthy(unhealthy)}</span>
                <span>{percent(percentage)}</span>
              </span>
            </ScreenLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const shownControls = 5;

/** In the controls model: the controls with most to gain. */
export function ControlCards({ report }: { readonly report: Report }) {
  const controls = controlSteps(report);
  return (
    <Section title={texts.score.controls} className="card" actions={<ScreenLink to="/models">{texts.score.moreControls}</ScreenLink>}>
      <ul className="lines">
        {controls.slice(0, shownControls).map(({ key, name, current, max, percentage, unhealthy, potentialIncrease }, index) => (
          <li key={key} data-control={name}>
            <ScreenLink to="/recommendations" search={{ control: name, show: 'all' }} className="line">
              <span className="line-head">
                <span className="line-name">{name}</span>
                {index === 0 && potentialIncrease > 0 ? <span className="badge">{texts.score.attention}</span> : null}
                <span className="line-number">
                  <Points value={current} /> <span className="soft">{texts.of(rounded(max))}</span>
                </span>
              </span>
              <ScoreBar share={percentage} />
              <span className="line-note soft">
                <span>{texts.score.controlUnhealthy(unhealthy)}</span>
                <span>{percent(percentage)}</span>
              </span>
            </ScreenLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The three recommendations with the most impact. */
export function TopThree({ report }: { readonly report: Report }) {
  return (
    <Section
      title={texts.score.top}
      className="card"
      actions={<ScreenLink to="/recommendations">{texts.screens.recommendations}</ScreenLink>}
    >
      {report.topRecommendations.length === 0 ? <p>{texts.score.allDone}</p> : null}
      <ol className="lines top-three">
        {report.topRecommendations.map(({ name, displayName, impact, severity, unhealthy, healthy }) => (
          <li key={name} data-top={name}>
            <ScreenLink to={recommendationPath(name)} className="line top-line">
              <span className="top-gain">
                <Gain value={impact} />
              </span>
              <span className="top-text">
                <span className="line-name">{displayName}</span>
                <span className="line-note soft">
                  <SeverityMark severity={severity} />
                  <span>{`${texts.recommendations.unhealthyOf(unhealthy.toLocaleString('en'), (healthy + unhealthy).toLocaleString('en'))} ${texts.status.Unhealthy.toLowerCase()}`}</span>
                </span>
              </span>
            </ScreenLink>
          </li>
        ))}
      </ol>
      <p className="soft note">{texts.score.topNote}</p>
    </Section>
  );
}
