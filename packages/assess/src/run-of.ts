import type { Catalogue } from '@plumbline/catalogue';
import type { EstateTally } from './estate-tally.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { AssessmentRun } from './run.ts';
import type { RunTally } from './run-tally.ts';
import type { Settled } from './settle.ts';

/** What a run tells besides its counts. */
export interface RunFacts {
  readonly catalogue: Catalogue;
  readonly now: string;
  /** ARM ids of the selected scopes. */
  readonly scope: readonly string[];
  readonly hierarchy: Hierarchy;
}

type AnyTally = Pick<RunTally, 'profiles' | 'notCollected' | 'byType' | 'subscriptions' | 'resources'> | EstateTally;

/** Everything counted, by parts or at once. */
export type Counted = Omit<Settled, 'tally' | 'rawTally'> & { readonly tally: AnyTally; readonly rawTally: AnyTally | undefined };

/** Puts what was counted into the order in which runs tell it, which hangs on nothing but the estate. */
export function runOf(settled: Counted, { catalogue, now, scope, hierarchy }: RunFacts): AssessmentRun {
  const { tally, rawTally } = settled;
  let profiles: AssessmentRun['profiles'] | undefined;
  const allProfiles = () => {
    profiles ??= tally.profiles();
    return profiles;
  };
  const kept = keptIn(tally, catalogue);
  const withoutExemptions = rawTally && keptIn(rawTally, catalogue);
  const filled = new Set(settled.filledScopes);
  return {
    catalogue,
    now,
    scope,
    // Only asked for where scores are worked out otherwise than from what is kept.
    get profiles() {
      return allProfiles();
    },
    get profilesWithoutExemptions() {
      return rawTally?.profiles() ?? allProfiles();
    },
    ...(kept === undefined ? {} : { kept: { ...kept, withoutExemptions: withoutExemptions?.all ?? kept.all } }),
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

function keptIn(tally: AnyTally, catalogue: Catalogue) {
  return 'kept' in tally ? tally.kept(catalogue) : undefined;
}
