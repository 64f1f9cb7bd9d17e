import { useParams } from '@tanstack/react-router';
import type { RecommendationAnswer } from '../../model/answers.ts';
import { exact, rounded, signed } from '../../model/number.ts';
import { texts } from '../../texts.ts';
import { HealthBar } from '../marks/bars.tsx';
import { SeverityMark } from '../marks/shapes.tsx';
import { Fact } from '../parts/fact.tsx';
import { Points } from '../parts/number.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { useRecommendation } from '../queries.tsx';
import { ScreenLink, useSelection } from '../routing.tsx';
import { RecommendationAdvice } from './recommendation-advice.tsx';
import { RecommendationResources } from './recommendation-resources.tsx';

const words = texts.recommendation;

/** One recommendation: what it is worth, why it matters, how to fix it, and every resource that it is judged on. */
export function RecommendationScreen() {
  const { name = '' } = useParams({ strict: false });
  const selection = useSelection();
  const query = useRecommendation(name, selection);
  return (
    <Asked query={query}>
      {(answer) => (
        <>
          <p className="crumb">
            <ScreenLink to="/recommendations">{words.breadcrumb}</ScreenLink>
          </p>
          <ScreenTitle title={answer.about.displayName} lead={<SeverityMark severity={answer.about.severity} />} />
          <Facts answer={answer} />
          <RecommendationAdvice answer={answer} selection={selection} />
          <RecommendationResources answer={answer} selection={selection} />
        </>
      )}
    </Asked>
  );
}

function Facts({ answer }: { readonly answer: RecommendationAnswer }) {
  const { about, recommendation: row, score, completed } = answer;
  return (
    <dl className="card facts">
      <div className="fact fact-large">
        <dt>{words.score}</dt>
        <dd data-value="recommendation-score">
          {row.active ? (
            <>
              <Points value={row.score.current} /> <span className="soft">{texts.of(rounded(row.score.max))}</span>
            </>
          ) : (
            texts.none
          )}
        </dd>
      </div>
      <div className="fact fact-large">
        <dt>{words.impact}</dt>
        <dd>
          {row.active ? (
            <span className={row.impact > 0 ? 'gain' : ''} title={exact(row.impact)} data-value="impact">
              {signed(row.impact)}
            </span>
          ) : (
            texts.none
          )}
          {score === null || completed === null || !row.active ? null : (
            <span className="soft fact-note">
              {row.impact > 0 ? words.becomes(rounded(score.current), rounded(completed.current)) : words.completed}
            </span>
          )}
        </dd>
      </div>
      <Fact title={texts.recommendations.columns.unhealthy}>
        <span className="with-bar">
          <HealthBar healthy={row.healthy} unhealthy={row.unhealthy} />
          <span>{texts.recommendations.unhealthyOf(rounded(row.unhealthy), rounded(row.healthy + row.unhealthy))}</span>
        </span>
        {row.active ? null : <span className="soft fact-note">{words.inactive}</span>}
      </Fact>
      <Fact title={words.category}>{row.category}</Fact>
      <Fact title={words.effort}>{texts.level[about.effort]}</Fact>
      <Fact title={words.userImpact}>{texts.level[about.userImpact]}</Fact>
      {about.owner === undefined ? null : (
        <Fact title={words.columns.owner}>
          <bdi>{about.owner}</bdi>
        </Fact>
      )}
      {about.controls.length === 0 ? null : (
        <Fact title={words.controls}>
          {about.controls.map((control) => (
            <ScreenLink key={control} to="/recommendations" search={{ control, show: 'all' }}>
              {control}
            </ScreenLink>
          ))}
        </Fact>
      )}
    </dl>
  );
}
