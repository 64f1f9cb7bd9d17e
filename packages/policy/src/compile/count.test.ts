import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import { catalogue, type } from '../evaluate/random-rules.fixture.ts';
import type { JsonObject, JsonValue } from '../json.ts';

const aliases = readAliases(catalogue).catalogue;
const looked = new Set<number>();

/** An element whose port is 1, which tells when somebody asks for it. */
const element = (at: number, more: JsonObject = {}): JsonObject => ({
  ...more,
  properties: {
    get port() {
      looked.add(at);
      return at % 2;
    },
  },
});

/** How many elements were looked at, from the first on, to tell whether a count holds. */
function lookedAt(count: JsonObject, comparison: JsonObject, rules: JsonValue): number {
  const { policy, problems } = compileDefinition({ if: { count, ...comparison }, then: { effect: 'audit' } }, { aliases });
  if (!policy) throw new Error(JSON.stringify(problems));
  looked.clear();
  policy.answer({ type, properties: { rules } }, { now: '' });
  expect([...looked]).toEqual(Array.from({ length: looked.size }, (_, at) => at));
  return looked.size;
}

const ten = Array.from({ length: 10 }, (_, at) => element(at));
const odd = { field: 'A.B/c/rules[*]', where: { field: 'A.B/c/rules[*].port', equals: 1 } };
const oddValues = { value: "[field('A.B/c/rules')]", where: { value: '[current().properties.port]', equals: 1 } };

describe('a count looks no further than it has to', () => {
  it.each<readonly [JsonObject, number]>([
    [{ greater: 0 }, 2],
    [{ greater: 1 }, 4],
    [{ greater: 4 }, 10],
    [{ greater: 5 }, 10],
    [{ greaterOrEquals: 2 }, 4],
    [{ less: 2 }, 4],
    [{ lessOrEquals: 1 }, 4],
    [{ equals: 1 }, 4],
    [{ notEquals: 0 }, 2],
    [{ greaterOrEquals: 0 }, 0],
    [{ in: [1] }, 10],
    [{ greater: "[length(field('A.B/c/rules'))]" }, 10],
  ])('to be %j of ten, every other one', (comparison, count) => {
    expect(lookedAt(odd, comparison, ten)).toBe(count);
    expect(lookedAt(oddValues, comparison, ten)).toBe(count);
  });

  it.each<readonly [JsonObject, number]>([
    [{ greater: 0 }, 1],
    [{ greater: 2 }, 3],
    [{ equals: 5 }, 6],
  ])('to be %j of the elements of several lists', (comparison, count) => {
    // Each range asks for the port of its rule.
    const where = { field: 'A.B/c/rules[*].port', exists: true };
    const rules = Array.from({ length: 10 }, (_, at) => {
      const { properties } = element(at);
      return { properties: Object.defineProperty(properties as object, 'ranges', { value: [at], enumerable: true }) as JsonObject };
    });
    expect(lookedAt({ field: 'A.B/c/rules[*].ranges[*]', where }, comparison, rules)).toBe(count);
  });

  it.each<readonly [JsonObject, JsonValue]>([
    [{ field: 'A.B/c/rules[*]' }, ten],
    [{ field: 'A.B/c/rules[*].ranges[*]' }, ten],
    [{ field: 'A.B/c/rules[*]', where: { value: 1, equals: 2 } }, ten],
    [{ value: "[field('A.B/c/rules')]" }, ten],
    [odd, 'no list'],
  ])('%j asks for nothing inside', (count, rules) => {
    expect(lookedAt(count, { greater: 3 }, rules)).toBe(0);
  });
});

/** Of two lists of ranges. */
function matches(count: JsonObject, comparison: JsonObject): boolean | undefined {
  const { policy, problems } = compileDefinition({ if: { count, ...comparison }, then: { effect: 'audit' } }, { aliases });
  if (!policy) throw new Error(JSON.stringify(problems));
  const rules = [[1, 2], [1]].map((list) => ({ properties: { ranges: list.map((from) => ({ from })) } }));
  return policy.answer({ type, properties: { rules, list: ['x', '1'] } }, { now: '' }).matches;
}

describe('a count', () => {
  const from = 'A.B/c/rules[*].ranges[*].from';
  it('by current() is at the innermost element', () => {
    const where = { value: '[current().from]', equals: 1 };
    expect(matches({ field: 'A.B/c/rules[*].ranges[*]', where }, { equals: 2 })).toBe(true);
  });

  it('keeps its element while another counts within it', () => {
    const where = {
      allOf: [
        { count: { value: [9], where: { value: '[current()]', equals: 9 } }, equals: 1 },
        { field: from, equals: 2 },
      ],
    };
    expect(matches({ field: 'A.B/c/rules[*].ranges[*]', where }, { equals: 1 })).toBe(true);
  });

  it('within another reads by the one that covers most of a path', () => {
    const within = { count: { field: 'A.B/c/rules[*]', where: { field: from, equals: 1 } }, equals: 1 };
    expect(matches({ field: 'A.B/c/rules[*].ranges[*]', where: within }, { equals: 2 })).toBe(true);
  });

  it.each<readonly [JsonValue, JsonObject, boolean | undefined]>([
    [['x', '1'], { greater: 0 }, true],
    [['1', 'x'], { greater: 0 }, true],
    [['x', '2'], { greater: 0 }, undefined],
    [['x', '1'], { equals: 1 }, undefined],
    [['1', '1', 'x'], { equals: 1 }, false],
  ])('of %j, where x cannot be judged, is %j: %s', (value, comparison, result) => {
    expect(matches({ value, where: { value: '[int(current())]', equals: 1 } }, comparison)).toBe(result);
  });
});
