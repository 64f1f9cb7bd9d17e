import type { Report } from '../../model/answers.ts';
import { sinceDays } from '../../model/time.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { Empty } from '../parts/states.tsx';
import { useScore } from '../queries.tsx';
import { useSelection } from '../routing.tsx';
import { ScoreHero } from './score-hero.tsx';
import { CategoryCards, ControlCards, TopThree } from './score-parts.tsx';
import { SubscriptionTable } from './subscription-table.tsx';

/** The first screen: the score of the scope, what it is made of, what to fix first, where. */
export function ScoreScreen() {
  const selection = useSelection();
  const score = useScore(selection);
  return (
    <>
      <ScreenTitle title={texts.score.title} />
      <Asked query={score}>{(report) => <ScoreBody report={report} />}</Asked>
    </>
  );
}

function ScoreBody({ report }: { readonly report: Report }) {
  const now = useNow();
  const since = sinceDays(now, '30') ?? now;
  if (report.score === null) {
    return (
      <Empty title={texts.score.noScore}>
        <p>{texts.score.noScoreLead}</p>
        <p>
          {texts.score.readEstate} <code>{texts.score.readCommand}</code>
        </p>
      </Empty>
    );
  }
  return (
    <>
      <div className="overview">
        <ScoreHero report={report} score={report.score} since={since} />
        {report.model === 'classic' ? <CategoryCards report={report} /> : <ControlCards report={report} />}
        <TopThree report={report} />
      </div>
      <SubscriptionTable report={report} since={since} />
    </>
  );
}
