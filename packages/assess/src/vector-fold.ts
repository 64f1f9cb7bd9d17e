// Counts of vectors folded into tallies, as `talliesOf` and `controlTalliesOf` fold profiles. Here all is numbers: an estate has thousands of
// subscriptions with hundreds of vectors each, and to list the profiles of each one again and again was most of a report.
import { type ControlTally, controlStatesOf, controlsByRecommendationOf, type ScoredControl, type Tally } from '@plumbline/score';
import { byText } from './by-text.ts';
import { vectorStatuses } from './vector-statuses.ts';
import type { VerdictVector } from './verdict-vectors.ts';

/** Tells vectors, by number, with how many resources have each; one may come twice. */
export type CountedVectors = (visit: (vector: number, count: number) => void) => void;

export interface FoldedVectors {
  /** Recommendation keys by index of the plan. */
  readonly keys: readonly string[];
  /** By number; more may come. */
  readonly vectors: readonly VerdictVector[];
}

/** Cells of each recommendation, and of each control; one of those is spare. */
const width = 4;
const cellOfStatus = { Healthy: 0, Unhealthy: 1, NotApplicable: 2, NotAssessed: 3 } as const;
const cellOfState = { healthy: 0, unhealthy: 1, notApplicable: 2 } as const;

/** @returns what makes tallies of no subscription in particular. */
export function recommendationFold({ keys, vectors }: FoldedVectors): (counted: CountedVectors) => readonly Tally[] {
  const counts = cellCounter(keys, vectors, ({ verdicts }) =>
    Uint32Array.from(verdicts, ([index, { status }]) => index * width + cellOfStatus[status]),
  );
  return (counted) =>
    counts(counted, (recommendation, cells, at) => ({
      recommendation,
      subscription: '',
      healthy: cells[at] ?? 0,
      unhealthy: cells[at + 1] ?? 0,
      notApplicable: cells[at + 2] ?? 0,
      notAssessed: cells[at + 3] ?? 0,
    }));
}

/** @param isCounted of a recommendation: the others have no say @returns what makes tallies of no subscription in particular. */
export function controlFold(
  { keys, vectors }: FoldedVectors,
  controls: readonly ScoredControl[],
  isCounted: (recommendation: string) => boolean,
): (counted: CountedVectors) => readonly ControlTally[] {
  const controlsByRecommendation = controlsByRecommendationOf(controls);
  const positions = new Map(controls.map((control, position) => [control, position]));
  const statusesOf = vectorStatuses(keys);
  const names = controls.map(({ key }) => key);
  const counts = cellCounter(names, vectors, (vector) => {
    const statuses = statusesOf(vector).filter(({ recommendation }) => isCounted(recommendation));
    const states = controlStatesOf({ subscription: '', statuses, count: 1 }, controlsByRecommendation);
    return Uint32Array.from(states, ([control, state]) => (positions.get(control) ?? 0) * width + cellOfState[state]);
  });
  return (counted) =>
    counts(counted, (control, cells, at) => ({
      control,
      subscription: '',
      healthy: cells[at] ?? 0,
      unhealthy: cells[at + 1] ?? 0,
      notApplicable: cells[at + 2] ?? 0,
    }));
}

/**
 * @param cellsOf a vector: where each of its resources counts one; each name has `width` cells
 * @returns what makes a row of each name that anything counts for, in their order
 */
function cellCounter(names: readonly string[], vectors: readonly VerdictVector[], cellsOf: (vector: VerdictVector) => Uint32Array) {
  const cellsByVector: (Uint32Array | undefined)[] = [];
  const order = Array.from(names.keys()).sort((a, b) => byText(names[a] ?? '', names[b] ?? ''));
  const cellsOfNumber = (number: number): Uint32Array => {
    const vector = vectors[number];
    const cells = vector === undefined ? new Uint32Array() : cellsOf(vector);
    cellsByVector[number] = cells;
    return cells;
  };
  return <T>(counted: CountedVectors, row: (name: string, counts: Float64Array, at: number) => T): readonly T[] => {
    const counts = new Float64Array(names.length * width);
    counted((vector, count) => {
      const cells = cellsByVector[vector] ?? cellsOfNumber(vector);
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at] as number;
        counts[cell] = (counts[cell] as number) + count;
      }
    });
    const rows: T[] = [];
    for (const position of order) {
      const at = position * width;
      if (isAnyIn(counts, at)) rows.push(row(names[position] ?? '', counts, at));
    }
    return rows;
  };
}

function isAnyIn(counts: Float64Array, from: number): boolean {
  for (let at = from; at < from + width; at += 1) if (counts[at] !== 0) return true;
  return false;
}
