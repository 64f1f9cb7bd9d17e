import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.ts';
import { operatorNames } from '../operators/operators.ts';
import type { Resource } from '../resource.ts';

export const type = 'A.B/c';

/** Paths that the plain rule would not give: below an element's own properties, at the root, through a list that the alias does not name. */
const pathByAlias: Readonly<Record<string, string>> = {
  'A.B/c/size': 'properties.size',
  'A.B/c/list': 'properties.list',
  'A.B/c/list[*]': 'properties.list[*]',
  'A.B/c/rules': 'properties.rules',
  'A.B/c/rules[*]': 'properties.rules[*]',
  'A.B/c/rules[*].port': 'properties.rules[*].properties.port',
  'A.B/c/rules[*].tags': 'properties.rules[*].properties.tags',
  'A.B/c/rules[*].ranges[*]': 'properties.rules[*].properties.ranges[*]',
  'A.B/c/rules[*].ranges[*].from': 'properties.rules[*].properties.ranges[*].from',
  'A.B/c/sku.name': 'sku.name',
  'A.B/c/logs.on': 'properties.logs[*].on',
};
const foreign: Readonly<Record<string, string>> = { 'X.Y/z/other': 'properties.size', 'X.Y/z/others[*]': 'properties.list[*]' };

export const catalogue: JsonObject = { [type]: pathByAlias, 'X.Y/z': foreign };

const special: Readonly<Record<string, string>> = {
  type: 'type',
  location: 'location',
  name: 'name',
  kind: 'kind',
  tags: 'tags',
  'tags.env': 'tags.env',
  "tags['Cost-Center']": 'tags.Cost-Center',
  'identity.type': 'identity.type',
};

const partsByName = new Map(
  Object.entries({ ...pathByAlias, ...special }).map(([name, path]) => [name.toLowerCase(), path.replaceAll('[*]', '.[*]').split('.')]),
);

/** What each name of these rules stands for; undefined for the aliases of another type. */
export const partsOf = (name: string): readonly string[] | undefined => partsByName.get(name.toLowerCase());

const names = [...Object.keys(pathByAlias), ...Object.keys(foreign), ...Object.keys(special)];
const lists = names.filter((name) => name.endsWith('[*]') || name.endsWith('[*].from') || name.endsWith('[*].port'));
/** Names are compared without case. */
const spelled = (name: string): fc.Arbitrary<string> => fc.constantFrom(name, name, name.toUpperCase());
const anyName = fc.constantFrom(...names).chain(spelled);
const listName = fc.constantFrom(...lists).chain(spelled);

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    false,
    '',
    'x',
    'X',
    'ß',
    'SS',
    'true',
    '2',
    0,
    1,
    2,
    1.5,
    'a*',
    '##',
    'West Europe',
    'westeurope',
    type,
  ),
  fc.string({ maxLength: 3 }).filter((text) => !text.startsWith('[')),
);

/** A resource of the type, in every degree of disarray. */
const odd = (usual: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.oneof(
    { weight: 8, arbitrary: usual },
    { weight: 1, arbitrary: scalar },
    { weight: 1, arbitrary: fc.constant<JsonValue>({ port: 1 }) },
  );
const record = (model: Record<string, fc.Arbitrary<JsonValue>>): fc.Arbitrary<JsonValue> =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<JsonValue>;
const listOf = (item: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> => odd(fc.array(item, { maxLength: 3 }));
const range = odd(record({ from: scalar }));
const rule = odd(
  record({
    properties: odd(record({ port: scalar, tags: odd(fc.constant<JsonValue>({ env: 'x' })), ranges: listOf(range) })),
    port: scalar,
  }),
);
export const resource = fc.record(
  {
    type: fc.constant(type),
    name: scalar,
    kind: scalar,
    location: scalar,
    sku: odd(record({ name: scalar })),
    tags: odd(record({ env: scalar, 'cost-center': scalar })),
    identity: odd(record({ type: scalar })),
    properties: odd(
      record({ size: scalar, list: listOf(scalar), rules: listOf(rule), logs: listOf(odd(record({ on: scalar }))), other: scalar }),
    ),
  },
  { requiredKeys: ['type'], noNullPrototype: true },
) as fc.Arbitrary<Resource>;

export const context = {
  now: '2026-01-01T00:00:00Z',
  resourceGroup: { name: 'x', location: 'westeurope', tags: { env: 'X' } },
};
export const parameters: JsonObject = { text: 'x', number: 2, list: ['x', 2, null], object: { env: 'x' }, effect: 'audit' };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const call = (name: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((given) => `${name}(${given.join(', ')})`);

type Expressions = Readonly<Record<'text' | 'number' | 'truth' | 'list' | 'any', string>>;

/** Inside of expressions. Kinds fit mostly, so that most yield a value; `any` mixes them, so that some do not. */
const { any: expression } = fc.letrec<Expressions>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('x', 'X', '', 'a,b', '2', 'env', 'West Europe').map(quoted),
    call('field', anyName.map(quoted)),
    fc.constantFrom(
      "parameters('text')",
      "parameters('TEXT')",
      "field('tags').env",
      "resourceGroup().tags['Env']",
      'resourceGroup().tags.none',
    ),
    fc.constantFrom("current('n')", "current('N')", 'current()', "current('default')"),
    call('current', listName.map(quoted)),
    call('toLower', tie('text')),
    call('concat', tie('text'), tie('text')),
    call('if', tie('truth'), tie('text'), tie('text')),
    call('coalesce', tie('any'), tie('text')),
    call('first', tie('list')),
    call('tryGet', fc.constantFrom("field('tags')", "parameters('object')"), tie('text')),
  ),
  number: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('0', '1', '2', '-1', "parameters('number')"),
    call('length', tie('any')),
    call('add', tie('number'), tie('number')),
    call('int', tie('text')),
    tie('list').map((list) => `${list.endsWith(')') ? list : `createArray(${list})`}[0]`),
  ),
  truth: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('true()', 'false()', "'true'", 'null()'),
    call('equals', tie('any'), tie('any')),
    call('contains', tie('any'), tie('text')),
    call('empty', tie('any')),
    call('not', tie('truth')),
    call('and', tie('truth'), tie('truth')),
    call('or', tie('truth'), tie('truth')),
    call('greater', tie('number'), tie('number')),
  ),
  list: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    call('field', listName.map(quoted)),
    fc.constant("parameters('list')"),
    call('createArray', tie('any'), tie('any')),
    call('split', tie('text'), fc.constant("','")),
    call('union', tie('list'), tie('list')),
    call('take', tie('list'), tie('number')),
  ),
  any: fc.oneof({ maxDepth: 3, depthSize: 'small' }, tie('text'), tie('number'), tie('truth'), tie('list')),
}));

const bracketed = expression.map((inside): JsonValue => `[${inside}]`);
const mostly = (plain: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: bracketed });
const plainRight = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.constant<JsonValue>({ env: 'x' }));
const right = fc.oneof(
  { weight: 6, arbitrary: mostly(plainRight) },
  { weight: 1, arbitrary: fc.array(mostly(scalar), { maxLength: 3 }) as fc.Arbitrary<JsonValue> },
);
const comparison = fc.tuple(fc.constantFrom(...operatorNames), right);
/** Counts are compared with small numbers mostly. */
const counted = fc.oneof(
  fc.tuple(fc.constantFrom(...operatorNames), fc.oneof(fc.integer({ min: -1, max: 4 }), fc.constantFrom(0.5, 1.5))),
  comparison,
);
const computed = fc
  .tuple(expression, anyName, anyName)
  .map(([inside, one, other]): JsonValue => `[if(equals(1, length(${inside})), ${quoted(one)}, ${quoted(other)})]`);
const fieldName = fc.oneof({ weight: 8, arbitrary: anyName }, { weight: 1, arbitrary: computed });
const countName = fc.option(fc.constantFrom('n', 'N', 'default'), { nil: undefined });

export const condition: fc.Arbitrary<JsonObject> = fc.letrec<{ any: JsonObject }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.tuple(fieldName, comparison).map(([field, [operator, value]]): JsonObject => ({ field, [operator]: value })),
    fc.tuple(bracketed, comparison).map(([value, [operator, wanted]]): JsonObject => ({ value, [operator]: wanted })),
    fc
      .tuple(listName, fc.option(tie('any'), { nil: undefined }), counted)
      .map(([field, where, [operator, value]]): JsonObject => ({ count: where ? { field, where } : { field }, [operator]: value })),
    fc.tuple(mostly(fc.array(scalar, { maxLength: 3 })), countName, tie('any'), counted).map(
      ([value, name, where, [operator, wanted]]): JsonObject => ({
        count: name === undefined ? { value, where } : { value, name, where },
        [operator]: wanted,
      }),
    ),
    fc.array(tie('any'), { maxLength: 3 }).map((allOf): JsonObject => ({ allOf })),
    fc.array(tie('any'), { maxLength: 3 }).map((anyOf): JsonObject => ({ anyOf })),
    tie('any').map((not): JsonObject => ({ not })),
  ),
})).any;
