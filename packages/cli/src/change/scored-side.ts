import {
  type AssessmentRun,
  type ChangeSide,
  type ExactScore,
  type JudgedResource,
  judgedResourcesOf,
  profilesOf,
  type ScopeFilter,
  type ScoringOptions,
  scopeFilterOf,
  scoredOf,
} from '@plumbline/assess';
import type { ReadingAccount } from '@plumbline/inventory';
import type { Profile } from '@plumbline/score';

/** One of two estates that are compared, with its score. */
export interface ScoredSide extends ChangeSide {
  readonly profiles: readonly Profile[];
  readonly options: ScoringOptions;
  readonly score: ExactScore | null;
}

/** @param run over everything in the input */
export function scoredSideOf(
  run: AssessmentRun,
  context: {
    readonly scope: readonly string[];
    readonly account: Pick<ReadingAccount, 'collected' | 'notPermitted'>;
    readonly options: ScoringOptions;
  },
): ScoredSide {
  const scope = scopeFilterOf(context.scope, run.hierarchy);
  const profiles = scope.ids.length === 0 ? run.profiles : profilesOf(within(run, scope));
  const { overall } = scoredOf(profiles, run.catalogue, context.options);
  const { collected, notPermitted = [] } = context.account;
  return { run, scope, collected, notPermitted, profiles, options: context.options, score: overall };
}

function* within(run: AssessmentRun, scope: ScopeFilter): Iterable<JudgedResource> {
  for (const resource of judgedResourcesOf(run)) if (scope.has(resource.key, resource.subscription)) yield resource;
}
