import { numberList } from '../../number-list.ts';

export interface RidRow {
  readonly recommendation: number;
  readonly status: string;
  /** How many subscriptions had begun before its own. */
  readonly subscription: number;
  readonly rid: number;
}

export interface RidLists {
  /** @returns the number of the list of a recommendation and a status. */
  of(recommendation: number, status: string): number;
  /** Begins the next subscription. */
  begin(): void;
  add(list: number, rid: number): void;
  /** By recommendation and status, then as they were added. The same object for each. */
  rows(): Iterable<RidRow>;
}

/** Which resources have a status: four bytes for each, so that millions of them can wait for the end of an import. */
export function ridLists(): RidLists {
  const lists: {
    readonly recommendation: number;
    readonly status: string;
    readonly numbers: ReturnType<typeof numberList>;
    last: number;
  }[] = [];
  const byName = new Map<string, number>();
  let subscription = -1;
  return {
    of(recommendation, status) {
      const name = `${recommendation} ${status}`;
      const known = byName.get(name);
      if (known !== undefined) return known;
      byName.set(name, lists.length);
      return lists.push({ recommendation, status, numbers: numberList(Int32Array), last: -1 }) - 1;
    },
    begin() {
      subscription += 1;
    },
    add(at, rid) {
      const list = lists[at];
      if (list === undefined) throw new Error(`There is no list ${at}.`);
      // Another subscription is told by a negative number.
      if (list.last !== subscription) list.numbers.push(-1 - subscription);
      list.last = subscription;
      list.numbers.push(rid);
    },
    *rows() {
      const sorted = lists.toSorted((a, b) => a.recommendation - b.recommendation || (a.status < b.status ? -1 : 1));
      const row = { recommendation: 0, status: '', subscription: 0, rid: 0 };
      for (const { recommendation, status, numbers } of sorted) {
        row.recommendation = recommendation;
        row.status = status;
        for (const number of numbers.all()) {
          if (number < 0) row.subscription = -1 - number;
          else {
            row.rid = number;
            yield row;
          }
        }
      }
    },
  };
}
