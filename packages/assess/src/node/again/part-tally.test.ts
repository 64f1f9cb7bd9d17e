import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TallyCounts } from '../../run-tally.ts';
import { isEmbedded, type LineTable, TableWriter } from './line-table.ts';
import { recounted, talliedIn } from './part-tally.ts';

const vectors = ['[]', '[[0,{"status":"Healthy"}]]', '[[0,{"status":"NotAssessed","cause":"NotCollected","needs":"x"}]]'];
const types = ['a', 'b'];
const subscriptions = ['s', 't'];

const vector = fc.nat({ max: vectors.length - 1 });
const row = fc.record({
  type: fc.nat({ max: 1 }),
  subscription: fc.nat({ max: 1 }),
  isImplied: fc.boolean(),
  before: vector,
  after: vector,
});

type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

function tableOf(rows: readonly Row[], vectorOf: (row: Row) => number): LineTable {
  const writer = new TableWriter({ types, subscriptions });
  for (const own of rows) {
    writer.line({ digest: new Uint32Array(3), reads: new Uint32Array(4), bytes: 1 });
    const flags = own.isImplied ? isEmbedded : 0;
    writer.row({ key: 0, type: own.type, subscription: own.subscription, vector: vectorOf(own), flags, places: [], looks: [] });
  }
  return writer.table();
}

/** In no order, with vectors as texts. */
function told({ vectors: texts, buckets }: TallyCounts): unknown {
  return buckets
    .map(({ counts, ...bucket }) => {
      const byText: Record<string, number> = {};
      for (let at = 0; at < counts.length; at += 2) byText[texts[counts[at] ?? 0] ?? ''] = counts[at + 1] ?? 0;
      return { ...bucket, byText };
    })
    .sort((a, b) => (`${a.subscription} ${a.type}` < `${b.subscription} ${b.type}` ? -1 : 1));
}

const changeOf = ({ type, subscription, isImplied, before, after }: Row) => ({
  type: types[type] ?? '',
  subscription: subscriptions[subscription] ?? '',
  isImplied,
  before: vectors[before] ?? '',
  after: vectors[after] ?? '',
});

test('counts with some resources judged anew are those that all rows have', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const before = talliedIn({ table: tableOf(rows, (own) => own.before), vectors });
      const after = talliedIn({ table: tableOf(rows, (own) => own.after), vectors });
      const again = recounted(before, rows.map(changeOf));
      expect(again && told(again)).toEqual(told(after));
    }),
  );
});

test('what was never counted is not taken out of the counts', () => {
  const one: Row = { type: 0, subscription: 0, isImplied: false, before: 0, after: 1 };
  const before = talliedIn({ table: tableOf([one], () => 1), vectors });
  expect(recounted(before, [changeOf(one)])).toBeUndefined();
  expect(recounted(before, [changeOf({ ...one, type: 1 })])).toBeUndefined();
});
