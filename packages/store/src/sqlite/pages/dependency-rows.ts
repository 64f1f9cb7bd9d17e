import { numberList } from '../../number-list.ts';

export interface DependencyRow {
  readonly lookup: number;
  /** How many subscriptions had begun before its own. */
  readonly subscription: number;
  readonly rid: number;
}

/** Look-ups are hashes of 53 bits; rows with the same first twelve are sorted together. */
const buckets = 4096;
const bucketOf = (lookup: number) => Math.floor(lookup / 2 ** 41) % buckets;

/** Who has looked up what, sixteen bytes a row. Of one resource every look-up comes once, and resources come in order. */
export function dependencyRows(): {
  add(lookup: number, subscription: number, rid: number): void;
  /** By look-up, then as they were added. The same object for each. */
  rows(): Iterable<DependencyRow>;
} {
  const lookups = numberList(Float64Array);
  const subscriptions = numberList(Int32Array);
  const rids = numberList(Int32Array);
  return {
    add(lookup, subscription, rid) {
      lookups.push(lookup);
      subscriptions.push(subscription);
      rids.push(rid);
    },
    *rows() {
      const all = lookups.all();
      const starts = new Uint32Array(buckets + 1);
      for (const lookup of all) starts[bucketOf(lookup) + 1] = (starts[bucketOf(lookup) + 1] ?? 0) + 1;
      for (let bucket = 0; bucket < buckets; bucket += 1) starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
      const ends = starts.slice();
      const order = new Uint32Array(all.length);
      for (const [at, lookup] of all.entries()) {
        const bucket = bucketOf(lookup);
        const end = ends[bucket] ?? 0;
        order[end] = at;
        ends[bucket] = end + 1;
      }
      const row = { lookup: 0, subscription: 0, rid: 0 };
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        const own = order.subarray(starts[bucket], starts[bucket + 1]).sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0) || a - b);
        for (const at of own) {
          row.lookup = all[at] ?? 0;
          row.subscription = subscriptions.all()[at] ?? 0;
          row.rid = rids.all()[at] ?? 0;
          yield row;
        }
      }
    },
  };
}
