import type { Profile } from '@plumbline/score';
import { byText } from './by-text.ts';
import type { NotCollected } from './report.ts';
import { vectorStatuses } from './vector-statuses.ts';
import type { VerdictVector } from './verdict-vectors.ts';

/** Counts resources by subscription, type and verdicts: everything that a run tells in numbers follows from these counts. */
export interface RunTally {
  /** @param isImplied known only because something else names it: judged, but no resource of the input. */
  add(resource: { readonly subscription: string; readonly type: string; readonly implied?: true }, vector: VerdictVector): void;
  profiles(): readonly Profile[];
  notCollected(): readonly NotCollected[];
  byType(): readonly { readonly type: string; readonly resources: number; readonly judged: number }[];
  subscriptions(): readonly { readonly id: string; readonly resources: number }[];
  resources(): number;
  hasAboveSubscriptions(): boolean;
  /** Everything counted, as plain data. */
  counts(): TallyCounts;
  /** Adds what was counted elsewhere. @param vectorOf finds the vector of verdicts that were written down. */
  addCounts(counts: TallyCounts, vectorOf: (verdicts: string) => VerdictVector): void;
}

/** Counts on their way from one worker to another. */
export interface TallyCounts {
  /** Vectors as JSON, each once. */
  readonly vectors: readonly string[];
  readonly buckets: readonly CountedBucket[];
}

interface CountedBucket {
  readonly subscription: string;
  readonly type: string;
  readonly resources: number;
  readonly judged: number;
  /** Index of a vector and how many resources have it, in turn. */
  readonly counts: readonly number[];
}

interface Bucket {
  readonly subscription: string;
  readonly type: string;
  resources: number;
  judged: number;
  /** What was counted elsewhere, as it came: maps of all of a large estate take several times the memory. */
  written: { readonly vectors: readonly (VerdictVector | undefined)[]; readonly counts: readonly number[] } | undefined;
  /** What was counted one by one. */
  countByVector: Map<VerdictVector, number> | undefined;
}

type Written = NonNullable<Bucket['written']>;

function* writtenIn({ vectors, counts }: Written): Iterable<readonly [VerdictVector, number]> {
  for (let at = 0; at < counts.length; at += 2) {
    const vector = vectors[counts[at] ?? -1];
    if (vector !== undefined) yield [vector, counts[at + 1] ?? 0];
  }
}

/** @yields vectors with their counts; one may come twice. */
function* countsIn({ written, countByVector }: Bucket): Iterable<readonly [VerdictVector, number]> {
  if (written !== undefined) yield* writtenIn(written);
  if (countByVector !== undefined) yield* countByVector;
}

function addOne(bucket: Bucket, vector: VerdictVector, count: number): void {
  bucket.countByVector ??= new Map();
  bucket.countByVector.set(vector, (bucket.countByVector.get(vector) ?? 0) + count);
}

/** @param keys recommendation keys by index of the plan. */
export function runTally(keys: readonly string[]): RunTally {
  const bucketsBySubscription = new Map<string, Map<string, Bucket>>();
  let last: Bucket | undefined;

  const bucketOf = (subscription: string, type: string): Bucket => {
    if (last?.type === type && last.subscription === subscription) return last;
    let buckets = bucketsBySubscription.get(subscription);
    if (buckets === undefined) {
      buckets = new Map();
      bucketsBySubscription.set(subscription, buckets);
    }
    last = buckets.get(type);
    if (last === undefined) {
      last = { subscription, type, resources: 0, judged: 0, written: undefined, countByVector: undefined };
      buckets.set(type, last);
    }
    return last;
  };

  const statusesOf = vectorStatuses(keys);

  const sorted = (): readonly (readonly [string, ReadonlyMap<string, Bucket>])[] =>
    [...bucketsBySubscription].sort(([a], [b]) => byText(a, b));

  return {
    add({ subscription, type, implied }, vector) {
      const bucket = bucketOf(subscription, type);
      addOne(bucket, vector, 1);
      if (implied) return;
      bucket.resources += 1;
      if (vector.isJudged) bucket.judged += 1;
    },
    profiles() {
      return sorted().flatMap(([subscription, buckets]) => {
        const counted = new Map<string, { readonly statuses: Profile['statuses']; count: number }>();
        for (const bucket of buckets.values()) {
          for (const [vector, count] of countsIn(bucket)) {
            if (vector.verdicts.length === 0) continue;
            const known = counted.get(vector.signature);
            if (known === undefined) counted.set(vector.signature, { statuses: statusesOf(vector), count });
            else known.count += count;
          }
        }
        return [...counted].sort(([a], [b]) => byText(a, b)).map(([, { statuses, count }]) => ({ subscription, statuses, count }));
      });
    },
    notCollected() {
      const rows: NotCollected[] = [];
      for (const [subscription, buckets] of bucketsBySubscription) {
        // By subscription: estates with many of them have more rows than one map should hold.
        const counted = new Map<string, NotCollected & { resources: number }>();
        for (const bucket of buckets.values()) {
          for (const [{ verdicts }, count] of countsIn(bucket)) {
            for (const [index, { cause, needs = '' }] of verdicts) {
              if (cause !== 'NotCollected') continue;
              const id = `${index} ${needs}`;
              const known = counted.get(id);
              if (known === undefined) counted.set(id, { recommendation: keys[index] ?? '', subscription, needs, resources: count });
              else known.resources += count;
            }
          }
        }
        rows.push(...counted.values());
      }
      return rows.sort(
        (a, b) => byText(a.recommendation, b.recommendation) || byText(a.subscription, b.subscription) || byText(a.needs, b.needs),
      );
    },
    byType() {
      const counted = new Map<string, { resources: number; judged: number }>();
      for (const buckets of bucketsBySubscription.values()) {
        for (const { type, resources, judged } of buckets.values()) {
          if (resources === 0) continue;
          const count = counted.get(type) ?? { resources: 0, judged: 0 };
          counted.set(type, count);
          count.resources += resources;
          count.judged += judged;
        }
      }
      return [...counted].sort(([a], [b]) => byText(a, b)).map(([type, count]) => ({ type, ...count }));
    },
    subscriptions() {
      return sorted()
        .filter(([subscription]) => subscription !== '')
        .map(([id, buckets]) => ({ id, resources: [...buckets.values()].reduce((sum, { resources }) => sum + resources, 0) }));
    },
    hasAboveSubscriptions: () => bucketsBySubscription.has(''),
    counts() {
      const vectors: string[] = [];
      const indexByVector = new Map<VerdictVector, number>();
      const indexOf = (vector: VerdictVector): number => {
        let index = indexByVector.get(vector);
        if (index === undefined) {
          index = vectors.length;
          vectors.push(vector.text);
          indexByVector.set(vector, index);
        }
        return index;
      };
      const buckets: CountedBucket[] = [];
      for (const ofSubscription of bucketsBySubscription.values()) {
        for (const bucket of ofSubscription.values()) {
          const { subscription, type, resources, judged } = bucket;
          buckets.push({
            subscription,
            type,
            resources,
            judged,
            counts: [...countsIn(bucket)].flatMap(([vector, count]) => [indexOf(vector), count]),
          });
        }
      }
      return { vectors, buckets };
    },
    addCounts({ vectors, buckets }, vectorOf) {
      const known = vectors.map(vectorOf);
      for (const { subscription, type, resources, judged, counts } of buckets) {
        const bucket = bucketOf(subscription, type);
        bucket.resources += resources;
        bucket.judged += judged;
        const written = { vectors: known, counts };
        if (bucket.written === undefined) bucket.written = written;
        else for (const [vector, count] of writtenIn(written)) addOne(bucket, vector, count);
      }
    },
    resources() {
      let sum = 0;
      for (const buckets of bucketsBySubscription.values()) for (const { resources } of buckets.values()) sum += resources;
      return sum;
    },
  };
}
