import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFileChanged } from './file-changed.ts';
import { indexRange, isOfLines, runOf } from './line-ranges.ts';
import { runReader } from './run-reader.ts';

const guids = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): string {
  const path = join(folder, 'lines.ndjson');
  writeFileSync(path, text);
  return path;
}

const line = fc.oneof(
  fc.constantFrom(...guids, guids[0].toUpperCase()).map((guid) => `{"id":"/subscriptions/${guid}/resourceGroups/größe"}`),
  fc.constantFrom(...guids).map((guid) => `{"name":"x","id":"/subscriptions/${guid}"}`),
  fc.constantFrom(
    '',
    ' \r',
    '{"id":"/subscriptions/other/x"}',
    `{"id":"/subscriptions/${guids[0]}0/x"}`,
    '{"id":',
    '[1]',
    '{"id":"/providers/x"}',
  ),
);

/** The lines by subscription as the index has them, read back from the file. */
function indexed(path: string, edges: readonly number[]) {
  const { size } = statSync(path);
  const bounds = [0, ...edges.map((edge) => edge % (size + 1)).sort((a, b) => a - b), size];
  const reader = runReader([{ name: path, path, size }]);
  const found: string[] = [];
  let before = 0;
  for (const [at, from] of bounds.slice(0, -1).entries()) {
    const range = indexRange(path, { from, to: bounds[at + 1] ?? size, size });
    for (let run = 0; run < range.runs.length / 4; run += 1) {
      const { subscription, offset, bytes, firstLine } = runOf(range.runs, run);
      for (const one of reader.lines({ file: 0, offset, bytes, firstLine: before + firstLine + 1 }))
        found.push(
          `${one.line} ${range.subscriptions[subscription] ?? '-'} ${Buffer.from(one.bytes.subarray(one.from, one.to)).toString()}`,
        );
    }
    before += range.lines;
  }
  reader.close();
  return found;
}

test('a file is indexed the same wherever it is divided, and every line that holds anything is in it once', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.array(fc.nat(), { maxLength: 5 }),
      (lines, isEnded, edges) => {
        const path = written(lines.join('\n') + (isEnded ? '\n' : ''));
        const whole = indexed(path, []);
        expect(indexed(path, edges)).toEqual(whole);
        const filled = lines.flatMap((text, at) => (text.trim() === '' ? [] : [`${at + 1} ${text}`]));
        expect(whole.map((text) => text.replace(/ \S+/, ''))).toEqual(filled);
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  [`{"id":"/subscriptions/${guids[0]}/x"}`, guids[0]],
  [`{"id":"/subscriptions/${guids[1].toUpperCase()}"}`, guids[1]],
  [`{"name":1,"id":"/subscriptions/${guids[1]}/x"}`, guids[1]],
  [`{"id":"/subscriptions/${guids[1]}0/x"}`, '-'],
  ['{"id":"/providers/x"}', '-'],
  ['{"id":', '-'],
])('%s belongs to %s', (text, subscription) => {
  expect(indexed(written(`${text}\n`), [])).toEqual([`1 ${subscription} ${text}`]);
});

test.each([
  ['{"id":"/a"}\n{"id":"/b"}\n', true],
  ['[{"id":"/a"}]', false],
  ['\u{feff}{"id":"/a"}\n', false],
  ['{"data":[]}', false],
])('%j is of lines: %s', (text, isOne) => {
  expect(isOfLines(written(text))).toBe(isOne);
});

test('values that run over several lines are noticed', () => {
  const path = written(`{"id":"/subscriptions/${guids[0]}/x"}\n{\n"id":"/x"}\n`);
  expect(indexRange(path, { from: 0, to: statSync(path).size, size: statSync(path).size }).isDocuments).toBe(true);
});

test.each([
  ['shorter', `{"id":"/subscriptions/${guids[0]}/resourceGroups/a"}`],
  ['empty', ''],
])('a file that became %s since it was indexed is told, and nothing of it is left out in silence', (_, text) => {
  const before = `{"id":"/subscriptions/${guids[0]}/resourceGroups/a"}\n{"id":"/subscriptions/${guids[0]}/resourceGroups/b"}\n`;
  const path = written(before);
  const reader = runReader([{ name: 'export.ndjson', path, size: before.length }]);
  writeFileSync(path, text);
  const read = () => reader.read({ file: 0, offset: 0, bytes: before.length, firstLine: 1 }, () => {});
  expect(read).toThrow('export.ndjson became shorter while it was read.');
  expect(isFileChanged(failureOf(read))).toBe(true);
  reader.close();
});

function failureOf(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
