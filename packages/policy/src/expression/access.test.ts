import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { elementOf, keyOf, propertyOf } from './access.ts';
import { ExpressionFailure } from './environment.ts';

describe('the key of an object', () => {
  it.each<readonly [JsonObject, string, string | undefined]>([
    [{ Name: 1 }, 'name', 'Name'],
    [{ NAME: 1, name: 2 }, 'name', 'name'],
    [{ NAME: 1, Name: 2 }, 'name', 'NAME'],
    [{ names: 1 }, 'name', undefined],
    [{ nam: 1 }, 'name', undefined],
    [{ 'a[': 1 }, 'a{', undefined],
    [{ 'a@': 1 }, 'a`', undefined],
    [{ Z: 1 }, 'z', 'Z'],
    [{ K: 1 }, '\u212A', undefined],
    [{ É: 1 }, 'é', undefined],
    [{}, 'constructor', undefined],
    [Object.create({ name: 1 }) as JsonObject, 'name', undefined],
    [Object.create({ Name: 1 }) as JsonObject, 'name', undefined],
    [JSON.parse('{"__proto__":1}') as JsonObject, '__PROTO__', '__proto__'],
  ])('%j read by %s is %s', (object, name, key) => {
    expect(keyOf(object, name)).toBe(key);
    expect(propertyOf(object, name)).toBe(key === undefined ? undefined : object[key]);
  });
});

describe('an access', () => {
  const list = ['a', ['b']];
  it.each<readonly [JsonValue | undefined, JsonValue | undefined, unknown]>([
    [list, 0, 'a'],
    [list, 1, ['b']],
    [list, 2, undefined],
    [list, -1, undefined],
    [list, 0.5, undefined],
    [list, '0', undefined],
    [list, 'length', undefined],
    ['ab', 0, undefined],
    [{ 0: 'x' }, 0, undefined],
    [{ A: 'x' }, 'a', 'x'],
    [null, 'a', undefined],
    ['ab', 'length', undefined],
    [undefined, 0, undefined],
    [undefined, true, undefined],
    [list, undefined, undefined],
    [list, true, new ExpressionFailure('[]', 'an index must be a number or a text')],
    [list, null, new ExpressionFailure('[]', 'an index must be a number or a text')],
  ])('%j at %j', (value, index, found) => {
    expect(elementOf(value, index)).toEqual(found);
  });

  it('of what failed has failed', () => {
    const failure = new ExpressionFailure('f', 'x');
    expect(propertyOf(failure, 'reason')).toBe(failure);
  });
});
