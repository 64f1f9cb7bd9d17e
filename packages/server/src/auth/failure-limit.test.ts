import { expect, test } from 'vitest';
import { failureLimit } from './failure-limit.ts';

test('an address that fails too often waits for the rest of its window, and others do not', () => {
  let ms = 0;
  const limit = failureLimit({ most: 2, windowMs: 10_000, clock: () => ms });
  limit.failed('a');
  expect(limit.waitOf('a')).toBe(0);
  limit.failed('a');
  ms = 4_000;
  expect([limit.waitOf('a'), limit.waitOf('b')]).toEqual([6, 0]);
  ms = 10_000;
  expect(limit.waitOf('a')).toBe(0);
});

test('however many addresses try, only so many are remembered', () => {
  const limit = failureLimit({ most: 1, addresses: 3, clock: () => 0 });
  for (const address of ['a', 'b', 'c', 'd']) limit.failed(address);
  expect(['a', 'b', 'c', 'd'].map((address) => limit.waitOf(address) > 0)).toEqual([false, true, true, true]);
});
