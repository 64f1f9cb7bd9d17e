// What is counted of a part, as `RunTally` does it.
import { Numbering } from '@plumbline/inventory';
import type { TallyCounts } from '../../run-tally.ts';
import { isEmbedded, isGiven, isNoSubject, isSubscription } from './line-table.ts';
import type { RecordedLines } from './recorder.ts';

/** A resource whose verdicts may be others now; those as JSON. */
export interface Rejudged {
  readonly subscription: string;
  readonly type: string;
  readonly before: string;
  readonly after: string;
  /** It is no line. */
  readonly isImplied: boolean;
}

/** @returns the counts with some resources judged anew; undefined where they are not among those that were counted. */
export function recounted(tally: TallyCounts, rejudged: readonly Rejudged[]): TallyCounts | undefined {
  const changes = rejudged.filter(({ before, after }) => before !== after);
  if (changes.length === 0) return tally;
  const vectors = new Numbering(tally.vectors);
  const changesByBucket = new Map<string, Rejudged[]>();
  for (const change of changes) {
    const name = bucketName(change);
    const own = changesByBucket.get(name);
    if (own === undefined) changesByBucket.set(name, [change]);
    else own.push(change);
  }
  let isCounted = true;
  const buckets = tally.buckets.map((bucket) => {
    const own = changesByBucket.get(bucketName(bucket));
    if (own === undefined) return bucket;
    changesByBucket.delete(bucketName(bucket));
    const counts = new Map<number, number>();
    for (let at = 0; at < bucket.counts.length; at += 2) counts.set(bucket.counts[at] ?? 0, bucket.counts[at + 1] ?? 0);
    let { judged } = bucket;
    for (const { before, after, isImplied } of own) {
      const from = vectors.positionOf(before);
      const left = (counts.get(from) ?? 0) - 1;
      if (left < 0) isCounted = false;
      // Nobody has it any more: a count of none would be told as if somebody had.
      if (left <= 0) counts.delete(from);
      else counts.set(from, left);
      const to = vectors.positionOf(after);
      counts.set(to, (counts.get(to) ?? 0) + 1);
      if (!isImplied) judged += Number(isJudged(after)) - Number(isJudged(before));
    }
    return { ...bucket, judged, counts: [...counts].flat() };
  });
  return isCounted && changesByBucket.size === 0 ? { vectors: vectors.list, buckets } : undefined;
}

function bucketName({ subscription, type }: { readonly subscription: string; readonly type: string }): string {
  return `${subscription} ${type}`;
}

const isJudgedByText = new Map<string, boolean>();

function isJudged(text: string): boolean {
  let known = isJudgedByText.get(text);
  if (known === undefined) {
    known = (JSON.parse(text) as readonly (readonly [number, { readonly status: string }])[]).some(
      ([, { status }]) => status !== 'NotAssessed',
    );
    isJudgedByText.set(text, known);
  }
  return known;
}

/** Counts the rows of a part. */
export function talliedIn({ table, vectors }: RecordedLines): TallyCounts {
  const { types, names } = table;
  const width = names.types.length;
  const buckets = new Map<number, { resources: number; judged: number; readonly counts: Map<number, number> }>();
  const judged = vectors.map(isJudged);
  const implied = isEmbedded | isSubscription | isGiven;
  for (let row = 0; row < table.rows; row += 1) {
    const flags = table.flags[row] as number;
    if ((flags & isNoSubject) !== 0) continue;
    const name = (table.subscriptions[row] as number) * width + (types[row] as number);
    let bucket = buckets.get(name);
    if (bucket === undefined) {
      bucket = { resources: 0, judged: 0, counts: new Map() };
      buckets.set(name, bucket);
    }
    const vector = table.vectors[row] as number;
    bucket.counts.set(vector, (bucket.counts.get(vector) ?? 0) + 1);
    if ((flags & implied) !== 0) continue;
    bucket.resources += 1;
    if (judged[vector] === true) bucket.judged += 1;
  }
  return {
    vectors,
    buckets: [...buckets].map(([name, { resources, judged: count, counts }]) => ({
      subscription: names.subscriptions[Math.floor(name / width)] ?? '',
      type: names.types[name % width] ?? '',
      resources,
      judged: count,
      counts: [...counts].flat(),
    })),
  };
}
