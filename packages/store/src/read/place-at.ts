// Where the row of a number stands in a list: subscriptions are passed over by what they count, and only one is looked into.
import { numberAt, type Parameter } from '../database.ts';
import { type Letter, letterOf, statusOf } from '../letter.ts';
import type { ShapeCounts } from '../sums.ts';
import { selectedCounts, type View } from './view.ts';

export interface Counted {
  /** Rows of the whole list. */
  readonly total: number;
  /** The row before the one asked for, as a cursor has it; undefined for the first. */
  readonly after?: readonly [subscription: string, rid: number];
}

interface Listing {
  readonly subscription: string | undefined;
  readonly type: string | undefined;
  /** Key and statuses of the assessments that are listed; undefined: resources. */
  readonly assessed: { readonly key: string; readonly ordinal: number; readonly letters: readonly Letter[] } | undefined;
  /** What else the rows of one subscription are chosen by. */
  readonly filter: (first: number) => { readonly sql: string; readonly parameters: readonly Parameter[] };
}

/** @param from number of the first row that is asked for, beginning with 0 */
export async function placeAt(view: View, listing: Listing, from: number): Promise<Counted> {
  const counted = [...(await selectedCounts(view))]
    .filter(([id]) => listing.subscription === undefined || id === listing.subscription)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, own]) => ({ id, rows: rowsIn(view, listing, { id, own }) }));
  const total = counted.reduce((sum, { rows }) => sum + rows, 0);
  let left = from - 1;
  if (left < 0) return { total };
  for (const { id, rows } of counted) {
    if (left < rows) {
      const rid = await ridAt(view, listing, { subscription: id, offset: left });
      // Counts and rows are of one moment, so there is one.
      return { total, after: [id, rid ?? Number.MAX_SAFE_INTEGER] };
    }
    left -= rows;
  }
  return { total, after: [counted.at(-1)?.id ?? '', Number.MAX_SAFE_INTEGER] };
}

function rowsIn(
  { state, mirror }: View,
  { type, assessed }: Listing,
  { id: subscription, own }: { readonly id: string; readonly own: ShapeCounts },
) {
  const { tallier, shapes } = state.setup;
  if (assessed === undefined && mirror.counts.get(subscription) === own) {
    const types = mirror.types.get(subscription) ?? new Map<string, number>();
    return type === undefined ? [...types.values()].reduce((sum, count) => sum + count, 0) : (types.get(type) ?? 0);
  }
  if (assessed !== undefined && type === undefined) {
    return assessed.letters.reduce((sum, letter) => sum + tallier.countOf(own, assessed.key, statusOf[letter]), 0);
  }
  let rows = 0;
  for (const [id, count] of own) {
    const shape = shapes.get(id);
    if (type !== undefined && shape.type !== type) continue;
    const isListed =
      assessed === undefined
        ? shape.kind !== 'implied'
        : shape.statuses.some(([ordinal, letter]) => ordinal === assessed.ordinal && assessed.letters.includes(letter));
    if (isListed) rows += count;
  }
  return rows;
}

async function ridAt(
  view: View,
  { assessed, filter }: Listing,
  { subscription, offset }: { readonly subscription: string; readonly offset: number },
): Promise<number | undefined> {
  const { sql, parameters } = filter(2);
  const rows = await view.reader.query(
    assessed === undefined
      ? `SELECT r.rid AS rid FROM resource r WHERE r.subscription = $1 AND r.implied = 0 AND ${sql} ORDER BY r.rid LIMIT 1 OFFSET ${offset}`
      : `SELECT a.rid AS rid FROM assessment a JOIN resource r ON r.subscription = a.subscription AND r.rid = a.rid
         WHERE a.recommendation = ${assessed.ordinal} AND a.status IN (${assessed.letters.map((letter) => `'${letter}'`).join(', ')})
         AND a.subscription = $1 AND ${sql} ORDER BY a.rid LIMIT 1 OFFSET ${offset}`,
    [subscription, ...parameters],
  );
  return rows[0] === undefined ? undefined : numberAt(rows[0], 'rid');
}

/** All, where a query names none. */
export function lettersOf(status: readonly (keyof typeof letterOf)[] | undefined): readonly Letter[] {
  return status === undefined ? ['h', 'u', 'n', 'x'] : [...new Set(status)].map((one) => letterOf[one]);
}
