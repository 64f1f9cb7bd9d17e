import { type NumberList, numberList } from '../../number-list.ts';

/** Resources of one subscription with the same status. */
export interface RidRun {
  readonly recommendation: number;
  readonly status: string;
  /** How many subscriptions had begun before this one. */
  readonly subscription: number;
  readonly rids: Int32Array;
}

export interface RidLists {
  /** @returns the number of the list of a recommendation and a status. */
  of(recommendation: number, status: string): number;
  /** Begins the next subscription. */
  begin(): void;
  add(list: number, rid: number): void;
  /** By recommendation and status, then as they were added. */
  runs(): Iterable<RidRun>;
}

/** Which resources have a status: four bytes for each, so that millions of them can wait for the end of an import. */
export function ridLists(): RidLists {
  const lists: {
    readonly recommendation: number;
    readonly status: string;
    readonly numbers: NumberList<Int32Array>;
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
    *runs() {
      const sorted = lists.toSorted((a, b) => a.recommendation - b.recommendation || (a.status < b.status ? -1 : 1));
      for (const { recommendation, status, numbers } of sorted) {
        const all = numbers.all();
        for (let at = 0; at < all.length; ) {
          const subscription = -1 - (all[at] ?? 0);
          let end = at + 1;
          while ((all[end] ?? -1) >= 0) end += 1;
          yield { recommendation, status, subscription, rids: all.subarray(at + 1, end) };
          at = end;
        }
      }
    },
  };
}
