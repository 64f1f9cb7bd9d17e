import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOf, readJson } from './json-text.ts';

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), fc.constantFrom(0, 2, '\t'), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(readJson(spaced)).toEqual({ kind: 'read', value: JSON.parse(text), repeated: [] });
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', 'x', '1', '\n'), (text, at, change) => {
        const changed = text.slice(0, at % (text.length + 1)) + change + text.slice((at % (text.length + 1)) + 1);
        let right = true;
        try {
          JSON.parse(changed);
        } catch {
          right = false;
        }
        expect(readJson(changed).kind).toBe(right ? 'read' : 'failed');
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', 1, 1],
    ['{"a":1,}', 1, 8],
    ['{\n  "a": tru\n}', 2, 8],
    ['[1 2]', 1, 4],
    ['"abc', 1, 1],
    ['{"a" 1}', 1, 6],
    ['[01]', 1, 3],
    ['1 1', 1, 3],
  ])('places the fault in %j', (text, line, column) => {
    expect(readJson(text)).toMatchObject({ kind: 'failed', line, column });
  });

  it.each([
    ['{"a":1,"a":2}', '$', 'a', 1],
    ['{"a":"\\\\","b":"\\":","a" :2}', '$', 'a', 1],
    ['{"x":\n[{"b":1,\n"b":2}]}', '$.x[0]', 'b', 3],
    ['{"x":{"y z":{"c":1,"c":2}}}', "$.x['y z']", 'c', 1],
  ])('finds the repeated key in %j', (text, path, key, line) => {
    expect(readJson(text)).toMatchObject({ kind: 'read', repeated: [{ path, key, line }] });
  });

  it('keeps keys that objects inherit, and skips a byte order mark', () => {
    const reading = readJson('\ufeff{"__proto__":{"a":1},"constructor":2}');
    expect(reading.kind).toBe('read');
    if (reading.kind !== 'read') return;
    expect(Object.entries(reading.value as object)).toEqual([
      ['__proto__', { a: 1 }],
      ['constructor', 2],
    ]);
  });

  it('refuses to go deeper than any document needs', () => {
    expect(readJson('['.repeat(100_000))).toMatchObject({ kind: 'failed', tooDeep: true });
  });
});

describe('pathOf', () => {
  it.each([
    ['a', '$.a'],
    ['a b', "$['a b']"],
    ["it's", "$['it''s']"],
    [3, '$[3]'],
  ])('%j', (key, path) => {
    expect(pathOf('$', key)).toBe(path);
  });
});
