// What a run tells of one subscription besides its scores.
import type { AssessmentRun, NotCollected } from '@plumbline/assess';
import type { Setup } from './setup.ts';
import type { ShapeCounts } from './sums.ts';

export interface Summary {
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
export type Uses = Map<string, Map<string, number>>;

export function addUse(
  uses: Uses,
  { key, recommendation, count }: { readonly key: string; readonly recommendation: string; readonly count: number },
): void {
  const own = uses.get(key) ?? new Map<string, number>();
  uses.set(key, own);
  own.set(recommendation, (own.get(recommendation) ?? 0) + count);
}

/** What could not be judged, with the text that it is sorted by. */
export interface Missing {
  readonly place: string;
  readonly row: NotCollected;
}

export function summaryOf({ shapes, ordinals }: Pick<Setup, 'shapes' | 'ordinals'>, subscription: string, counts: ShapeCounts): Summary {
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

export type UnknownCount = AssessmentRun['unknownAssessments'][number];

export function addUnknown(counted: Map<string, UnknownCount>, { key, displayName, count }: UnknownCount): void {
  const name = `${key} ${displayName}`;
  counted.set(name, { key, displayName, count: (counted.get(name)?.count ?? 0) + count });
}
