import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { catalogue, type } from '../evaluate/random-rules.fixture.ts';
import type { JsonObject, JsonValue } from '../json.ts';
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
