import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoder } from '../decode.ts';
import { elementReader, type Place } from '../element.ts';
import { fileFindings } from '../file-findings.ts';
import { nodePlatform } from '../node/node-platform.ts';
import { normaliser } from '../normalise.ts';
import { anyPlatform, type Platform } from './platform.ts';

interface Settings {
  readonly pieceBytes?: number;
  readonly platform?: Platform;
  readonly largest?: number;
  /** Small, so that cutting begins long before the end of these short texts. */
  readonly sniffed?: number;
  readonly suspicious?: number;
}

/** Everything that a decoder says of a file, as plain data. */
function everything(content: string | Uint8Array, { pieceBytes = 1 << 20, platform = anyPlatform, ...limits }: Settings = {}) {
  const findings = fileFindings('f', (): Place => reader.place);
  const reader = elementReader({ platform, normalise: normaliser(), findings });
  const decode = decoder({ platform, reader, findings, ...limits });
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += pieceBytes) decode.push(bytes.subarray(at, at + pieceBytes));
  decode.end();
  return { entries: findings.takeEntries(), sums: findings.sums(), problems: findings.problems(), pages: findings.pages };
}

const word = fc.string({
  unit: fc.constantFrom('a', 'B', '7', '"', '\\', '{', '}', '[', ']', ',', '\n', 'ü', '東', '😀', ':', ' '),
  maxLength: 8,
});
const json = fc.jsonValue({ maxDepth: 4 });
const resource = fc
  .record({
    id: fc
      .tuple(fc.constantFrom('sub-1', 'SUB-2'), word)
      .map(([sub, name]) => `/subscriptions/${sub}/resourceGroups/RG/providers/A.B/c/n${name}`),
    type: fc.constantFrom('A.B/c', 'a.b/C'),
    name: word,
    properties: fc.dictionary(word, json, { maxKeys: 4 }),
    tags: fc.dictionary(word, word, { maxKeys: 2 }),
  })
  .map((given) => JSON.parse(JSON.stringify(given)) as typeof given);
const resources = fc.array(resource, { maxLength: 12 });

type Print = (list: readonly object[]) => string;
const prints: Readonly<Record<string, Print>> = {
  'one a line': (list) => list.map((one) => `${JSON.stringify(one)}\n`).join(''),
  'one a line, Windows line ends': (list) => list.map((one) => `${JSON.stringify(one)}\r\n`).join(''),
  'one a line, no last line end': (list) => list.map((one) => JSON.stringify(one)).join('\n'),
  'blank lines between': (list) => list.map((one) => `\n${JSON.stringify(one)}\n \n`).join(''),
  'a list in one line': (list) => JSON.stringify(list),
  'a list, indented by 2': (list) => JSON.stringify(list, null, 2),
  'a list, indented by tabs': (list) => JSON.stringify(list, null, '\t'),
  'a list, one item a line': (list) => `[\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  'a list, comma first': (list) => `[ ${list.map((one) => JSON.stringify(one, null, 1)).join('\n, ')} ]`,
  'a list of lists': (list) => JSON.stringify([list, []]),
  'documents, indented': (list) => list.map((one) => JSON.stringify(one, null, 2)).join('\n'),
  'documents without anything between': (list) => list.map((one) => JSON.stringify(one, null, 2)).join(''),
  'records with separators': (list) => list.map((one) => `\u001e${JSON.stringify(one)}\n`).join(''),
  'Resource Graph': (list) => JSON.stringify({ count: list.length, data: list, totalRecords: list.length }, null, 2),
  'Resource Graph, in one line': (list) => JSON.stringify({ totalRecords: list.length, data: list, facets: [] }),
  'Resource Graph pages': (list) => list.map((one) => JSON.stringify({ data: [one], $skipToken: 'x' })).join('\n'),
  'REST page': (list) => JSON.stringify({ value: list, nextLink: 'https://x' }),
  'REST page, value last': (list) => JSON.stringify({ '@odata.context': 'x{[', nested: { value: [1], id: 'no' }, value: list }, null, 4),
  'pages in a list': (list) => JSON.stringify([{ value: list }, { value: [] }]),
  table: (list) => {
    const columns = ['id', 'type', 'name', 'properties', 'tags'];
    const rows = list.map((one) => columns.map((name) => (one as Record<string, unknown>)[name]));
    return JSON.stringify({ count: 1, data: { columns: columns.map((name) => ({ name, type: 'string' })), rows }, facets: [] });
  },
};

describe('whatever the print, the same entries', () => {
  test.each(Object.entries(prints))('%s', (_name, print) => {
    const normal = (list: readonly object[]) => everything(JSON.stringify(list)).entries;
    fc.assert(
      fc.property(resources, (list) => {
        const text = print(list);
        fc.pre(text.trim() !== '');
        const read = everything(text, { platform: nodePlatform });
        expect(read.problems).toEqual([]);
        expect(read.entries).toEqual(normal(list));
        expect(read.entries.map((entry) => entry.resource['properties'])).toEqual(
          list.map((one) => (one as { properties: object }).properties),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('cutting the bytes anywhere never changes what is read', () => {
  const limits = fc.record({ sniffed: fc.constantFrom(1, 50, 400, 1 << 16), suspicious: fc.constantFrom(30, 300, 1 << 20) });
  const mistake = fc.record({ at: fc.nat(), with: fc.constantFrom('', '}', ']', '{', '"', ',', '\n', '\u0000', 'x', '[[') });
  test.each(Object.entries(prints))('%s, whole and with mistakes', (_name, print) => {
    fc.assert(
      fc.property(resources, fc.integer({ min: 1, max: 40 }), fc.option(mistake), limits, (list, pieceBytes, broken, small) => {
        let text = print(list);
        if (broken !== null) {
          const at = broken.at % (text.length + 1);
          text = text.slice(0, at) + broken.with + text.slice(at + 1);
        }
        const whole = everything(text, { platform: nodePlatform, ...small });
        expect(everything(text, { platform: nodePlatform, pieceBytes, ...small })).toEqual(whole);
        // Guessing where items end, which only Node's native search makes worth while, changes nothing either.
        expect(everything(text, { platform: anyPlatform, pieceBytes: pieceBytes * 3, ...small })).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test('with values that are too large', () => {
    fc.assert(
      fc.property(resources, fc.constantFrom(...Object.values(prints)), fc.integer({ min: 1, max: 40 }), (list, print, pieceBytes) => {
        const text = print(list);
        const whole = everything(text, { largest: 200, sniffed: 60 });
        expect(everything(text, { largest: 200, sniffed: 60, pieceBytes })).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  test.each(['utf-16le', 'utf-16be'] as const)('%s', (encoding) => {
    fc.assert(
      fc.property(resources, fc.integer({ min: 1, max: 9 }), fc.boolean(), (list, pieceBytes, hasMark) => {
        const text = JSON.stringify(list, null, 1);
        const bytes = Buffer.from((hasMark ? '\uFEFF' : '') + text, 'utf16le');
        if (encoding === 'utf-16be') bytes.swap16();
        expect(everything(bytes, { pieceBytes }).entries).toEqual(everything(text).entries);
      }),
      { numRuns: 30 },
    );
  });
});

describe('one mistake costs little', () => {
  const good = Array.from({ length: 9 }, (_, index) => ({
    id: `/subscriptions/s/providers/A.B/c/n${index}`,
    list: [{ id: 1 }, { id: 2 }],
  }));
  const linewise = (text: string) => text.split('\n');
  test.each([
    ['one a line', prints['one a line'], 0],
    ['a list, indented', prints['a list, indented by 2'], 1],
    ['a list, one item a line', prints['a list, one item a line'], 1],
    ['documents, indented', prints['documents, indented'], 1],
    ['Resource Graph', prints['Resource Graph'], 3],
  ] as const)('%s: without any one line behind the head, it loses at most its resource and its neighbour', (_name, print, from) => {
    const lines = linewise(print?.(good) ?? '');
    for (let gone = from; gone < lines.length - 3; gone += 1) {
      const text = lines.filter((_, index) => index !== gone).join('\n');
      const { entries } = everything(text, { platform: nodePlatform });
      expect(entries.length, `without line ${gone + 1}: ${lines[gone]}`).toBeGreaterThanOrEqual(good.length - 2);
    }
  });
});
