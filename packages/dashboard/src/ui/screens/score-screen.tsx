import type { Report } from '../../model/answers.ts';
import { sinceDays } from '../../model/time.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { Command } from '../parts/command.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { Empty } from '../parts/states.tsx';
import { useScore } from '../queries.tsx';
import { ScreenLink, useSelection } from '../routing.tsx';
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
  if (report.score === null) return <NoScore report={report} />;
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

/** Why there is no score: nothing read, nothing here, nothing that may be seen, or nothing that can be judged. */
function NoScore({ report }: { readonly report: Report }) {
  const { scope, model } = useSelection();
  const words = texts.score;
  if (report.coverage.resources > 0) {
    return (
      <Empty title={words.noScore}>
        <p>{words.noScoreLead}</p>
        <p>
          <ScreenLink to="/coverage">{words.missing}</ScreenLink>
        </p>
      </Empty>
    );
  }
  if (scope.length > 0) {
    const isHidden = report.partial === true;
    return (
      <Empty title={isHidden ? words.notReadable : words.nothingHere}>
        <p>{isHidden ? words.notReadableLead : words.nothingHereLead}</p>
        <p>
          <ScreenLink to="/score" selection={{ scope: [], model }}>
            {words.showEverything}
          </ScreenLink>
        </p>
      </Empty>
    );
  }
  return (
    <Empty title={words.nothingRead}>
      <p>{words.nothingReadLead}</p>
      <p>{words.readEstate}</p>
      <Command text={words.readCommand} />
    </Empty>
  );
}
