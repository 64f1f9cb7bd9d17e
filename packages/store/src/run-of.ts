// An assessment run as `assess` would give it, made from counts of shapes: so reports are written by the same code as those of a scan.
import type { AssessmentRun, Disagreement, NotCollected } from '@plumbline/assess';
import { numberAt, type Reader, textAt } from './database.ts';
import { statusOf } from './letter.ts';
import type { Counts, Mirror } from './mirror.ts';
import { rangeUnder } from './rows.ts';
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
  const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const byType = new Map<string, { resources: number; judged: number }>();
  const notCollected: Missing[] = [];
  const uses: Uses = new Map();
  const subscriptions: { id: string; resources: number }[] = [];
  let resources = 0;
  for (const [subscription, own] of all) {
    const summary = summaryOf(setup, subscription, own);
    resources += summary.resources;
    notCollected.push(...summary.notCollected);
    for (const [key, own] of summary.uses) for (const [recommendation, count] of own) addUse(uses, { key, recommendation, count });
    for (const [name, counted] of summary.byType) {
      const type = byType.get(name) ?? { resources: 0, judged: 0 };
      byType.set(name, { resources: type.resources + counted.resources, judged: type.judged + counted.judged });
    }
    if (subscription !== '' && summary.isSubject) subscriptions.push({ id: subscription, resources: summary.resources });
  }
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
    byType: [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => ({ type, ...count })),
    disagreements,
    unknownAssessments: unknownIn(readableCounts, setup),
    notCollected: notCollected.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ row }) => row),
    emptyScopes: [],
    assessments: () => [],
  };
}

/** What a run tells of one subscription besides its profiles. */
interface Summary {
  readonly resources: number;
  readonly isSubject: boolean;
  readonly byType: ReadonlyMap<string, { readonly resources: number; readonly judged: number }>;
  readonly notCollected: readonly Missing[];
  readonly uses: Uses;
  /** Ids of shapes in which an assessment from outside says otherwise. */
  readonly disagreeing: readonly number[];
  /** Assessments that the catalogue does not have, counted. */
  readonly unknown: AssessmentRun['unknownAssessments'];
}

/** By exemption and recommendation: assessments that it decides. */
type Uses = Map<string, Map<string, number>>;

function addUse(
  uses: Uses,
  { key, recommendation, count }: { readonly key: string; readonly recommendation: string; readonly count: number },
): void {
  const own = uses.get(key) ?? new Map<string, number>();
  uses.set(key, own);
  own.set(recommendation, (own.get(recommendation) ?? 0) + count);
}

/** What could not be judged, with the text that it is sorted by. */
interface Missing {
  readonly place: string;
  readonly row: NotCollected;
}

// By shapes first: another catalogue has other ones.
const summaries = new WeakMap<Setup['shapes'], WeakMap<ReadonlyMap<number, number>, Summary>>();

function summaryOf(setup: RunGiven['setup'], subscription: string, counts: ReadonlyMap<number, number>): Summary {
  let known = summaries.get(setup.shapes);
  if (known === undefined) {
    known = new WeakMap();
    summaries.set(setup.shapes, known);
  }
  let summary = known.get(counts);
  if (summary === undefined) {
    summary = newSummary(setup, subscription, counts);
    known.set(counts, summary);
  }
  return summary;
}

function newSummary({ shapes, ordinals }: RunGiven['setup'], subscription: string, counts: ReadonlyMap<number, number>): Summary {
  const byType = new Map<string, { resources: number; judged: number }>();
  const missing = new Map<string, NotCollected>();
  const uses: Uses = new Map();
  const disagreeing: number[] = [];
  const unknown = new Map<string, { key: string; displayName: string; count: number }>();
  let resources = 0;
  let isSubject = false;
  for (const [id, count] of counts) {
    const shape = shapes.get(id);
    if (shape.disagreements.length > 0) disagreeing.push(id);
    if (shape.unknown !== null) addUnknown(unknown, { key: shape.unknown[0], displayName: shape.unknown[1], count });
    if (shape.kind === 'special') continue;
    isSubject = true;
    for (const [ordinal, needs] of shape.missing) {
      const row = { recommendation: ordinals.keyOf(ordinal), subscription, needs, resources: count };
      const place = placeOf(row);
      missing.set(place, { ...row, resources: (missing.get(place)?.resources ?? 0) + count });
    }
    for (const [ordinal, key] of shape.exempt) addUse(uses, { key, recommendation: ordinals.keyOf(ordinal), count });
    if (shape.kind !== 'real') continue;
    resources += count;
    const type = byType.get(shape.type) ?? { resources: 0, judged: 0 };
    byType.set(shape.type, type);
    type.resources += count;
    if (shape.statuses.some(([, letter]) => letter !== 'x')) type.judged += count;
  }
  const notCollected = [...missing].map(([place, row]) => ({ place, row }));
  return { resources, isSubject, byType, notCollected, uses, disagreeing, unknown: [...unknown.values()] };
}

function placeOf({ recommendation, subscription, needs }: NotCollected): string {
  return `${recommendation} ${subscription} ${needs}`;
}

function isScopeReadable({ readable }: Selected, scope: string): boolean {
  // Everything: the tenant itself is readable whole only without a filter.
  if (readable.get('') === 'whole') return true;
  const subscription = scope.startsWith('/subscriptions/') ? (scope.split('/')[2] ?? '') : '';
  return isInParts(readable, scope, subscription);
}

type UnknownCount = AssessmentRun['unknownAssessments'][number];

function addUnknown(counted: Map<string, UnknownCount>, { key, displayName, count }: UnknownCount): void {
  const name = `${key} ${displayName}`;
  counted.set(name, { key, displayName, count: (counted.get(name)?.count ?? 0) + count });
}

function unknownIn(counts: Counts, setup: RunGiven['setup']): AssessmentRun['unknownAssessments'] {
  const counted = new Map<string, UnknownCount>();
  for (const [subscription, own] of counts) for (const one of summaryOf(setup, subscription, own).unknown) addUnknown(counted, one);
  return [...counted.values()].sort((a, b) => b.count - a.count || (`${a.key} ${a.displayName}` < `${b.key} ${b.displayName}` ? -1 : 1));
}

/** Where assessments from outside say otherwise; few, so read from the rows. */
export async function disagreementsOf(reader: Reader, setup: Setup, selected: Selected, counts: Counts): Promise<readonly Disagreement[]> {
  const found: (Disagreement & { readonly key: string })[] = [];
  for (const [subscription, own] of counts) {
    const ids = summaryOf(setup, subscription, own).disagreeing;
    if (ids.length === 0) continue;
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
