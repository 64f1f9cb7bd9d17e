import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BlockIndex, blockIndexer, numbersOfBlock } from './line-blocks.ts';
import { indexRange } from './line-ranges.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-blocks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = new Uint8Array(16).fill(7);
const nothing = { key, marks: new Uint32Array(0), lines: new Uint32Array(0), leastBytes: 1000 };

const line = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(fc.nat(3), fc.nat(1_000_000), fc.nat(80)).map(([subscription, name, more]) => lineOf(subscription, name, more)),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '[]', '{"id":', 'x'.repeat(3000), ' ') },
);

function lineOf(subscription: number, name: number, more: number): string {
  const id = `/subscriptions/00000000-0000-4000-8000-00000000000${subscription}/resourceGroups/rg-${name % 7}/providers/A.B/c/n${name}`;
  return JSON.stringify({ id, more: 'm'.repeat(more) });
}

function indexed(path: string, size: number, cuts: readonly number[], known: Parameters<typeof blockIndexer>[0]): readonly BlockIndex[] {
  const index = blockIndexer(known);
  const edges = [0, ...[...cuts].map((cut) => cut % (size + 1)).sort((a, b) => a - b), size];
  return edges.slice(1).map((to, at) => index(path, { from: edges[at] ?? 0, to, size }));
}

function blocksIn(found: readonly BlockIndex[]) {
  return found.flatMap(({ blocks }) =>
    Array.from({ length: blocks.length / numbersOfBlock }, (_, at) => {
      const [offset = 0, bytes = 0, lines = 0, known = -1] = blocks.subarray(at * numbersOfBlock, (at + 1) * numbersOfBlock);
      return { offset, bytes, lines, known };
    }),
  );
}

const cuts = fc.array(fc.nat(100_000), { maxLength: 4 });

test('blocks lie one behind the other, and hold every line once, wherever ranges end', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 300 }), cuts, fc.boolean(), (lines, edges, isEnded) => {
      const path = join(folder, 'file');
      const text = lines.join('\n') + (isEnded && lines.length > 0 ? '\n' : '');
      writeFileSync(path, text);
      const found = indexed(path, text.length, edges, nothing);
      let end = 0;
      for (const block of blocksIn(found)) {
        expect(block.offset).toBe(end);
        end += block.bytes;
      }
      expect(end).toBe(text.length);
      const whole = indexRange(path, { from: 0, to: text.length, size: text.length });
      expect(found.reduce((sum, { lines: count }) => sum + count, 0)).toBe(whole.lines);
      // The same lines of the same subscriptions, though borders cut runs.
      const linesBySubscription = (index: Pick<BlockIndex, 'subscriptions' | 'runs'>) => {
        const bytes = new Map<string, number>();
        for (let at = 0; at < index.runs.length; at += 4) {
          const name = index.subscriptions[index.runs[at] ?? -1] ?? '';
          const run = text.slice(index.runs[at + 1], (index.runs[at + 1] ?? 0) + (index.runs[at + 2] ?? 0));
          bytes.set(name, (bytes.get(name) ?? 0) + run.split('\n').filter((one) => one.trim() !== '').length);
        }
        return bytes;
      };
      const sums = new Map<string, number>();
      for (const index of found) for (const [name, count] of linesBySubscription(index)) sums.set(name, (sums.get(name) ?? 0) + count);
      expect(sums).toEqual(linesBySubscription(whole));
    }),
  );
});

test('a block is known again whatever changed elsewhere, with its lines, unless it stands beside what changed', () => {
  const lines = Array.from({ length: 3000 }, (_, at) => lineOf(at % 3, (at * 7919) % 100_003, at % 50));
  const path = join(folder, 'known');
  writeFileSync(path, `${lines.join('\n')}\n`);
  const [first] = indexed(path, lines.join('\n').length + 1, [], nothing);
  const before = blocksIn(first === undefined ? [] : [first]);
  expect(before.length).toBeGreaterThan(50);
  const known = { ...nothing, marks: first?.marks ?? new Uint32Array(0), lines: Uint32Array.from(before, ({ lines: count }) => count) };
  fc.assert(
    fc.property(fc.nat(lines.length - 1), line, cuts, (at, added, edges) => {
      const text = `${lines.toSpliced(at, 1, added, added).join('\n')}\n`;
      writeFileSync(path, text);
      const found = indexed(path, text.length, edges, known);
      const after = blocksIn(found);
      expect(after.filter((block) => block.known !== -1).length).toBeGreaterThan(before.length * 0.8 - edges.length * 8);
      for (const block of after) if (block.known !== -1) expect(block.lines).toBe(before[block.known]?.lines);
      expect(after.reduce((sum, block) => sum + block.lines, 0)).toBe(lines.length + 1);
    }),
  );
});

test('what is appended while a file is read belongs to the next scan', () => {
  const path = join(folder, 'appended');
  writeFileSync(path, `${lineOf(0, 1, 1)}\n`);
  const size = lineOf(0, 1, 1).length + 1;
  appendFileSync(path, `${lineOf(0, 2, 1)}\n`);
  expect(blocksIn(indexed(path, size, [], nothing))).toEqual([{ offset: 0, bytes: size, lines: 1, known: -1 }]);
});
