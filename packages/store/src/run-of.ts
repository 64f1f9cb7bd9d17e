// An assessment run as `assess` would give it, made from counts of shapes: so reports are written by the same code as those of a scan.
import type { AssessmentRun, Disagreement } from '@plumbline/assess';
import { numberAt, type Reader, textAt } from './database.ts';
import { statusOf } from './letter.ts';
import type { Counts, Mirror } from './mirror.ts';
import { rangeUnder } from './rows.ts';
import { runSumsOf } from './run-sums.ts';
import { isInParts, type Part, type Selected } from './selection.ts';
import type { Setup } from './setup.ts';
import type { Tallier } from './tallied.ts';

/** Counts of a selection: whole subscriptions from the mirror, parts from the rows. */
export async function countsOf(reader: Reader, mirror: Pick<Mirror, 'counts'>, parts: ReadonlyMap<string, Part>): Promise<Counts> {
  // The very same object, by which what was counted from it is remembered.
  if ([...mirror.counts.keys()].every((subscription) => parts.get(subscription) === 'whole')) return mirror.counts;
  const counts = new Map<string, ReadonlyMap<number, number>>();
  for (const [subscription, part] of parts) {
    const own = part === 'whole' ? mirror.counts.get(subscription) : await countsUnder(reader, subscription, part);
    if (own !== undefined && own.size > 0) counts.set(subscription, own);
  }
  return counts;
}

async function countsUnder(reader: Reader, subscription: string, keys: readonly string[]): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const key of keys) {
    const rows = await reader.query(
      `SELECT shape, count(*) AS count FROM resource
       WHERE subscription = $1 AND deleted = 0 AND shape <> 0 AND (key = $2 OR (key >= $3 AND key < $4)) GROUP BY shape`,
      [subscription, key, ...rangeUnder(key)],
    );
    for (const row of rows) counts.set(numberAt(row, 'shape'), (counts.get(numberAt(row, 'shape')) ?? 0) + numberAt(row, 'count'));
  }
  return counts;
}

export interface RunGiven {
  readonly setup: Pick<Setup, 'catalogue' | 'ordinals' | 'shapes'>;
  readonly tallier: Tallier;
  readonly mirror: Pick<Mirror, 'context' | 'at'>;
  readonly selected: Selected;
  readonly counts: Counts;
  /** Of everything that may be read, whatever the scope: assessments that the catalogue does not have are told of all. */
  readonly readableCounts: Counts;
  readonly disagreements: readonly Disagreement[];
}

export function runOf({ setup, tallier, mirror, selected, counts, readableCounts, disagreements }: RunGiven): AssessmentRun {
  const { resources, subscriptions, byType, notCollected, uses } = runSumsOf(setup, counts);
  const isExempted = uses.size > 0;
  const kept = tallier.keptIn(counts, 'with');
  let profiles: AssessmentRun['profiles'] | undefined;
  const profilesWith = () => {
    profiles ??= tallier.profilesIn(counts, 'with');
    return profiles;
  };
  return {
    catalogue: setup.catalogue,
    now: new Date(mirror.at).toISOString(),
    scope: selected.ids,
    // Only asked for where scores are worked out otherwise than from what is kept.
    get profiles() {
      return profilesWith();
    },
    get profilesWithoutExemptions() {
      return isExempted ? tallier.profilesIn(counts, 'without') : profilesWith();
    },
    kept: {
      all: kept,
      withoutExemptions: isExempted ? tallier.keptIn(counts, 'without') : kept,
      of: (subscription) => tallier.keptOf(subscription, counts.get(subscription) ?? new Map(), 'with'),
    },
    subscriptions,
    hierarchy: mirror.context.hierarchy,
    exemptions: [...mirror.context.exemptions]
      .filter(([key, { scope }]) => uses.has(key) || isScopeReadable(selected, scope))
      .map(([key, exemption]) => {
        const own = uses.get(key) ?? new Map<string, number>();
        return { exemption, assessments: [...own.values()].reduce((sum, count) => sum + count, 0), byRecommendation: own };
      })
      .sort((a, b) => (a.exemption.id < b.exemption.id ? -1 : 1)),
    duplicates: 0,
    resources,
    byType,
    disagreements,
    unknownAssessments: runSumsOf(setup, readableCounts).unknown,
    notCollected,
    emptyScopes: [],
    assessments: () => [],
  };
}

function isScopeReadable({ readable }: Selected, scope: string): boolean {
  // Everything: the tenant itself is readable whole only without a filter.
  if (readable.get('') === 'whole') return true;
  const subscription = scope.startsWith('/subscriptions/') ? (scope.split('/')[2] ?? '') : '';
  return isInParts(readable, scope, subscription);
}

/** Where assessments from outside say otherwise; few, so read from the rows. */
export async function disagreementsOf(reader: Reader, setup: Setup, selected: Selected, counts: Counts): Promise<readonly Disagreement[]> {
  const found: (Disagreement & { readonly key: string })[] = [];
  for (const [subscription, ids] of runSumsOf(setup, counts).disagreeing) {
    const rows = await reader.query(
      `SELECT key, id, shape FROM resource WHERE subscription = $1 AND deleted = 0 AND shape ${reader.anyOf(2, 'bigint')}`,
      [subscription, ids],
    );
    for (const row of rows) {
      const key = textAt(row, 'key');
      if (!isInParts(selected.parts, key, subscription)) continue;
      for (const [ordinal, computed, imported] of setup.shapes.get(numberAt(row, 'shape')).disagreements) {
        found.push({
          key,
          recommendation: setup.ordinals.keyOf(ordinal),
          resource: textAt(row, 'id'),
          computed: statusOf[computed],
          imported: statusOf[imported],
        });
      }
    }
  }
  found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return found.map(({ key: _key, ...disagreement }) => disagreement);
}
