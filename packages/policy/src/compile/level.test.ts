import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Value } from './frame.ts';
import { Level } from './level.ts';

/** How often maps are asked meanwhile. */
function lookUpsIn(work: () => void): number {
  const { get } = Map.prototype;
  let lookUps = 0;
  Map.prototype.get = function (this: Map<unknown, unknown>, key: unknown): unknown {
    lookUps += 1;
    return get.call(this, key);
  };
  try {
    work();
  } finally {
    Map.prototype.get = get;
  }
  return lookUps;
}

function levelFor(...keys: readonly string[]): (value: Value) => readonly Value[] {
  const level = new Level(0, () => undefined);
  keys.forEach((key, slot) => level.ask(key, () => slot));
  const slots: Value[] = [];
  return (value) => {
    level.read(value, slots);
    return slots;
  };
}

describe('Level', () => {
  const read = levelFor('Name', 'toString');
  const cases: readonly (readonly [string, JsonValue, Value])[] = [
    ['the key as asked for', { Name: 1 }, 1],
    ['no such key', { other: 1 }, undefined],
    ['another spelling', { NAME: 1 }, 1],
    ['the first of two other spellings', { nAME: 1, NAME: 2 }, 1],
    ['the spelling asked for before others that come first', { NAME: 1, Name: 2 }, 2],
    ['the spelling asked for before others that come later', { Name: 2, NAME: 1 }, 2],
    ['no letter but ASCII folded', { Nam\u0451: 1 }, undefined],
    ['null', { name: null }, null],
    ['a key whose value is not there', { NAME: 1, Name: undefined as never }, 1],
    ['a list', ['Name'], undefined],
    ['no object', 'Name', undefined],
  ];

  it.each(cases)('%s', (_, value, expected) => {
    expect(read(value)[0]).toBe(expected);
  });

  it.each<JsonValue>([['x'], 'x', 5, true, null])('finds nothing in %j, which is no object', (value) => {
    const slots = levelFor('0', 'length', 'toString');
    slots({ 0: 'before', length: 1, toString: 2 });
    expect(slots(value)).toEqual([undefined, undefined, undefined]);
  });

  it('reads by the order of keys of one object what another has in another order', () => {
    const slots = levelFor('a', 'b', 'C');
    for (let round = 0; round < 70; round += 1) {
      expect(slots({ a: 1, x: 0, B: 2, c: 3 })).toEqual([1, 2, 3]);
      expect(slots({ B: 4, b: 5, x: 0, C: 6, c: 7 })).toEqual([undefined, 5, 6]);
      expect(slots({ a: 8 })).toEqual([8, undefined, undefined]);
      expect(slots({ a: 1, x: 0, B: 2, c: 3, A: 9, y: 0 })).toEqual([1, 2, 3]);
    }
  });

  it('gives a key one slot, whoever spells it', () => {
    const level = new Level(0, () => undefined);
    const made: number[] = [];
    const newSlot = () => made.push(0) - 1;
    expect([level.ask('Name', newSlot), level.ask('NAME', newSlot), level.ask('kind', newSlot), level.ask('Kind', newSlot)]).toEqual([
      0, 0, 1, 1,
    ]);
    expect(made).toHaveLength(2);
  });

  it('walks an object once, and looks no key up that follows the one it follows elsewhere, or comes after the next', () => {
    const walks: JsonObject[] = [];
    const ownKeys = (object: JsonObject) => {
      walks.push(object);
      return Reflect.ownKeys(object);
    };
    const slots = levelFor('a', 'b', 'c', 'd');
    const lookUpsOf = (object: JsonObject): number => {
      const watched = new Proxy(object, { ownKeys });
      return lookUpsIn(() => slots(watched));
    };
    const rows: readonly (readonly [JsonObject, number])[] = [
      // Of each new key it is found out what it is.
      [{ a: 1, c: 2 }, 4],
      [{ a: 1, c: 2 }, 0],
      [{ c: 1 }, 0],
      [{ a: 1, x: 0, c: 2, d: 3 }, 4],
      [{ a: 1, c: 2, d: 3 }, 0],
      [{ x: 0, d: 3 }, 0],
      // Two are left out; then one that was not there before comes where it is not expected.
      [{ d: 3 }, 1],
      [{ b: 1, a: 2, x: 3 }, 2],
      [{ b: 1, x: 3, d: 4 }, 0],
      [{ d: 4, a: 2 }, 2],
    ];
    expect(rows.map(([object]) => lookUpsOf(object))).toEqual(rows.map(([, lookUps]) => lookUps));
    expect(walks).toEqual(rows.map(([object]) => object));
    expect(slots({ a: 5, d: 6 })).toEqual([5, undefined, undefined, 6]);
  });

  it('finds out anew what keys are once more come than it keeps', () => {
    const slots = levelFor('a', 'b');
    const lookUpsOf = (object: JsonObject): number => lookUpsIn(() => slots(object));
    const keys = (count: number): JsonObject => Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, at]));
    expect(lookUpsOf(keys(5000))).toBe(10_000);
    expect(lookUpsOf(keys(5000))).toBe(0);
    expect(lookUpsOf({ other: 1 })).toBe(2);
    expect(lookUpsOf({ other: 1 })).toBe(0);
    expect(lookUpsOf(keys(2))).toBe(4);
  });

  it('reads objects with many keys', () => {
    const slots = levelFor('key99', 'KEY0', 'key63', 'key64');
    const object = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key${at}`, at]));
    for (let round = 0; round < 3; round += 1) expect(slots(object)).toEqual([99, 0, 63, 64]);
  });

  it('takes what an object inherits for absent', () => {
    expect(read({})[1]).toBeUndefined();
    expect(read({ TOSTRING: 1 })[1]).toBe(1);
  });

  it('forgets the object before', () => {
    read({ Name: 1 });
    expect(read({})[0]).toBeUndefined();
  });

  it('sees keys that are asked for later', () => {
    const later = new Level(0, () => undefined);
    const slots: Value[] = [];
    later.ask('a', () => 0);
    later.read({ A: 1, B: 2 }, slots);
    later.ask('b', () => 1);
    later.read({ A: 1, B: 2 }, slots);
    expect(slots).toEqual([1, 2]);
  });

  it('forgets keys that only hostile data have', () => {
    const object = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`key${index}`, index]));
    expect(read({ ...object, NAME: 3 })[0]).toBe(3);
    expect(read({ NAME: 4 })[0]).toBe(4);
  });
});
