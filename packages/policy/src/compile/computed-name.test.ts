import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import { catalogue, type } from '../evaluate/random-rules.fixture.ts';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../resource.ts';

const aliases = readAliases(catalogue).catalogue;
const context = { now: '', apiVersion: 'of the context' };

const resource: Resource = {
  id: '/subscriptions/s/resourceGroups/g/providers/A.B/c/parent/d/child',
  type,
  name: 'child',
  location: 'West Europe',
  apiVersion: '2020-01-01',
  tags: { env: 'x', 'Cost-Center': 5 },
  identity: { type: 'SystemAssigned' },
  properties: {
    size: 5,
    list: ['x', null, 'y'],
    rules: [{ properties: { port: 1, ranges: [{ from: 1 }, {}] } }, { properties: { port: 2 } }],
    two: { three: 'of the plain path' },
    only: 1,
  },
};

const names = [
  'type',
  'name',
  'id',
  'kind',
  'location',
  'fullName',
  'apiVersion',
  'tags',
  'tags.env',
  "tags['Cost-Center']",
  'tags.none',
  'identity.type',
  'A.B/c/size',
  'A.B/c/SIZE',
  'A.B/c/list',
  'A.B/c/list[*]',
  'A.B/c/rules[*].port',
  'A.B/c/rules[*].ranges[*].from',
  'A.B/c/one/two.three',
  'A.B/c/only',
  'A.B/c/none[*]',
  'X.Y/z/other',
  'X.Y/z/others[*]',
  'none',
];

/** Judged by a rule that has judged nothing before, and again. The name is what the resource says it is. */
function answers(condition: JsonObject, of: Resource, name: string): readonly unknown[] {
  const { policy, problems } = compileDefinition({ if: condition, then: { effect: 'audit' } }, { aliases });
  if (!policy) throw new Error(JSON.stringify(problems));
  const named = { ...of, kind: name };
  return [policy.answer(named, context).matches, policy.answer(named, context).matches];
}

describe('a name of a field that cannot be worked out', () => {
  it.each([
    ["[length(field('name'))]", 'the name of a field is computed and is no text'],
    ["[field('A.B/c/list')]", 'the name of a field is computed and is no text'],
    ["[toLower(int(field('name')))]", 'int(): the text "child" cannot be converted'],
    ['[resourceGroup().none]', 'an expression reads a property that is not there'],
    ['[add(1, 2)]', 'the name of a field is computed and is no text'],
  ])('%s', (field, reason) => {
    const conditions: readonly JsonObject[] = [
      { field, exists: false },
      { count: { field }, equals: 0 },
    ];
    for (const condition of conditions) {
      const { policy } = compileDefinition({ if: condition, then: { effect: 'audit' } }, { aliases });
      const answer = policy?.answer(resource, { ...context, resourceGroup: {} });
      expect(answer, JSON.stringify(condition)).toEqual({ effect: undefined, matches: undefined, reason });
    }
  });
});

it('tags by such a name are where the others are, with plain paths too', () => {
  const body = { if: { field: "[field('kind')]", exists: true }, then: { effect: 'audit' } };
  const { policy } = compileDefinition(body, { fields: 'paths' });
  const matches = (of: Resource) => policy?.answer({ ...of, kind: 'tags.env' }, context).matches;
  expect([matches({ tags: { env: 1 } }), matches({ properties: { tags: { env: 1 } } })]).toEqual([true, false]);
});

describe('a name of a field that is worked out means what a written one means', () => {
  const tests: readonly JsonObject[] = [
    { exists: true },
    { equals: 'x' },
    { notEquals: 'x' },
    { equals: 5 },
    { equals: type.toUpperCase() },
    { equals: 'WestEurope' },
    { match: 'West Europe' },
    { like: '*of the*' },
    { equals: '2020-01-01' },
    { equals: 'parent/child' },
    { in: ["[concat('West ', field('name'))]", "[concat('West', 'Europe')]"] },
    { greater: 0 },
    { greater: 1 },
  ];
  const others: readonly Resource[] = [
    { type },
    { type, tags: null, properties: { tags: { env: 'x' }, 'one/two': { three: 'of the whole' }, two: { three: 'x' } } },
    { type: 'X.Y/z', properties: { size: 5, list: ['x'] } },
  ];

  it.each(names)('%s', (name) => {
    for (const of of [resource, ...others]) {
      for (const test of tests) {
        const about = JSON.stringify([test, of]);
        expect(answers({ field: "[field('kind')]", ...test }, of, name), about).toEqual(answers({ field: name, ...test }, of, name));
      }
    }
  });

  it.each(names)('%s in field()', (name) => {
    const value = (inner: string): JsonObject => ({ value: `[string(field(${inner}))]`, equals: '' });
    const read = (inner: string, of: Resource): readonly unknown[] => {
      const body = { if: { not: value(inner) }, then: { effect: 'audit', details: { found: `[string(field(${inner}))]` } } };
      const { policy } = compileDefinition(body, { aliases });
      const named = { ...of, kind: name };
      return [policy?.details(named, context), policy?.details(named, context)];
    };
    for (const of of [resource, ...others]) {
      expect(read("field('kind')", of), JSON.stringify(of)).toEqual(read(`'${name.replaceAll("'", "''")}'`, of));
    }
  });

  it.each(['A.B/c/list[*]', 'A.B/c/rules[*]', 'A.B/c/rules[*].ranges[*]', 'A.B/c/none[*]', 'X.Y/z/others[*]'])(
    'the count of %s',
    (name) => {
      const wheres: readonly JsonObject[] = [
        {},
        { where: { field: 'A.B/c/size', equals: 5 } },
        { where: { field: 'A.B/c/list[*]', equals: 'x' } },
        { where: { field: 'A.B/c/rules[*].port', equals: 1 } },
        { where: { value: "[field('identity.type')]", equals: 'SystemAssigned' } },
      ];
      for (const of of [resource, ...others]) {
        for (const where of wheres) {
          for (const equals of [0, 1, 2, 3]) {
            const count = (field: string): JsonObject => ({ count: { field, ...where }, equals });
            expect(answers(count("[field('kind')]"), of, name), JSON.stringify([where, of])).toEqual(answers(count(name), of, name));
          }
        }
      }
    },
  );
});
