import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { catalogue, type } from '../evaluate/random-rules.fixture.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from '../parse/definition.ts';
import type { Condition } from '../parse/tree.ts';
import { identityOf } from './identity.ts';
import { inputsOf, isFixed } from './inputs.ts';
import { Scope } from './scope.ts';
import { Target } from './target.ts';

const parameters = new Map<string, JsonValue | undefined>([
  ['one', 1],
  ['uno', 1],
  ['two', 2],
  ['nil', null],
  ['gone', undefined],
  ['named', 'kind'],
]);
const target = new Target(type.toLowerCase(), undefined, { aliases: readAliases(catalogue).catalogue, names: 'aliases' });
const scope = new Scope({ target, owner: undefined, parameters, bindings: [], levels: 0 });

function read(condition: JsonObject): Condition {
  const { value, problems } = parseDefinition({ if: condition, then: { effect: 'audit' } });
  if (!value || problems.length > 0) throw new Error(JSON.stringify(problems));
  return value.rule.if;
}

describe('the identity of a condition', () => {
  /** No two mean the same for every resource. */
  const different: readonly JsonObject[] = [
    { field: 'name', equals: 'x' },
    { field: 'name', equals: 'y' },
    { field: 'name', equals: ['x'] },
    { field: 'name', notEquals: 'x' },
    { field: 'kind', equals: 'x' },
    { value: 'name', equals: 'x' },
    { value: "[field('name')]", equals: 'x' },
    { field: "[field('name')]", equals: 'x' },
    { field: 'name', in: ["[field('kind')]", 'x'] },
    { field: 'name', in: ["[field('kind')]", 'y'] },
    { field: 'name', in: ["[field('kind')]", 1, 2] },
    { field: 'name', in: ["[field('kind')]", 12] },
    { field: 'tags', equals: { a: "[field('kind')]" } },
    { field: 'tags', equals: { b: "[field('kind')]" } },
    { field: 'tags', equals: { a: "[field('name')]" } },
    { field: 'name', equals: "[string(parameters('one'))]" },
    { field: 'name', equals: "[string(parameters('two'))]" },
    { field: 'name', equals: "[string(parameters('nil'))]" },
    { field: 'name', equals: "[string(parameters('gone'))]" },
    { not: { field: 'name', equals: 'x' } },
    { allOf: [{ field: 'name', equals: 'x' }] },
    { anyOf: [{ field: 'name', equals: 'x' }] },
    {
      allOf: [
        { field: 'name', equals: 'x' },
        { field: 'kind', equals: 'x' },
      ],
    },
    { allOf: [] },
    { count: { field: 'A.B/c/list[*]' }, equals: 1 },
    { count: { field: 'A.B/c/list[*]' }, equals: 2 },
    { count: { field: 'A.B/c/rules[*]' }, equals: 1 },
    { count: { field: 'A.B/c/list[*]', where: { field: 'A.B/c/list[*]', equals: 1 } }, equals: 1 },
    { count: { field: 'A.B/c/list[*]', where: { field: 'A.B/c/list[*]', equals: 2 } }, equals: 1 },
    { count: { value: [1, 2], where: { value: '[current()]', equals: 1 } }, equals: 1 },
    { count: { value: [1, 2], name: 'a', where: { value: '[current()]', equals: 1 } }, equals: 1 },
    { count: { value: [1, 2], name: 'b', where: { value: '[current()]', equals: 1 } }, equals: 1 },
    { count: { value: [1, 3], where: { value: '[current()]', equals: 1 } }, equals: 1 },
    { count: { value: 'A.B/c/list[*]' }, equals: 1 },
  ];

  it('differs where the meaning may differ', () => {
    const seen = new Map(different.map((one) => [identityOf(read(one), scope), one]));
    expect(seen.has(undefined)).toBe(false);
    expect(seen.size).toBe(different.length);
    for (const one of different) expect(identityOf(read(structuredClone(one)), scope)).toBe(identityOf(read(one), scope));
  });

  it('is that of the values of parameters', () => {
    const of = (value: string) =>
      identityOf(read({ field: 'name', equals: value }), new Scope({ ...scope.options, parameters: new Map([['p', value.length]]) }));
    expect(of("[string(parameters('p'))]")).toBe(of("[string(parameters('p'))]"));
    const [small, large] = [1, 2].map((p) =>
      identityOf(
        read({ field: 'name', equals: "[string(Parameters( 'P' ))]" }),
        new Scope({ ...scope.options, parameters: new Map([['p', p]]) }),
      ),
    );
    expect(small).not.toBe(large);
  });

  it('tells a parameter without a value from one whose value is null', () => {
    const of = (value: JsonValue | undefined) =>
      identityOf(read({ value: "[parameters('p')]", equals: 1 }), new Scope({ ...scope.options, parameters: new Map([['p', value]]) }));
    expect(new Set([of(undefined), of(null), of('null'), of([])]).size).toBe(4);
  });

  it.each<JsonObject>([
    { value: "[parameters(concat('o', 'ne'))]", equals: 1 },
    { value: "[parameters(field('name'))]", equals: 1 },
    { field: 'name', in: ["[parameters(concat('o', 'ne'))]"] },
    { not: { field: 'name', equals: "[parameters(concat('o', 'ne'))]" } },
    { count: { field: 'A.B/c/list[*]', where: { field: 'name', equals: "[parameters(concat('o', 'ne'))]" } }, equals: 1 },
    { count: { value: "[parameters(concat('o', 'ne'))]" }, equals: 1 },
  ])('cannot be told of %j', (condition) => {
    expect(identityOf(read(condition), scope)).toBeUndefined();
  });
});

describe('what an answer hangs on', () => {
  const context = {
    now: 'now',
    subscription: { a: 1 },
    resourceGroup: { b: 1 },
    requestContext: { c: 1 },
    policy: { d: 1 },
    claims: { e: 1 },
  };
  const resource = { type, name: 'n', kind: 'k', properties: { size: 5, list: [1] } };

  function inputs(condition: JsonObject): unknown {
    const readers = inputsOf(read(condition), scope);
    const frame = target.open(resource, context);
    return readers?.map((one) => one(frame));
  }

  it.each<readonly [JsonObject, unknown]>([
    [{ field: 'name', equals: 'x' }, ['n']],
    [{ field: 'name', equals: "[field('kind')]" }, ['n', 'k']],
    [{ field: 'NAME', equals: "[field('name')]" }, ['n']],
    [{ field: "[concat('na', 'me')]", equals: 'x' }, ['n']],
    [{ field: "[concat('na', field('kind'))]", equals: 'x' }, undefined],
    [{ field: '[add(1, 2)]', equals: 'x' }, undefined],
    [{ field: 'A.B/c/size', equals: 1 }, [5]],
    [{ field: 'A.B/c/list', equals: 1 }, [[1]]],
    [{ field: 'A.B/c/list[*]', equals: 1 }, undefined],
    [{ field: 'name', equals: "[field('A.B/c/list[*]')]" }, undefined],
    [{ field: 'X.Y/z/other', equals: 1 }, [undefined]],
    [{ value: 'x', equals: 'x' }, []],
    [{ value: "[field('kind')]", equals: 'x' }, ['k']],
    [{ value: "[field(concat('ki', field('name')))]", equals: 'x' }, undefined],
    [{ field: 'name', in: ["[field('kind')]", 'x'] }, ['k', 'n']],
    [{ field: 'name', equals: { a: "[field('kind')]" } }, ['k', 'n']],
    [{ field: 'name', in: ["[field('A.B/c/list[*]')]"] }, undefined],
    [{ field: 'name', in: ["[field('kind')]", "[field('A.B/c/list[*]')]"] }, undefined],
    [{ field: 'name', equals: { a: 1, b: "[field('A.B/c/list[*]')]" } }, undefined],
    [{ value: "[field(parameters('named'))]", equals: 1 }, ['k']],
    [{ field: 'X.Y/z/others[*]', equals: 1 }, undefined],
    [{ field: 'name', equals: { a: "[field('A.B/c/list[*]')]" } }, undefined],
    [{ allOf: [{ field: 'name', equals: 1 }, { not: { field: 'kind', equals: 1 } }] }, ['n', 'k']],
    [{ anyOf: [{ field: 'name', equals: 1 }, { not: { field: 'A.B/c/list[*]', equals: 1 } }] }, undefined],
    [{ count: { field: 'A.B/c/list[*]' }, equals: 1 }, undefined],
    [{ count: { value: [1], where: { field: 'name', equals: 1 } }, equals: "[field('kind')]" }, ['k', 'n']],
    [{ count: { value: "[field('kind')]" }, equals: 1 }, ['k']],
    [{ count: { value: "[field('A.B/c/list[*]')]" }, equals: 1 }, undefined],
    [{ count: { value: [1], where: { field: 'A.B/c/list[*]', equals: 1 } }, equals: 1 }, undefined],
    [
      { value: '[concat(utcNow(), subscription().a, resourceGroup().b, requestContext().c, policy().d, claims().e)]', equals: 1 },
      ['now', { a: 1 }, { b: 1 }, { c: 1 }, { d: 1 }, { e: 1 }],
    ],
  ])('%j: %j', (condition, wanted) => {
    const found = inputs(condition);
    expect(Array.isArray(found) ? new Set(found as readonly unknown[]) : found).toEqual(
      Array.isArray(wanted) ? new Set(wanted as readonly unknown[]) : wanted,
    );
  });

  it.each<readonly [JsonValue, boolean]>([
    ['x', true],
    ["[parameters('gone')]", true],
    [["[concat('a', 'b')]", 1], true],
    ["[field('name')]", false],
    [["[field('name')]"], false],
    ['[utcNow()]', false],
    ["[field(field('name'))]", false],
  ])('%j is the same for every resource: %s', (value, fixed) => {
    const condition = read({ field: 'name', equals: value });
    expect(condition.kind === 'test' && isFixed(condition.right, scope)).toBe(fixed);
  });
});
