import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOf, readInOrder, readJson } from './json-text.ts';

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), fc.constantFrom(0, 2, '\t'), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(readJson(spaced)).toEqual({ kind: 'read', value: JSON.parse(text), repeated: [] });
      }),
    );
  });

  it('leaves what is in order to JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 1, '\t'), (value, indent) => {
        const text = JSON.stringify({ a: value, 'b "\\': [':', { '"': value, c: {} }], d: '\\' }, null, indent);
        expect(readInOrder(text)).toEqual(JSON.parse(text));
      }),
    );
    const spaced = '{ "a" :\r\n\t{"b":1 , "c" : "\\"x:" }, "d":"e:" , "f":"\\\\"}';
    expect(readInOrder(spaced)).toEqual({ a: { b: 1, c: '"x:' }, d: 'e:', f: '\\' });
    expect(readInOrder('\uFEFF["a",":"]')).toEqual(['a', ':']);
    for (const text of ['{"a":1,"a":1}', '{"a":{"b":[{"c":1,"c":1}]}}', '{', '']) expect(readInOrder(text)).toBeUndefined();
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
    ['["a\\', 1, 2],
    ['["a\\"', 1, 2],
    ['["a\nb"]', 1, 4],
    ['["\\x"]', 1, 2],
    ['["a"\n,tru]', 2, 2],
    ['["a"\n\n]x', 3, 2],
    ['\n\n', 3, 1],
    ['{"a"', 1, 5],
    ['{"a":', 1, 6],
    ['{"a":1', 1, 7],
    ['{a:1}', 1, 2],
    ['[1,]', 1, 4],
    ['[,1]', 1, 2],
    ['[1}', 1, 3],
    ['{"a":1]', 1, 7],
    ['{"a" 1}', 1, 6],
    ['[01]', 1, 3],
    ['1 1', 1, 3],
  ])('places the fault in %j', (text, line, column) => {
    expect(readJson(text)).toMatchObject({ kind: 'failed', line, column });
  });

  it.each([
    ['["a', 'a string is not closed'],
    ['{"a" 1}', 'expected ":" after a key'],
    ['[x]', 'expected a value'],
    ['[', 'the text ends too early'],
    ['{1:1}', 'expected a key in double quotes'],
    ['[1 2]', 'expected "," or "]"'],
    ['{"a":1 2}', 'expected "," or "}"'],
    ['1 1', 'expected the end of the text'],
    ['"\\x"', 'a string has an escape that does not exist'],
    ['"\u0001"', 'a control character must be escaped in a string'],
  ])('says what is wrong with %j', (text, message) => {
    expect(readJson(text)).toMatchObject({ kind: 'failed', message });
  });

  it.each([
    ['\uFEFF{"a":1,\r\n\t "a":2}', '$', 'a', 2],
    ['{"a":1,"a":2}', '$', 'a', 1],
    ['{"a":"\\\\","b":"\\":","a" :2}', '$', 'a', 1],
    ['{"x":\n[{"b":1,\n"b":2}]}', '$.x[0]', 'b', 3],
    ['{"x":{"y z":{"c":1,"c":2}}}', "$.x['y z']", 'c', 1],
    ['[1,\n2,{"b":1,\n"b":2}\n]', '$[2]', 'b', 3],
    ['{"p":[[],[{"b":1,"\\u0062":2}]]}', '$.p[1][0]', 'b', 1],
  ])('finds the repeated key in %j', (text, path, key, line) => {
    expect(readJson(text)).toMatchObject({ kind: 'read', repeated: [{ path, key, line }] });
  });

  it('tells of no more repeated keys than are read', () => {
    const of = (count: number) => readJson(`{${'"a":1,'.repeat(count)}"a":2}`);
    expect(of(1)).toEqual({ kind: 'read', value: { a: 2 }, repeated: [{ path: '$', key: 'a', line: 1 }] });
    for (const count of [99, 100, 101, 150]) {
      const reading = of(count);
      expect(reading.kind === 'read' && reading.repeated.length).toBe(Math.min(count, 100));
    }
  });

  it('keeps the last of equal keys, whatever they are called', () => {
    const reading = readJson('{"__proto__":1,"a":1,"__proto__":{"b":2},"a":3}');
    if (reading.kind !== 'read') throw new Error(reading.message);
    expect(reading.repeated.map(({ key }) => key)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(reading.value)).toBe(Object.prototype);
    expect(Object.entries(reading.value as object)).toEqual([
      ['__proto__', { b: 2 }],
      ['a', 3],
    ]);
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

  it.each([
    ['lists', '[', '', ']'],
    ['lists around null', '[', 'null', ']'],
    ['objects', '{"a":', '1', '}'],
    ['objects with a key twice', '{"a":1,"a":', '1', '}'],
  ])('of %s goes down 512 levels and no further', (_, open, inside, close) => {
    const nested = (levels: number): string => `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
    expect(readJson(nested(512))).toMatchObject({ kind: 'read' });
    expect(readJson(nested(513))).toMatchObject({ kind: 'failed', tooDeep: true, line: 1, column: 512 * open.length + 1 });
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
