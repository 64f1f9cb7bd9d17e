import { expect, test } from 'vitest';
import { addressRangeOf, coverageOf, isWithin } from './addresses.ts';

test.each([
  ['10.0.0.4', { family: 4, from: 167_772_164, to: 167_772_164 }],
  ['10.0.0.4/24', { family: 4, from: 167_772_160, to: 167_772_415 }],
  ['0.0.0.0/0', { family: 4, from: 0, to: 4_294_967_295 }],
  ['fd00::1', { family: 6, from: (0xfd00n << 112n) | 1n, to: (0xfd00n << 112n) | 1n }],
  ['::/0', { family: 6, from: 0n, to: (1n << 128n) - 1n }],
  ['1:2:3:4:5:6:7:8', { family: 6, from: 0x00010002000300040005000600070008n, to: 0x00010002000300040005000600070008n }],
  ['10.0.0.256', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0/24/1', undefined],
  ['1::2::3', undefined],
  ['::/129', undefined],
  ['1:2:3:4:5:6:7', undefined],
  ['AzureCloud', undefined],
  ['', undefined],
])('%s is %o', (text, expected) => {
  expect(addressRangeOf(text)).toEqual(expected);
});

test.each([
  [['*'], true, true],
  [['any'], true, true],
  [['INTERNET'], true, true],
  [['0.0.0.0/0'], true, false],
  [['::/0'], false, true],
  [['0.0.0.0/1', '128.0.0.0/1'], true, false],
  [['0.0.0.0/1', '128.0.0.0/2'], false, false],
  [['203.0.113.0/24', 'Internet'], true, true],
  [['VirtualNetwork'], false, false],
  [['AzureLoadBalancer', 'AzureCloud'], false, false],
  [['10.0.0.0/8'], false, false],
  [[], false, false],
  // All of the Internet, leaving out only the private addresses.
  [
    [
      '1.0.0.0/8',
      '2.0.0.0/7',
      '4.0.0.0/6',
      '8.0.0.0/7',
      '11.0.0.0/8',
      '12.0.0.0/6',
      '16.0.0.0/4',
      '32.0.0.0/3',
      '64.0.0.0/2',
      '128.0.0.0/1',
    ],
    true,
    false,
  ],
])('%j covers IPv4: %s, IPv6: %s', (prefixes, four, six) => {
  expect(coverageOf(prefixes)).toEqual({ 4: four, 6: six });
});

test.each([
  ['10.0.0.4', '10.0.0.0/24', true],
  ['10.0.1.4', '10.0.0.0/24', false],
  ['::4', '0.0.0.0/0', false],
  ['fd00::4', 'fd00::/8', true],
])('%s within %s: %s', (address, range, expected) => {
  const [a, b] = [addressRangeOf(address), addressRangeOf(range)];
  expect(a !== undefined && b !== undefined && isWithin(a, b)).toBe(expected);
});
