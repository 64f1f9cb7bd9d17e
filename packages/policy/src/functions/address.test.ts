import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressText, lastOf, parseAddress, parseNetwork, parseRange } from './address.ts';

const group = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 15 }));
const version6 = fc.array(group, { minLength: 8, maxLength: 8 });
const valueOf = (groups: readonly number[]): bigint => groups.reduce((value, one) => (value << 16n) | BigInt(one), 0n);
const hexOf = (groups: readonly number[]): string => groups.map((one) => one.toString(16)).join(':');

/** Pieces that make addresses, and texts that nearly are some. */
const nearly = fc.array(fc.constantFrom('0', '1', 'ff', 'FFFF', '12345', 'g', ':', ':', ':', '::', '.', '1.2.3.4', '256.1.1.1', ' '), {
  maxLength: 18,
});

describe('an address', () => {
  test('is what Node.js takes for one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nearly.map((pieces) => pieces.join('')),
          version6.map(hexOf),
          fc.ipV6(),
          fc.ipV4(),
        ),
        (text) => {
          expect(parseAddress(text)?.bits, text).toBe({ 0: undefined, 4: 32, 6: 128 }[isIP(text)]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4x',
    '01.2.3.4',
    '1.2.3.00',
    'x1.2.3.4',
    '1.2.3.256',
    '1.2.256.4',
    '1234.1.1.1',
    '1.1.1234.1',
    '1.1.1.1234',
    '',
    ' 1.2.3.4',
    '1..2.3',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '1:2:3:4::5:6:7:8',
    '12345::',
    '::g',
    '::1g',
    '::g1',
    '::1.2.3',
    '::1.2.3.256',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::ffff:1.2.3.4.5',
    `::${'0'.repeat(50)}1`,
    '1:',
    ':1',
    '1.2.3.4:',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test.each<readonly [string, 32 | 128, bigint]>([
    ['0.0.0.0', 32, 0n],
    ['255.255.255.255', 32, 0xffffffffn],
    ['10.20.30.40', 32, 0x0a141e28n],
    ['123.123.123.123', 32, 0x7b7b7b7bn],
    ['::', 128, 0n],
    ['::1', 128, 1n],
    ['1::', 128, 1n << 112n],
    ['1:2:3:4:5:6:7::', 128, valueOf([1, 2, 3, 4, 5, 6, 7, 0])],
    ['::2:3:4:5:6:7:8', 128, valueOf([0, 2, 3, 4, 5, 6, 7, 8])],
    ['::ffff:10.0.0.1', 128, 0xffff0a000001n],
    ['1:2:3:4:5:6:1.2.3.4', 128, valueOf([1, 2, 3, 4, 5, 6, 0x0102, 0x0304])],
    ['ABCD:EF01:2345:6789:abcd:ef01:123.123.123.123', 128, valueOf([0xabcd, 0xef01, 0x2345, 0x6789, 0xabcd, 0xef01, 0x7b7b, 0x7b7b])],
  ])('%s has its bits', (text, bits, value) => {
    expect(parseAddress(text)).toEqual({ bits, value });
  });

  test('is written as browsers write it, and read as it was', () => {
    fc.assert(
      fc.property(version6, (groups) => {
        const value = valueOf(groups);
        expect(parseAddress(hexOf(groups))).toEqual({ bits: 128, value });
        expect(`[${addressText(128, value)}]`).toBe(new URL(`http://[${hexOf(groups)}]`).hostname);
        expect(parseAddress(addressText(128, value))).toEqual({ bits: 128, value });
      }),
      { numRuns: 1_000 },
    );
    expect(addressText(128, valueOf([1, 0, 2, 0, 3, 0, 4, 0]))).toBe('1:0:2:0:3:0:4:0');
    expect(addressText(128, valueOf([1, 0, 0, 2, 3, 0, 0, 4]))).toBe('1::2:3:0:0:4');
    expect(addressText(32, 0x0a141e28n)).toBe('10.20.30.40');
  });
});

test.each<readonly [string, string, number]>([
  ['10.20.30.40/8', '10.0.0.0-10.255.255.255', 8],
  ['10.20.30.40/32', '10.20.30.40-10.20.30.40', 32],
  ['10.20.30.40/0', '0.0.0.0-255.255.255.255', 0],
  ['2001:db8::1/127', '2001:db8::-2001:db8::1', 127],
  ['2001:db8::1/128', '2001:db8::1-2001:db8::1', 128],
  ['2001:db8::1/064', '2001:db8::-2001:db8::ffff:ffff:ffff:ffff', 64],
])('the network %s is %s', (text, range, prefix) => {
  const network = parseNetwork(text);
  const ends = parseRange(range);
  expect(network).toEqual({ bits: ends?.bits, value: ends?.first, prefix });
  expect(network && lastOf(network)).toBe(ends?.last);
  expect(parseRange(` ${text} `)).toEqual(ends);
});

test.each([
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/',
  '/8',
  '10.0.0.0/8/8',
  '10.0.0.0/8x',
  '10.0.0.0/1234',
  '10.0.0/8',
  '',
  '10.0.0.0',
  'x/8',
  '/10.0.0.0/8',
])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeUndefined();
  if (text.includes('/')) expect(parseRange(text)).toBeUndefined();
});

test.each<readonly [string, string, string]>([
  ['10.0.0.1', '10.0.0.1', '10.0.0.1'],
  [' 10.0.0.1 - 10.0.0.9 ', '10.0.0.1', '10.0.0.9'],
  ['::1-::2', '::1', '::2'],
])('the range %j', (text, first, last) => {
  expect(parseRange(text)).toEqual({ bits: parseAddress(first)?.bits, first: parseAddress(first)?.value, last: parseAddress(last)?.value });
});

test.each([
  '10.0.0.2-10.0.0.1',
  '10.0.0.1-::2',
  '::1-10.0.0.2',
  '10.0.0.1-10.0.0.2-10.0.0.3',
  '10.0.0.1-x',
  'x-10.0.0.1',
  '-10.0.0.1',
  '10.0.0.1-',
  'x',
  '',
])('%j is no range', (text) => {
  expect(parseRange(text)).toBeUndefined();
});
