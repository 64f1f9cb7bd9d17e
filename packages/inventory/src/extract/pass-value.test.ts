import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJson, oddValues } from './odd-values.fixture.ts';
import { notPassed, passValue } from './pass-value.ts';

const encoder = new TextEncoder();

function isPassed(text: string): boolean {
  const line = encoder.encode(`${text}\n`);
  return passValue(line, 0, line.length - 1) === line.length - 1;
}

test.each(oddValues)('%s is passed where JSON.parse reads it', (text) => {
  expect(isPassed(text)).toBe(isJson(text));
});

test('anything that JSON.stringify writes is passed, printed in any way', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      // A line has no line feeds of its own.
      expect(isPassed(JSON.stringify(value, null, space).replaceAll('\n', '\r'))).toBe(true);
    }),
  );
});

test('what one character is taken out of, put into or changed in is passed exactly where JSON.parse reads it', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom(...Array.from(' {}[]",:\\0-+.eEtfnu\u0001\ré')),
      fc.nat(2),
      (value, where, letter, how) => {
        const text = JSON.stringify(value);
        const at = where % (text.length + 1);
        const changed =
          how === 0 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + letter + text.slice(at + (how === 1 ? 0 : 1));
        expect(isPassed(changed.trim())).toBe(isJson(changed));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a value that ends too early is not passed, whatever stands behind it', () => {
  const bytes = encoder.encode('{"a":[1,"b"]}');
  for (let end = 1; end < bytes.length; end += 1) expect(passValue(bytes, 0, end)).toBe(notPassed);
});
