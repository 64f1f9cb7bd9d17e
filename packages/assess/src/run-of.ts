import type { Catalogue } from '@plumbline/catalogue';
import type { Hierarchy } from './hierarchy.ts';
import type { AssessmentRun } from './run.ts';
import type { Settled } from './settle.ts';

/** What a run tells besides its counts. */
export interface RunFacts {
  readonly catalogue: Catalogue;
  readonly now: string;
  /** ARM ids of the selected scopes. */
  readonly scope: readonly string[];
  readonly hierarchy: Hierarchy;
}

/** Puts what was counted into the order in which runs tell it, which hangs on nothing but the estate. */
export function runOf(settled: Settled, { catalogue, now, scope, hierarchy }: RunFacts): AssessmentRun {
  const { tally, rawTally } = settled;
  const profiles = tally.profiles();
  const filled = new Set(settled.filledScopes);
  return {
    catalogue,
    now,
    scope,
    profiles,
    profilesWithoutExemptions: rawTally?.profiles() ?? profiles,
    subscriptions: tally.subscriptions(),
    hierarchy,
    exemptions: settled.exemptions.toSorted((a, b) => (a.exemption.id < b.exemption.id ? -1 : 1)),
    duplicates: settled.duplicates,
    resources: tally.resources(),
    byType: tally.byType(),
    // Of one resource they were found in the order of the catalogue already.
    disagreements: settled.disagreements
      .toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1))
      .map(({ key: _key, ...disagreement }) => disagreement),
    notCollected: tally.notCollected(),
    unknownAssessments: settled.unknownAssessments.toSorted(
      (a, b) => b.count - a.count || (`${a.key} ${a.displayName}` < `${b.key} ${b.displayName}` ? -1 : 1),
    ),
    emptyScopes: scope.filter((id) => !filled.has(id)),
    assessments: () => settled.assessments(),
  };
}
