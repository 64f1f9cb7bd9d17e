import { numberList } from '../../number-list.ts';

export interface DependencyRow {
  readonly lookup: number;
  /** How many subscriptions had begun before its own. */
  readonly subscription: number;
  readonly rid: number;
}

/** Look-ups are hashes of 53 bits. About one of them, as often as it comes, falls into a bucket by its first bits. */
const bitsOfLookup = 53;
const fewestBits = 4;
const mostBits = 22;
/** Up to so many rows are put in order by moving each to its place. */
const few = 16;

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
      const [bySubscription, byRid] = [subscriptions.all(), rids.all()];
      const order = inOrder(all);
      const row = { lookup: 0, subscription: 0, rid: 0 };
      for (let next = 0; next < order.length; next += 1) {
        const at = order[next] as number;
        row.lookup = all[at] as number;
        row.subscription = bySubscription[at] as number;
        row.rid = byRid[at] as number;
        yield row;
      }
    },
  };
}

/** @returns where the numbers stand, rising, and of the same ones the first first */
function inOrder(all: Float64Array): Uint32Array {
  const bits = Math.min(mostBits, Math.max(fewestBits, Math.ceil(Math.log2(all.length + 1))));
  const width = 2 ** (bitsOfLookup - bits);
  const bucketOf = (at: number) => Math.floor((all[at] as number) / width);
  const starts = new Uint32Array(2 ** bits + 1);
  for (let at = 0; at < all.length; at += 1) {
    const behind = bucketOf(at) + 1;
    starts[behind] = (starts[behind] as number) + 1;
  }
  for (let bucket = 1; bucket < starts.length; bucket += 1) starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);
  const order = new Uint32Array(all.length);
  const ends = starts.slice();
  for (let at = 0; at < all.length; at += 1) {
    const bucket = bucketOf(at);
    const end = ends[bucket] as number;
    order[end] = at;
    ends[bucket] = end + 1;
  }
  for (let bucket = 0; bucket + 1 < starts.length; bucket += 1) sort(all, order, starts[bucket] as number, starts[bucket + 1] as number);
  return order;
}

/** Of the same numbers the first come first already. */
function sort(all: Float64Array, order: Uint32Array, from: number, to: number): void {
  const numberAt = (at: number) => all[order[at] as number] as number;
  let sorted = from + 1;
  while (sorted < to && numberAt(sorted - 1) <= numberAt(sorted)) sorted += 1;
  if (sorted >= to) return;
  if (to - from > few) {
    order.subarray(from, to).sort((a, b) => (all[a] as number) - (all[b] as number) || a - b);
    return;
  }
  for (let at = sorted; at < to; at += 1) {
    const own = order[at] as number;
    const value = all[own] as number;
    let place = at;
    for (; place > from && numberAt(place - 1) > value; place -= 1) order[place] = order[place - 1] as number;
    order[place] = own;
  }
}
