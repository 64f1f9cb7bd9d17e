import { type AssessmentRun, reportOf, type ScoreReport, type ScoringOptions } from '@plumbline/assess';
import { countsOf, disagreementsOf, runOf } from '../run-of.ts';
import { selectedCounts, type View } from './view.ts';

export async function runOfView(view: View): Promise<AssessmentRun> {
  const { state, reader, mirror, selected } = view;
  const counts = await selectedCounts(view);
  return runOf({
    setup: state.setup,
    tallier: state.setup.tallier,
    mirror,
    selected,
    counts,
    readableCounts: await countsOf(reader, mirror, selected.readable),
    disagreements: await disagreementsOf(reader, state.setup, selected, counts),
  });
}

export async function reportOfView(view: View, options: ScoringOptions): Promise<ScoreReport> {
  const { summary } = view.state.setup;
  return reportOf(await runOfView(view), { ...options, ...(summary === undefined ? {} : { policies: summary }) });
}
