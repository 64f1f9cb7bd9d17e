import { expect, it } from 'vitest';
import type { JsonValue } from '../json.ts';
import { isSame } from './same.ts';

it.each<readonly [JsonValue | undefined, JsonValue | undefined, boolean]>([
  [1, 1, true],
  [1, '1', false],
  [null, null, true],
  [null, undefined, false],
  [undefined, undefined, true],
  ['a', 'A', false],
  [[], [], true],
  [[1, [2]], [1, [2]], true],
  [[1], [1, 2], false],
  [[1, 2], [1], false],
  [[1, 2], [2, 1], false],
  [{}, {}, true],
  [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: 1 }, { A: 1 }, false],
  [[], {}, false],
  [{}, [], false],
  [[1], { 0: 1, length: 1 }, false],
  [{ 0: 1, length: 1 }, [1], false],
  [{ a: 1 }, 'a', false],
  ['a', ['a'], false],
])('%j and %j: %s', (left, right, same) => {
  expect(isSame(left, right)).toBe(same);
});
