import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import { catalogue, type } from '../evaluate/random-rules.fixture.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { absentRightSide } from '../operators/disputed.ts';
import { operatorNames } from '../operators/operators.ts';
import { parseDefinition } from '../parse/definition.ts';
import { compileCondition } from './condition.ts';
import { Scope } from './scope.ts';
import { Target } from './target.ts';

const parameters = new Map<string, JsonValue | undefined>([
  ['one', 1],
  ['list', [1, 2, 'x']],
  ['gone', undefined],
]);

/** Known without a resource, or to be judged. */
function codeOf(condition: JsonObject): boolean | 'judge' {
  const { value, problems } = parseDefinition({ if: condition, then: { effect: 'audit' } });
  if (!value) throw new Error(JSON.stringify(problems));
  const target = new Target(type.toLowerCase(), undefined, { aliases: readAliases(catalogue).catalogue, names: 'aliases' });
  const code = compileCondition(value.rule.if, new Scope({ target, owner: undefined, parameters, bindings: [], levels: 0 }));
  return typeof code === 'boolean' ? code : 'judge';
}

const compiled = (condition: JsonObject) =>
  compileDefinition({ if: condition, then: { effect: 'audit' } }, { aliases: readAliases(catalogue).catalogue }).policy;

const holds = { value: 1, equals: 1 };
const fails = { value: 1, equals: 2 };
const open = { field: 'name', equals: 'x' };
const never = { value: '[current()]', equals: 3 };

describe('what is known without a resource', () => {
  it.each<readonly [JsonObject, boolean | 'judge']>([
    [holds, true],
    [fails, false],
    [open, 'judge'],
    [{ not: holds }, false],
    [{ not: fails }, true],
    [{ not: open }, 'judge'],
    [{ allOf: [] }, true],
    [{ anyOf: [] }, false],
    [{ allOf: [holds, holds] }, true],
    [{ allOf: [open, fails] }, false],
    [{ allOf: [open, holds] }, 'judge'],
    [{ anyOf: [fails, fails] }, false],
    [{ anyOf: [open, holds] }, true],
    [{ anyOf: [open, fails] }, 'judge'],
    [{ field: 'type', equals: 'a.b/C' }, true],
    [{ field: 'TYPE', notEquals: 'a.b/C' }, false],
    [{ field: 'type', in: ['x', 'A.B/c'] }, true],
    [{ field: 'type', match: 'A.B/c' }, 'judge'],
    [{ field: 'type', equals: "[field('name')]" }, 'judge'],
    [{ field: "[concat('ty', 'pe')]", equals: 'A.B/c' }, true],
    [{ value: "[parameters('one')]", greater: 0 }, true],
    [{ value: "[parameters('gone')]", greater: 0 }, 'judge'],
    [{ value: 1, equals: "[parameters('gone')]" }, 'judge'],
    [{ value: 1, equals: "[field('name')]" }, 'judge'],
    [{ value: { a: "[parameters('one')]" }, equals: { a: 1 } }, true],
    [{ value: [1, "[parameters('one')]"], equals: [1, 1] }, true],
    [{ value: [1, "[field('name')]"], equals: [1, 1] }, 'judge'],
    [{ value: '[utcNow()]', exists: true }, 'judge'],
    [{ count: { value: [1, 2] }, equals: 2 }, true],
    [{ count: { value: "[parameters('list')]" }, equals: 3 }, true],
    [{ count: { value: 'x' }, equals: 0 }, true],
    [{ count: { value: [1, 2], where: holds }, equals: 2 }, true],
    [{ count: { value: [1, 2], where: fails }, equals: 0 }, true],
    [{ count: { value: [1, 2], where: open }, equals: 0 }, 'judge'],
    [{ count: { value: [1, 2], where: never }, equals: 0 }, 'judge'],
    [{ count: { value: [1, 2] }, equals: "[field('name')]" }, 'judge'],
    [{ count: { field: 'A.B/c/list[*]', where: fails }, equals: 0 }, 'judge'],
    [{ count: { value: "[field('tags')]" }, equals: 2 }, 'judge'],
  ])('%j: %s', (condition, known) => {
    expect(codeOf(condition)).toBe(known);
  });
});

describe('a right side that yields nothing', () => {
  it.each(operatorNames)('%s', (operator) => {
    const wanted = operator === 'exists' ? false : absentRightSide[operator];
    const answer = (condition: JsonObject) => compiled(condition)?.answer({ type, name: 'x' }, { now: '', resourceGroup: {} }).matches;
    const right = '[resourceGroup().none]';
    expect(answer({ field: 'name', [operator]: right })).toBe(wanted);
    expect(answer({ value: 'x', [operator]: right })).toBe(wanted);
    expect(answer({ count: { value: [1] }, [operator]: right })).toBe(wanted);
  });
});

it('a list with something that yields nothing yields nothing', () => {
  const answer = (condition: JsonObject) => compiled(condition)?.answer({ type, name: 'x' }, { now: '', resourceGroup: {} });
  const reason = 'an expression reads a property that is not there';
  for (const value of [['[resourceGroup().none]', 1], { a: 1, b: '[resourceGroup().none]' }]) {
    expect(answer({ value, exists: true })).toEqual({ effect: undefined, matches: undefined, reason });
    expect(answer({ field: 'name', in: value })?.matches).toBe(false);
  }
});

describe('what applies to a resource', () => {
  const placed = {
    allOf: [
      { field: 'location', equals: 'x' },
      { field: 'kind', equals: 'k' },
    ],
  };
  it.each<readonly [JsonObject, JsonObject, string]>([
    [placed, { location: 'x', kind: 'z' }, 'NotApplicable'],
    [placed, { location: 'y', kind: 'k' }, 'Compliant'],
    [{ field: 'kind', equals: 'k' }, { kind: 'z' }, 'Compliant'],
  ])('%j of %j: %s', (condition, resource, compliance) => {
    expect(compiled(condition)?.evaluate({ type, ...resource }, { now: '' }).compliance).toBe(compliance);
  });

  it.each<readonly [JsonObject, readonly string[] | undefined]>([
    [{ not: { field: 'type', like: 'A.B/*' } }, undefined],
    [{ not: { field: 'type', notLike: 'A.B/c' } }, undefined],
    [{ allOf: [{ field: 'type', in: ['A.B/c', 'A.B/d'] }, { not: { field: 'type', like: '*/d' } }] }, ['a.b/c']],
  ])('%j is for the types %j', (condition, types) => {
    expect(compiled(condition)?.types).toEqual(types);
  });

  it.each(["['a'.b]", "[field('tags').requestContext.a]", "['a'['apiVersion']]"])('%s asks for nothing of a request', (value) => {
    expect(compiled({ value, equals: 1 })?.decidedBy).toBe('configuration');
  });
});

it('a rule without details looks for nothing', () => {
  const body = { if: { field: 'name', exists: true }, then: { effect: "[field('kind')]" } };
  const { policy } = compileDefinition(body);
  expect(policy?.explain({ type, name: 'x', kind: 'auditIfNotExists' }, { now: '' }).existence).toEqual([]);
});
