import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json.ts';
import { foldAscii, indexReader, keyReader } from './key.ts';

describe('a key', () => {
  it.each<readonly [string, JsonValue | undefined, JsonValue | undefined]>([
    ['kind', { kind: 'x' }, 'x'],
    ['kind', { KIND: 'x' }, 'x'],
    ['KIND', { kind: 'x' }, 'x'],
    ['kind', { Kind: 1, kind: 2 }, 2],
    ['kind', { kind: 2, Kind: 1 }, 2],
    ['kind', { KIND: 1, Kind: 2 }, 1],
    ['kind', { kind: null, Kind: 2 }, null],
    ['kind', { kinds: 1, kin: 2 }, undefined],
    ['kin', { Kind: 1 }, undefined],
    ['az', { AZ: 1 }, 1],
    ['a1', { A1: 1 }, 1],
    ['a@', { 'A@': 1 }, 1],
    ['a@', { 'A`': 1 }, undefined],
    ['a{', { 'A[': 1 }, undefined],
    ['kind', {}, undefined],
    ['kind', null, undefined],
    ['kind', undefined, undefined],
    ['kind', 'kind', undefined],
    ['length', ['a'], undefined],
    ['toString', {}, undefined],
    ['toString', { toString: 'x' }, 'x'],
    ['tostring', {}, undefined],
    ['tostring', { ToString: 'x' }, 'x'],
    ['straße', { STRASSE: 1 }, undefined],
    ['ä', { Ä: 1 }, undefined],
  ])('%s of %j is %j', (key, value, found) => {
    expect(keyReader(key)(value)).toBe(found);
  });

  it('is found the same, whatever the same reader found before', () => {
    const objects = [{ Kind: 1 }, { KIND: 2, Kind: 3 }, { kINd: 4, KIND: 5 }, { kind: 6, KIND: 7 }, {}];
    const fresh = objects.map((object) => keyReader('kind')(object));
    expect(fresh).toEqual([1, 2, 4, 6, undefined]);
    for (const before of objects) {
      for (const [index, object] of objects.entries()) {
        const read = keyReader('kind');
        read(before);
        expect(read(object)).toBe(fresh[index]);
      }
    }
  });

  it('folds by ASCII alone', () => {
    expect(['ABZ', 'a[@`{', 'ÄẞK\u212a', ''].map(foldAscii)).toEqual(['abz', 'a[@`{', 'Äẞk\u212a', '']);
  });
});

it('a position is that of a list only', () => {
  expect([['a', 'b'], { 1: 'b' }, 'ab', null, undefined, ['a']].map((value) => indexReader(1)(value))).toEqual([
    'b',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
