import { describe, expect, it } from 'vitest';
import { Spellings } from './spellings.ts';

describe('Spellings', () => {
  const spellings = new Spellings();
  const name = spellings.ask('Name');

  it.each([
    ['an object that has the key as asked for', { Name: 1 }, undefined],
    ['an object without the key', { other: 1 }, undefined],
    ['another spelling', { NAME: 1 }, 1],
    ['the first of two other spellings', { nAME: 1, NAME: 2 }, 1],
    ['no letter but ASCII folded', { Nam\u0451: 1 }, undefined],
  ])('%s', (_, object, expected) => {
    expect(spellings.others(object)?.get(name)).toBe(expected);
  });

  it('sees keys that are asked for later', () => {
    const later = new Spellings();
    later.ask('a');
    expect(later.others({ A: 1, B: 2 })?.size).toBe(1);
    expect(later.others({ A: 1, B: 2 })?.get(later.ask('b'))).toBeUndefined();
    expect(later.others({ A: 1, B: 2 })?.get(later.ask('b'))).toBe(2);
  });

  it('forgets keys that only hostile data have', () => {
    const object = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`key${index}`, index]));
    expect(spellings.others({ ...object, NAME: 3 })?.get(name)).toBe(3);
    expect(spellings.others({ NAME: 4 })?.get(name)).toBe(4);
  });
});
