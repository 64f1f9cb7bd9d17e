import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAsPrinted } from './as-printed.ts';

const isPrinted = (text: string) => isKept(Buffer.from(text));
const isKept = (bytes: Buffer) => isAsPrinted(Buffer.concat([Buffer.from('x'), bytes, Buffer.from('\n')]), 1, 1 + bytes.length);

describe('a text that is as JSON.stringify prints it', () => {
  it.each([
    ['{"a":1,"b":[true,false,null,-1,0.5,"\\n\\"\\\\"],"größe":"東京","":{}}', true],
    ['[]', true],
    ['{"a":{"a":{"a":1},"b":1},"b":{"a":1}}', true],
    ['[{"a":1},{"a":1}]', true],
    ['{"a":{"b":1},"c":2,"b":3}', true],
    ['{"a": 1}', false],
    ['{"a":1 }', false],
    ['{"a":1,"a":1}', false],
    ['{"a":{"b":1,"c":2},"c":3,"a":4}', false],
    ['{"b":1,"10":2}', false],
    ['{"1a":1}', true],
    ['{"a":1.0}', false],
    ['{"a":1e3}', false],
    ['{"a":1E3}', false],
    ['{"a":-0}', false],
    ['{"a":1e+21}', true],
    ['{"a":1e+400}', false],
    ['{"a":12345678901234567890}', false],
    ['{"a":123456789012345}', true],
    ['{"a":"\\u0041"}', false],
    ['{"a":"\\/"}', false],
    ['{"\\u0061":1}', false],
    ['{"a":"\\ud800"}', false],
  ])('%s: %s', (text, expected) => {
    expect(isPrinted(text)).toBe(expected);
  });

  it('is none where bytes are no UTF-8', () => {
    expect(isKept(Buffer.from([0x22, 0xc3, 0x22]))).toBe(false);
    expect(isKept(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe(false);
  });

  it('is found in whatever JSON.stringify prints, but for names that are numbers and for odd characters', () => {
    const plain = fc.jsonValue({ noUnicodeString: false }).filter((value) => !/"\d+":|\\u/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, (value) => {
        expect(isPrinted(JSON.stringify(value))).toBe(true);
      }),
    );
  });

  it('is printed again as it is', () => {
    const names = fc.constantFrom('a', 'b', '1', 'ab', '\\u0061', 'é', '');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('1', '-0', '1.50', '1e5', '"x"', '"\\u00e9"', '"\\n"', 'true', 'null', '9007199254740993', '0.1'),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(names, tie('value')), { maxLength: 4 })
          .map((all) => `{${all.map(([name, one]) => `"${name}":${one}`).join(',')}}`),
        tie('value').map((one) => `[ ${one}]`),
      ),
    }));
    fc.assert(
      fc.property(value, (text) => {
        fc.pre(isPrinted(text));
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});
