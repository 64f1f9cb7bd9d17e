import { type AssessmentRun, reportOf, type ScoreReport, type ScoringOptions, subscriptionOf } from '@plumbline/assess';
import type { NotPermitted } from '@plumbline/inventory';
import { countsOf, disagreementsOf, runOf } from '../run-of.ts';
import { isInParts } from '../selection.ts';
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
  const run = await runOfView(view);
  const notPermitted = refusedIn(view);
  const reading = { files: 0, entries: run.resources, refused: 0, problems: [], notPermitted };
  return reportOf(run, {
    ...options,
    ...(summary === undefined ? {} : { policies: summary }),
    ...(notPermitted.length === 0 ? {} : { reading }),
  });
}

/** What could not be read of what was asked about and may be read; of the tenant's own things that it is so, and not where. */
function refusedIn({ mirror, selected }: View): readonly NotPermitted[] {
  return mirror.context.notPermitted.flatMap((one) => {
    const key = one.scope?.toLowerCase() ?? '';
    const subscription = subscriptionOf(key);
    const isAll = selected.readable.get('') === 'whole';
    if (subscription !== undefined) {
      const isIn =
        key === `/subscriptions/${subscription}` ? selected.parts.has(subscription) : isInParts(selected.parts, key, subscription);
      // Of a subscription that nobody could ever read nothing is stored.
      return isIn || (isAll && selected.ids.length === 0 && !mirror.counts.has(subscription)) ? [one] : [];
    }
    if (isAll) return [one];
    const { scope: _scope, ...rest } = one;
    return [rest];
  });
}
