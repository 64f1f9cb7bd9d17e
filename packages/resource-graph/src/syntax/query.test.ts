import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastInstant } from '../times.ts';
import type { Expression, Named, OperatorNode, OrderKey, Query } from './node.ts';
import { printQuery } from './print.fixture.ts';
import { parseQuery } from './query.ts';

const at = 0;
const names = fc.constantFrom('name', 'properties', 'tags', 'x1', '_y', 'a b', "it's", 'Ünïcode');
const bareNames = fc.constantFrom('name', 'properties', 'x1', '_y');
const texts = fc.oneof(fc.string(), fc.constantFrom('', "'", '\\', 'a\nb', '|', '//', '"'));
const scalars: fc.Arbitrary<Expression> = fc.oneof(
  texts.map((value): Expression => ({ kind: 'literal', type: 'string', value, at })),
  fc.nat().map((value): Expression => ({ kind: 'literal', type: 'long', value, at })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Expression => ({ kind: 'literal', type: 'real', value: value + 0, at })),
  fc.boolean().map((value): Expression => ({ kind: 'literal', type: 'bool', value, at })),
  fc.bigInt(0n, lastInstant).map((value): Expression => ({ kind: 'literal', type: 'datetime', value, at })),
  fc.bigInt(-(10n ** 17n), 10n ** 17n).map((value): Expression => ({ kind: 'literal', type: 'timespan', value, at })),
  fc.constantFrom('int', 'datetime', 'bool', 'real').map((type): Expression => ({ kind: 'literal', type: type as 'int', value: null, at })),
  fc
    .jsonValue({ noUnicodeString: false })
    .map((value): Expression => ({ kind: 'literal', type: 'dynamic', value: JSON.parse(JSON.stringify(value)), at })),
  names.map((name): Expression => ({ kind: 'name', name, at })),
);

const { expression, query } = fc.letrec<{ expression: Expression; query: Query }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    scalars,
    fc.record({
      kind: fc.constant('path' as const),
      of: bareNames.map((name): Expression => ({ kind: 'name', name, at })),
      steps: fc.array(
        fc.oneof(
          texts.map((name) => ({ kind: 'member' as const, name, at })),
          fc.nat().map((value) => ({ kind: 'index' as const, of: { kind: 'literal' as const, type: 'long' as const, value, at }, at })),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('tostring', 'f', 'count'),
      arguments: fc.array(tie('expression'), { maxLength: 3 }),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('logical' as const),
      operator: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('arithmetic' as const),
      first: tie('expression'),
      rest: fc.constantFrom(['+', '-'] as const, ['*', '/', '%'] as const).chain((operators) =>
        fc.array(fc.record({ operator: fc.constantFrom(...operators), operand: tie('expression'), at: fc.constant(at) }), {
          minLength: 1,
          maxLength: 3,
        }),
      ),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('comparison' as const),
      operator: fc.constantFrom('==', '!=', '<', '>=', '=~', '!~', 'has', '!contains', 'startswith_cs', 'matches regex'),
      left: tie('expression'),
      right: tie('expression'),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('membership' as const),
      operator: fc.constantFrom('in', '!in', 'in~', '!in~', 'has_any', 'has_all'),
      left: tie('expression'),
      among: fc.oneof(
        fc.array(tie('expression'), { maxLength: 3 }),
        tie('query').map((of) => [{ kind: 'nested' as const, query: of, at }]),
      ),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('between' as const),
      isNot: fc.boolean(),
      of: tie('expression'),
      from: tie('expression'),
      to: tie('expression'),
      at: fc.constant(at),
    }),
  ),
  query: fc.record({
    kind: fc.constant('query-node' as const),
    lets: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'let' },
      fc.constant([]),
      fc.array(fc.record({ kind: fc.constant('scalar' as const), name: bareNames, value: tie('expression'), at: fc.constant(at) }), {
        maxLength: 2,
      }),
    ),
    pipeline: fc.record({
      source: fc.constant({ kind: 'table' as const, name: 'resources', isImplied: false, at }),
      operators: fc.array(operators(tie('expression') as fc.Arbitrary<Expression>, tie('query') as fc.Arbitrary<Query>), {
        minLength: 1,
        maxLength: 4,
      }),
      at: fc.constant(at),
    }),
    at: fc.constant(at),
  }),
}));

function operators(of: fc.Arbitrary<Expression>, inner: fc.Arbitrary<Query>): fc.Arbitrary<OperatorNode> {
  const here = fc.constant(at);
  const named: fc.Arbitrary<Named> = fc.record({
    names: fc.oneof(
      fc.constant([]),
      names.map((name) => [name]),
    ),
    of,
    at: here,
  });
  const some = fc.array(named, { minLength: 1, maxLength: 3 });
  const keys: fc.Arbitrary<readonly OrderKey[]> = fc.array(
    fc.record({ of, isAscending: fc.boolean(), isNullFirst: fc.boolean(), at: here }),
    { minLength: 1, maxLength: 2 },
  );
  const count = fc.nat().map((value): Expression => ({ kind: 'literal', type: 'long', value, at }));
  return fc.oneof(
    { maxDepth: 3, depthIdentifier: 'query' },
    fc.record({ kind: fc.constant('where' as const), predicate: of, at: here }),
    fc.record({ kind: fc.constantFrom('project' as const, 'extend' as const, 'distinct' as const), columns: some, at: here }),
    fc.record({
      kind: fc.constantFrom('project-away' as const, 'project-keep' as const),
      patterns: fc.array(fc.record({ pattern: fc.constantFrom('na*', '*', '*a*', 'name'), order: fc.constant(undefined), at: here }), {
        minLength: 1,
        maxLength: 2,
      }),
      at: here,
    }),
    fc.record({ kind: fc.constant('summarize' as const), aggregates: some, by: fc.array(named, { maxLength: 2 }), at: here }),
    fc.constant({ kind: 'count' as const, at }),
    fc.record({ kind: fc.constant('sort' as const), keys, at: here }),
    fc.record({ kind: fc.constant('top' as const), count, keys, at: here }),
    fc.record({ kind: fc.constant('take' as const), count, at: here }),
    fc.record({
      kind: fc.constant('join' as const),
      join: fc.constantFrom('inner' as const, 'leftouter' as const, 'rightanti' as const),
      right: inner,
      on: fc.array(of, { minLength: 1, maxLength: 2 }),
      at: here,
    }),
    fc.record({
      kind: fc.constant('union' as const),
      isInner: fc.boolean(),
      withSource: fc.constantFrom(undefined, 'T'),
      legs: fc.array(inner, { minLength: 1, maxLength: 2 }),
      at: here,
    }),
    fc.record({
      kind: fc.constant('mv-expand' as const),
      isArray: fc.boolean(),
      withIndex: fc.constantFrom(undefined, 'i'),
      columns: fc.array(
        fc.record({ name: fc.constantFrom(undefined, 'x'), of, type: fc.constantFrom(undefined, 'long' as const), at: here }),
        { minLength: 1, maxLength: 2 },
      ),
      limit: fc.oneof(fc.constant(undefined), count),
      at: here,
    }),
    fc.record({
      kind: fc.constantFrom('parse' as const, 'parse-where' as const),
      mode: fc.constantFrom('simple' as const, 'regex' as const),
      flags: fc.constant(''),
      of: bareNames.map((name): Expression => ({ kind: 'name', name, at })),
      pieces: fc.array(
        fc.oneof(
          texts.map((text) => ({ kind: 'text' as const, text, at })),
          fc.constant({ kind: 'any' as const, at }),
          fc.record({
            kind: fc.constant('column' as const),
            name: names,
            type: fc.constantFrom('string' as const, 'long' as const),
            at: here,
          }),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      at: here,
    }),
  );
}

/** A tree without its offsets, signs taken into numbers as reading does. */
const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'at' ? undefined : typeof inner === 'bigint' ? `${inner}n` : Object.is(inner, -0) ? 0 : inner,
    ) ?? 'null',
  );

describe('parseQuery', () => {
  it('reads back what is printed', () => {
    fc.assert(
      fc.property(query, (tree) => {
        const text = printQuery(tree);
        expect(withoutPlaces(parseQuery(text)), text).toEqual(withoutPlaces(tree));
      }),
      { numRuns: 150 },
    );
  });

  it('reads expressions of any depth that it prints', () => {
    fc.assert(
      fc.property(expression, (of) => {
        const tree: Query = {
          kind: 'query-node',
          lets: [],
          pipeline: { source: { kind: 'print', columns: [{ names: ['x'], of, at }], at }, operators: [], at },
          at,
        };
        expect(withoutPlaces(parseQuery(printQuery(tree)))).toEqual(withoutPlaces(tree));
      }),
      { numRuns: 400 },
    );
  });
});
