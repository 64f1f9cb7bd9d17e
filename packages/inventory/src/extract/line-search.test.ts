import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSearch } from './line-search.ts';

const types = [
  'Microsoft.Authorization/policyAssignments',
  'a.b/c',
  'a.b/cd',
  'x/y',
  ...'defghijk'.split('').map((name) => `n.${name}/${name}`),
];
const beginning = '{"id":"/subscriptions/00000000-0000-4000-8000-000000000001/';

const piece = fc.oneof(
  fc.constantFrom(...types.flatMap((type) => [type, type.toUpperCase(), type.slice(1), type.replace('/', '\\/')])),
  fc.constantFrom('\\u0061', '\\n', '\\\\', '\\', '/', 'b/c', 'n/p', '\u0000', 'é/ü', 'x'.repeat(63), 'subscriptions/'),
  fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', ' ')),
);
const line = fc
  .tuple(fc.constantFrom(beginning, beginning.slice(0, -1), beginning.toUpperCase(), '{"name":"', ''), fc.array(piece, { maxLength: 6 }))
  .map(([begun, pieces]) => begun + pieces.join(''));

function isSought(text: string): boolean {
  const lower = text.toLowerCase();
  const isNamed = types.some((type) => lower.includes(type.toLowerCase(), 1));
  return isNamed || /\\[u/]/.test(text) || !/^\{"id":"\/subscriptions\/.{36}\//s.test(Buffer.from(text).toString('latin1'));
}

test('those lines are found that name a type, may hide one, or begin otherwise', () => {
  const search = LineSearch.of(types);
  if (search === undefined) throw new Error('There is no WebAssembly.');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.nat(200), (lines, before) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      search.room.set(bytes, before);
      const { found, next, lines: count } = search.find(before, before + bytes.length);
      expect(next).toBe(before + bytes.length);
      expect(count).toBe(lines.length);
      const texts = found.map(({ from, to }) => Buffer.from(search.room.slice(from, to)).toString());
      const wanted = lines.flatMap((text, index) => (isSought(text) ? [{ text: Buffer.from(text).toString(), index }] : []));
      expect(texts).toEqual(wanted.map(({ text }) => text));
      expect(found.map(({ before: index }) => index)).toEqual(wanted.map(({ index }) => index));
    }),
  );
});

test('more lines than can be told at once are told in several goes', () => {
  const search = LineSearch.of(['a.b/c']);
  if (search === undefined) throw new Error('There is no WebAssembly.');
  const count = 10_000;
  search.room.set(Buffer.from('{}\n'.repeat(count)));
  const told: number[] = [];
  let lines = 0;
  for (let from = 0; from < count * 3; ) {
    const answer = search.find(from, count * 3);
    told.push(...answer.found.map(({ before }) => lines + before));
    lines += answer.lines;
    from = answer.next;
  }
  expect(told).toEqual(Array.from({ length: count }, (_, at) => at));
});
