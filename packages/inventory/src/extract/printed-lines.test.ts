import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printedLines } from './printed-lines.ts';

const room = printedLines();
const encoder = new TextEncoder();

/** What stands around it must not count. */
function isPrinted(text: string, before = 0): boolean {
  if (room === undefined) return false;
  const bytes = encoder.encode(`${'x'.repeat(before)}${text}\n"`);
  room.bytes.set(bytes, room.start - before);
  return room.isPrinted(room.start - before + bytes.length - 2);
}

describe('a line that is surely as JSON.stringify prints it', () => {
  it.each([
    ['{"a":1,"b":[true,false,null,0,"x"],"a b":{},"":{}}', true],
    ['{"a":{"a":{"a":1},"b":1},"b":{"a":1}}', true],
    ['[{"a":1},{"a":1}]', true],
    ['{"a":{"b":1},"c":2,"b":3}', true],
    ['{"a":["a","a"],"b":"a"}', true],
    ['{"ab":1,"acb":2,"abb":3}', true],
    ['{"a":123456789012345}', true],
    ['{"a": 1}', false],
    ['{"a":1 }', false],
    ['{"a":1,"a":1}', false],
    ['{"":1,"":1}', false],
    ['{"a":{"b":1,"c":2},"c":3,"a":4}', false],
    ['{"a":[{"b":1,"c":[]}],"c":3,"a":4}', false],
    ['{"b":1,"10":2}', false],
    ['{"a":1.0}', false],
    ['{"a":1e3}', false],
    ['{"a":-0}', false],
    ['{"a":1234567890123456}', false],
    ['{"a":"\\u0041"}', false],
    ['{"a":"\\/"}', false],
    [`{"${'n'.repeat(300)}":1}`, false],
  ])('%s: %s', (text, expected) => {
    expect(isPrinted(text)).toBe(expected);
  });

  it('is found up to some length, depth and number of names', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect([200, 201].map((depth) => isPrinted(nested(depth)))).toEqual([true, false]);
    const long = (length: number) => JSON.stringify('x'.repeat(length - 2));
    expect([1 << 20, (1 << 20) + 1].map((length) => isPrinted(long(length)))).toEqual([true, false]);
    const names = Array.from({ length: 9000 }, (_, at) => `"n${at}":0`);
    expect(isPrinted(`{${names.slice(0, 8000).join(',')}}`)).toBe(true);
    expect(isPrinted(`{${names.join(',')}}`)).toBe(false);
  });

  it('is printed again as it is', () => {
    const names = fc.constantFrom('a', 'b', '1', 'ab', 'abb', 'acb', '\\u0061', 'é', '');
    const texts = fc.constantFrom('"x"', '"\\u00e9"', '"\\n"', '"ö"', `"${'y'.repeat(60)}"`, '"{\\"a\\":1,"');
    const bare = fc.constantFrom('1', '-0', '1.50', '1e5', 'true', 'null', '9007199254740993', '0.1', '17');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        bare,
        texts,
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(names, tie('value')), { maxLength: 4 })
          .map((all) => `{${all.map(([name, one]) => `"${name}":${one}`).join(',')}}`),
        tie('value').map((one) => `[ ${one}]`),
      ),
    }));
    fc.assert(
      fc.property(value, fc.nat(70), (text, before) => {
        fc.pre(isPrinted(text, before));
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('is found in whatever JSON.stringify prints, where all of it is plain', () => {
    const plain = fc
      .jsonValue()
      .filter((value) => /^[ -[\]-~]*$/.test(JSON.stringify(value)) && !/"\d[^"]*":|-\d|\d[.e]|\d{16}/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, fc.nat(70), (value, before) => {
        expect(isPrinted(JSON.stringify(value), before)).toBe(true);
      }),
    );
  });
});
