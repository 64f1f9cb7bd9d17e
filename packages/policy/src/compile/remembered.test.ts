import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

it('remembers what it made, up to a thousand of them', () => {
  const made: number[] = [];
  const known = new Map<number, { readonly of: number }>();
  const make = (of: number) => {
    made.push(of);
    return { of };
  };
  for (let round = 0; round < 3; round += 1) {
    for (let key = 0; key <= 1001; key += 1) expect(remembered(known, key, make)).toEqual({ of: key });
  }
  expect(made).toEqual([...Array.from({ length: 1002 }, (_, key) => key), 1000, 1001, 1000, 1001]);
  expect(known.size).toBe(1000);
});
