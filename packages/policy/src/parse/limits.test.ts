import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from './definition.ts';

const name = { field: 'name', equals: 'x' };
const many = (count: number, item: JsonValue): readonly JsonValue[] => Array.from({ length: count }, () => item);
const rule = (condition: JsonValue, existenceCondition: JsonValue = name): JsonObject => ({
  if: condition,
  then: { effect: 'auditIfNotExists', details: { type: 'A.B/d', existenceCondition } },
});
const fieldCount = { count: { field: 'A.B/c/d[*]' }, equals: 1 };
const valueCount = (items: number): JsonObject => ({ count: { value: many(items, 1) }, equals: 1 });
const call = { value: "[concat('a')]", equals: 1 };

describe('what a rule may have at most is allowed, and one more is not', () => {
  it.each<readonly [string, number, (count: number) => JsonObject, string]>([
    ['conditions', 4096, (count) => rule({ allOf: many(count, name) }), 'too-many-conditions'],
    ['conditions of existence', 128, (count) => rule(name, { anyOf: many(count, name) }), 'too-many-conditions'],
    ['functions', 2048, (count) => rule({ anyOf: many(count, call) }), 'too-many-functions'],
    ['counts of one array', 5, (count) => rule({ anyOf: many(count, fieldCount) }), 'too-many-counts'],
    ['counts of values', 10, (count) => rule({ anyOf: many(count, valueCount(1)) }), 'too-many-counts'],
    ['values in a count', 100, (count) => rule(valueCount(count)), 'too-many-iterations'],
  ])('%s', (_, most, of, code) => {
    const codes = (count: number) => parseDefinition(of(count)).problems.map((problem) => problem.code);
    expect(codes(most)).toEqual([]);
    expect(codes(most + 1)).toEqual([code]);
  });

  it('is not counted to the end where there is far too much', () => {
    const [problem] = parseDefinition(rule({ allOf: many(10_000, name) })).problems;
    expect(problem?.message).toBe('found more than 8192 conditions');
    const [exactly] = parseDefinition(rule({ allOf: many(8192, name) })).problems;
    expect(exactly?.message).toBe('found 8192 conditions');
  });
});

it.each([
  ['All', true],
  ['indexed', true],
  ['NotSpecified', true],
  ['Microsoft.KeyVault.Data', true],
  ['Microsoft.KeyVault', false],
  ['KeyVault.Data', false],
  ['', false],
])('the mode %s is known: %s', (mode, isKnown) => {
  const { problems } = parseDefinition({ mode, policyRule: rule(name) });
  expect(problems.map((problem) => problem.code)).toEqual(isKnown ? [] : ['unknown-mode']);
});
