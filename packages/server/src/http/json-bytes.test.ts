import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonBytesOf } from './json-bytes.ts';

const long = Array.from({ length: 300 }, (_, row) => ({ row, name: 'é' }));

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(undefined, null, long, [], {}, new Date(0), new Map([[1, 2]]), () => 1),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test('writes what JSON.stringify writes, whether a list was told before or not', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (body) => {
      expect(new TextDecoder().decode(jsonBytesOf(body))).toBe(new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(body))));
    }),
  );
});
