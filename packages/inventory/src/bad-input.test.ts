import { describe, expect, test } from 'vitest';
import { memorySource } from './memory-source.ts';
import { type ReadOptions, readInputs } from './read-inputs.ts';

async function read(content: string | Uint8Array, options: ReadOptions = {}) {
  const reading = readInputs([memorySource('export.json', content, 70_000)], options);
  const keys: string[] = [];
  for await (const batch of reading.entries()) keys.push(...batch.map((entry) => entry.key));
  return { keys, ...reading.account() };
}

const resource = (name: string | number, more: object = {}) => ({ id: `/subscriptions/s/providers/A.B/c/${name}`, ...more });
const line = (name: string | number, more: object = {}) => JSON.stringify(resource(name, more));

const exemption = (properties: object) =>
  JSON.stringify({ id: '/subscriptions/s/providers/Microsoft.Authorization/policyExemptions/e', properties });

describe('files that are no export at all: one clear problem each', () => {
  const text = (value: string) => new TextEncoder().encode(value);
  test.each<[title: string, content: string | Uint8Array, code: string, message: RegExp, hint: RegExp]>([
    ['nothing', '', 'empty-file', /holds nothing/, /failed/],
    ['only blanks', ' \n\t\n', 'empty-file', /holds nothing/, /failed/],
    ['CSV', 'NAME,TYPE,RESOURCE GROUP\nvm,Virtual machine,rg\n', 'wrong-format', /CSV that begins with "NAME,TYPE/, /az graph query/],
    ['CSV with semicolons', '"id";"name"\n"a";"b"', 'wrong-format', /CSV/, /az graph query/],
    ['an HTML page', '<!DOCTYPE html>\n<html><script>\n{"a":1}\n</script></html>', 'wrong-format', /HTML/, /sign in/],
    ['XML', '<?xml version="1.0"?><a/>', 'wrong-format', /XML/, /-o json/],
    ['YAML', '- id: /subscriptions/s\n  name: n\n', 'wrong-format', /YAML/, /-o json/],
    ['a table of az', 'Name    ResourceGroup\n------  ------\nvm      rg\n', 'wrong-format', /text that begins with "Name/, /-o json/],
    ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0), 'wrong-format', /zip/, /Unpack/],
    ['binary data', Uint8Array.of(7, 0, 0, 1, 2, 3, 4, 5), 'wrong-format', /binary/, /JSON/],
    ['a file of zeros, as a crash leaves it', new Uint8Array(5000), 'wrong-format', /binary/, /JSON/],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x5b, 0, 0, 0), 'wrong-encoding', /UTF-32/, /UTF-8/],
    ['null', 'null\n', 'not-an-object', /only null/, /whole objects/],
    ['a text', '"Succeeded"', 'not-an-object', /only "Succeeded"/, /whole objects/],
    [
      'an error answer',
      '{"error":{"code":"AuthorizationFailed","message":"The client has no access."}}',
      'error-answer',
      /AuthorizationFailed: The client/,
      /Reader role/,
    ],
    ['a deployment template', '{"$schema":"https://x/deploymentTemplate.json#","resources":[]}', 'no-id', /deployment template/, /Deploy/],
    [
      'gzip in gzip',
      text('\u001f\u008b').length > 0 ? Uint8Array.of(0x1f, 0x8b, 8, 0) : '',
      'wrong-format',
      /gzip more than once/,
      /Unpack/,
    ],
  ])('%s', async (_title, content, code, message, hint) => {
    const { keys, problems } = await read(content);
    expect(keys).toEqual([]);
    expect(problems).toMatchObject([
      { code, file: 'export.json', message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
    ]);
  });
});

describe('one broken thing among many costs only itself', () => {
  test('line 70,001 of a file', async () => {
    const lines = Array.from({ length: 70_010 }, (_, index) => line(index));
    lines[70_000] = '{"id":"/subscriptions/s/providers/A.B/c/x","tags":{"a" 1}}';
    const { keys, refused, problems } = await read(lines.join('\n'));
    expect({ entries: keys.length, refused }).toEqual({ entries: 70_009, refused: 1 });
    expect(problems).toEqual([
      {
        code: 'not-json',
        file: 'export.json',
        line: 70_001,
        path: '$.tags.a',
        message: 'The line is not JSON at column 56: expected ":", found "1}}".',
        hint: 'Correct this line or export again; every other line was read.',
      },
    ]);
  });

  test.each<[title: string, content: string, wanted: { keys: number; refused: number; codes: string[]; place?: object }]>([
    [
      'a mistake in a list',
      `[${line(1)},{"id":nope},${line(2)}]`,
      { keys: 2, refused: 1, codes: ['not-json'], place: { path: '$[1].id' } },
    ],
    [
      'a mistake in a page',
      `{"data":[${line(1)},{"id":'x'},${line(2)}]}`,
      { keys: 2, refused: 1, codes: ['not-json'], place: { path: '$.data[1].id' } },
    ],
    [
      'numbers and texts among resources',
      `[1,"a,b]",null,true,${line(1)},[2]]`,
      { keys: 1, refused: 5, codes: Array(5).fill('not-an-object'), place: { path: '$[0]' } },
    ],
    [
      'no id',
      `[{"name":"x"},${line(1)}]`,
      { keys: 1, refused: 1, codes: ['no-id'], place: { path: '$[0]', message: 'The object has no "id"; its members are name.' } },
    ],
    [
      'zeros in a line, as a crash leaves them',
      `${line(1)}\n\0\0\0\0\n${line(2)}\n`,
      { keys: 2, refused: 1, codes: ['not-json'], place: { line: 2 } },
    ],
    ['an id that is a number', `[{"id":7},${line(1)}]`, { keys: 1, refused: 1, codes: ['id-not-arm'] }],
    [
      'an id without a name',
      `{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/"}\n${line(1)}`,
      { keys: 1, refused: 1, codes: ['id-not-arm'], place: { line: 1 } },
    ],
    [
      'a list of groups',
      `{"id":"/subscriptions/s/resourceGroups"}\n${line(1)}`,
      { keys: 1, refused: 1, codes: ['id-not-arm'], place: { line: 1 } },
    ],
    [
      'an empty name in between',
      `{"id":"/subscriptions/s/resourceGroups//providers/A.B/c/n"}\n${line(1)}`,
      { keys: 1, refused: 1, codes: ['id-not-arm'], place: { line: 1 } },
    ],
    [
      'an exemption of a category that nobody knows',
      `${exemption({ exemptionCategory: 'Forgiven' })}\n${line(1)}`,
      { keys: 1, refused: 1, codes: ['bad-exemption'], place: { line: 1, path: '$.properties.exemptionCategory' } },
    ],
    [
      'an exemption that ends some day',
      `${exemption({ exemptionCategory: 'waiver', expiresOn: 'next spring' })}\n${line(1)}`,
      { keys: 1, refused: 1, codes: ['bad-exemption'], place: { line: 1, path: '$.properties.expiresOn' } },
    ],
    [
      'an exemption in lower case',
      `${exemption({ exemptionCategory: 'mitigated', expiresOn: null })}\n${line(1)}`,
      { keys: 2, refused: 0, codes: [] },
    ],
    ['an id of something else', `{"id":"arn:aws:s3"}\n${line(1)}`, { keys: 1, refused: 1, codes: ['id-not-arm'], place: { line: 1 } }],
    [
      'a page within a line',
      `${`${line(1)}\n`.repeat(9)}{"value":[{"x":1},${line(2)}]}`,
      { keys: 10, refused: 1, codes: ['no-id'], place: { line: 10, path: '$.value[0]' } },
    ],
    [
      'a list cut off between items',
      `[${line(1)},${line(2)},`,
      { keys: 2, refused: 0, codes: ['truncated'], place: { message: expect.stringContaining('2 in it were read') } },
    ],
    [
      'a list cut off in an item',
      `[${line(1)},{"id":"/subscr`,
      { keys: 1, refused: 1, codes: ['truncated', 'truncated'].slice(0, 1), place: { path: '$[1].id' } },
    ],
    ['lines cut off', `${line(1)}\n${line(2)}\n{"id":"/subscr`, { keys: 2, refused: 1, codes: ['truncated'], place: { line: 3 } }],
    ['an envelope cut off behind its list', `{"data":[${line(1)}],"count":`, { keys: 1, refused: 0, codes: ['truncated'] }],
    [
      'a warning of az before the list',
      `WARNING: the extension is in preview\n[\n  ${line(1)}\n]\n`,
      { keys: 1, refused: 1, codes: ['not-json'] },
    ],
    [
      'a warning of az before lines',
      `WARNING: preview\n${line(1)}\n${line(2)}\n`,
      { keys: 2, refused: 1, codes: ['not-json'], place: { line: 1 } },
    ],
    ['a document behind lines, indented', `${line(1)}\n[\n  ${line(2)},\n  ${line(3)}\n]\n${line(4)}`, { keys: 4, refused: 0, codes: [] }],
    [
      'byte-order marks in the middle, as cat leaves them',
      `\uFEFF${line(1)}\n\uFEFF${line(2)}\n\uFEFF[\n${line(3)}]`,
      { keys: 3, refused: 0, codes: [] },
    ],
    ['text that is not UTF-8 is read as far as it goes', `[${line(1, { tags: { a: '\uFFFD' } })}]`, { keys: 1, refused: 0, codes: [] }],
  ])('%s', async (_title, content, wanted) => {
    const { keys, refused, problems } = await read(content);
    expect({ keys: keys.length, refused, codes: problems.map(({ code }) => code) }).toEqual({
      keys: wanted.keys,
      refused: wanted.refused,
      codes: wanted.codes,
    });
    if (wanted.place !== undefined) expect(problems[0]).toMatchObject(wanted.place);
  });

  test('a thousand broken lines are counted, and a hundred listed', async () => {
    const { refused, problems } = await read(`${line(1)}\n${line(2)}\n${'{x\n'.repeat(1000)}${line(3)}`);
    expect(refused).toBe(1000);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ code: 'more-problems', message: 'The file has 900 more problems like these.' });
  });
});

describe('hostile sizes', () => {
  const nest = (depth: number) =>
    `{"id":"/subscriptions/s/providers/A.B/c/deep","properties":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
  test.each<[title: string, print: (one: string) => string]>([
    ['in a line', (one) => `${line(1)}\n${one}\n${line(2)}`],
    ['in a list', (one) => `[${line(1)},${one},${line(2)}]`],
    ['in a list with lines', (one) => `[\n${line(1)},\n${one},\n${line(2)}\n]`],
    ['in a page', (one) => `{"value":[${line(1)},${one},${line(2)}]}`],
  ])('nesting 10,000 deep is refused, %s; 900 deep is read', async (_title, print) => {
    const deep = await read(print(nest(10_000)));
    expect({ keys: deep.keys.length, codes: deep.problems.map(({ code }) => code) }).toEqual({ keys: 2, codes: ['too-deep'] });
    expect((await read(print(nest(900)))).keys).toHaveLength(3);
  });

  const big = JSON.stringify(resource('big', { tags: { t: 'x'.repeat(5000) } }));
  test.each<[title: string, content: string]>([
    ['a line', `${line(1)}\n${big}\n${line(2)}\n`],
    ['an item', `[${line(1)},${big},${line(2)}]`],
    ['an item on its own line', `[\n${line(1)},\n${big},\n${line(2)}\n]`],
    ['a document', `${JSON.stringify(resource(1), null, 1)}\n${big}\n${line(2)}`],
  ])('%s above the limit costs only itself', async (_title, content) => {
    const { keys, problems } = await read(content, { largest: 1000 });
    expect(keys).toHaveLength(2);
    expect(problems).toMatchObject([{ code: 'too-large' }]);
  });

  test('a list many times as large as the largest value', async () => {
    const list = `[${Array.from({ length: 5000 }, (_, index) => line(index)).join(',')}]`;
    expect((await read(list, { largest: 1000 })).keys).toHaveLength(5000);
  });
});

describe('pages that are missing', () => {
  const graph = (from: number, total: number, more: object = {}) =>
    JSON.stringify({ totalRecords: total, data: [resource(from), resource(from + 1)], ...more });
  const rest = (next?: string) =>
    JSON.stringify({ value: [resource(1, { type: 'Microsoft.Security/pricings' })], ...(next === undefined ? {} : { nextLink: next }) });
  const link = 'https://management.azure.com/subscriptions/s/providers/Microsoft.Security/pricings?$skiptoken=2';
  const other = 'https://management.azure.com/subscriptions/s/providers/Microsoft.Security/assessments?$skiptoken=2';
  test.each<[title: string, files: string[], incomplete: (RegExp | undefined)[]]>([
    ['Resource Graph, all pages', [graph(1, 4, { $skipToken: 'x' }), graph(3, 4)], [undefined, undefined]],
    ['Resource Graph, the first of two', [graph(1, 4, { $skipToken: 'x' })], [/2 of 4 records/]],
    ["az's spelling", [JSON.stringify({ count: 1, total_records: 9, skip_token: 'x', data: [resource(1)] })], [/1 of 9/]],
    ['a total written as a text', [JSON.stringify({ totalRecords: '9', data: [resource(1)] })], [/1 of 9/]],
    ['cut off by the query', [JSON.stringify({ resultTruncated: 'true', count: 1, data: [resource(1)] })], [/resultTruncated/]],
    ['REST, all pages', [rest(link), rest()], [undefined, undefined]],
    ['REST, the first', [rest(link)], [/names a next one/]],
    ['REST, followed by a page of something else', [rest(other), rest()], [/names a next one/, undefined]],
  ])('%s', async (_title, files, incomplete) => {
    const reading = readInputs(files.map((content, index) => memorySource(`${index}`, content)));
    for await (const _ of reading.entries()) {
      // Only the account matters here.
    }
    const reasons = reading.account().files.map((file) => file.incomplete);
    expect(reasons).toEqual(incomplete.map((pattern) => (pattern === undefined ? undefined : expect.stringMatching(pattern))));
  });
});

test('a reading is iterated once, stops when it is told to, and knows its own reports', async () => {
  const reading = readInputs([memorySource('score.json', '{"schema":"plumbline-score/1","score":null}')]);
  for await (const _ of reading.entries()) expect.unreachable();
  expect(reading.account()).toMatchObject({
    entries: 0,
    refused: 0,
    problems: [],
    ignored: [{ reason: 'own-output', count: 1, examples: ['score.json'] }],
  });
  await expect(reading.entries()[Symbol.asyncIterator]().next()).rejects.toThrow('once');

  const stop = new AbortController();
  const long = readInputs([memorySource('f', `${line(1)}\n`.repeat(9000), 70_000)], { signal: stop.signal });
  await expect(
    (async () => {
      for await (const _ of long.entries()) stop.abort();
    })(),
  ).rejects.toThrow('abort');
});

test('whoever reads no further than the first batch is told of what that held', async () => {
  const reading = readInputs([memorySource('export.json', Array.from({ length: 3_000 }, (_, at) => line(at)).join('\n'), 70_000)]);
  let given = 0;
  for await (const batch of reading.entries()) {
    given = batch.length;
    break;
  }
  expect(given).toBeGreaterThan(0);
  expect(reading.account().entries).toBeGreaterThanOrEqual(given);
});
