import { expect, test } from 'vitest';
import { bar } from './bar.ts';

test.each([
  [0, ''],
  [0.001, '█'],
  [0.5, '█████'],
  [0.999, '█████████'],
  [1, '██████████'],
  [Number.NaN, ''],
] as const)('a share of %d', (share, filled) => {
  expect(bar(share, 10)).toEqual({ filled, rest: '░'.repeat(10 - filled.length) });
});
