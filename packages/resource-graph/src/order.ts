import type { Binder } from './bind/binder.ts';
import type { Bound, Scope } from './context.ts';
import { jsonText } from './convert.ts';
import type { OrderKey } from './syntax/node.ts';
import type { Row, Value } from './value.ts';

/** Numbers, datetimes and false before true; texts by code unit; dynamic values by kind first. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === typeof right && typeof left !== 'object' && typeof right !== 'object') {
    if (left === right) return 0;
    if (typeof left === 'number' && typeof right === 'number') return compareNumbers(left, right);
    return (left as string) < (right as string) ? -1 : 1;
  }
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  const leftText = jsonText(left);
  const rightText = jsonText(right);
  return leftText === rightText ? 0 : leftText < rightText ? -1 : 1;
}

/** NaN comes before all numbers, so that sorting is total. */
function compareNumbers(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (Number.isNaN(right)) return 1;
  return left - right > 0 ? 1 : left < right ? -1 : left === right ? 0 : 1;
}

const ranks: readonly string[] = ['boolean', 'number', 'bigint', 'string', 'object'];
const rankOf = (value: Value): number => ranks.indexOf(typeof value);

export interface Sortable {
  readonly row: Row;
  readonly keys: readonly Value[];
}

export interface Ordering {
  readonly keys: readonly Bound[];
  compare(left: Sortable, right: Sortable): number;
  sortable(row: Row): Sortable;
}

export function orderingOf(nodes: readonly OrderKey[], scope: Scope, binder: Binder): Ordering {
  const keys = nodes.map((node) => binder.bind(node.of, scope));
  const directions = nodes.map((node) => ({ sign: node.isAscending ? 1 : -1, nulls: node.isNullFirst ? -1 : 1 }));
  return {
    keys,
    sortable: (row) => ({ row, keys: keys.map((key) => key.evaluate(row)) }),
    compare(left, right) {
      for (let index = 0; index < directions.length; index += 1) {
        const direction = directions[index];
        const first = left.keys[index] ?? null;
        const second = right.keys[index] ?? null;
        if (direction === undefined) continue;
        if (first === null || second === null) {
          if (first === second) continue;
          return first === null ? direction.nulls : -direction.nulls;
        }
        const order = compareValues(first, second);
        if (order !== 0) return order * direction.sign;
      }
      return 0;
    },
  };
}
