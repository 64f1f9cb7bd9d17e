import type { OverallScore, Report } from '../../model/answers.ts';
import { movementOf } from '../../model/movement.ts';
import { exact, percent, rounded, signed } from '../../model/number.ts';
import { dayText } from '../../model/time.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { Ring } from '../marks/ring.tsx';
import { Sparkline } from '../marks/sparkline.tsx';
import { useHistory } from '../queries.tsx';
import { ScreenLink, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';

/** The number itself, how it moved, and what it does not cover. */
export function ScoreHero({ report, score, since }: { readonly report: Report; readonly score: OverallScore; readonly since: string }) {
  const { assessed, resources } = report.coverage;
  const judged = assessed.healthy + assessed.unhealthy;
  const { page } = useSession();
  return (
    <section className="card hero" aria-label={texts.score.title}>
      <div className="hero-score">
        <Ring share={score.percentage} label={texts.score.ring(percent(score.percentage), rounded(score.current), rounded(score.max))}>
          {percent(score.percentage)}
        </Ring>
        <div>
          <p className="hero-number">
            <span key={score.current} className="number" title={exact(score.current)} data-value="score">
              {rounded(score.current)}
            </span>{' '}
            <span className="hero-of" data-value="max">
              {texts.ofPoints(rounded(score.max))}
            </span>
          </p>
          {page === undefined ? <HeroMovement since={since} /> : null}
        </div>
      </div>
      <p className="hero-coverage">
        {texts.score.assessed(judged.toLocaleString('en'), texts.count(resources, 'resource'))}{' '}
        {assessed.notAssessed === 0 ? (
          texts.score.complete
        ) : (
          <>
            {texts.score.notAssessed(assessed.notAssessed)} <ScreenLink to="/coverage">{texts.score.missing}</ScreenLink>
          </>
        )}
      </p>
      {report.exemptions.waived + report.exemptions.mitigated === 0 || report.exemptions.scoreWithout === null ? null : (
        <p className="hero-coverage soft">
          {texts.score.exempted(report.exemptions.waived + report.exemptions.mitigated, rounded(report.exemptions.scoreWithout.current))}{' '}
          <ScreenLink to="/exemptions">{texts.score.toExemptions}</ScreenLink>
        </p>
      )}
    </section>
  );
}

function HeroMovement({ since }: { readonly since: string }) {
  const now = useNow();
  const { data: history, error } = useHistory(useSelection(), { from: since, points: 60 });
  if (history === undefined && error !== null) return <p className="soft">{texts.score.noTrend}</p>;
  if (history === undefined) return <div className="bone bone-line" />;
  const movement = movementOf(history.items);
  if (movement === undefined) return <p className="soft">{texts.score.noHistory}</p>;
  const { points, share, since: from } = movement;
  const isSame = points === 0 && share === 0;
  const sharePoints = `${signed(share * 100)}%`;
  return (
    <>
      <p className={isSame ? 'soft' : points < 0 ? 'movement worse' : 'movement better'}>
        {isSame ? null : <span aria-hidden="true">{points < 0 ? '▼ ' : '▲ '}</span>}
        {isSame
          ? texts.score.noMovement(dayText(from, now))
          : texts.score.movement(texts.points(signed(points)), sharePoints, dayText(from, now))}
      </p>
      <ScreenLink to="/history" className="spark-link" label={texts.score.trend}>
        <Sparkline points={history.items.map(({ at, score }) => ({ at, percentage: score?.percentage ?? null }))} />
      </ScreenLink>
    </>
  );
}
