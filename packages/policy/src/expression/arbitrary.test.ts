import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { functionNames } from '../functions/functions.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { compileExpression } from './compile.ts';
import { ExpressionFailure } from './environment.ts';
import type { ExpressionNode } from './node.ts';
import { parseExpression } from './parse.ts';
import { printExpression } from './print.ts';

const name = fc.constantFrom(...functionNames, 'Concat', 'TOLOWER', 'unknown', 'listKeys', 'reference');
const property = fc.constantFrom('name', 'tags', 'Env', '__proto__', 'constructor', 'length', 'a1_');
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 2 ** 53, -(2 ** 63)),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    "it's",
    '',
    '[x]',
    'YQ==',
    '{0:N2} {1}',
    '10.0.0.0/8',
    '2024-01-15T12:00:00Z',
    'P1D',
    'a[*]',
    '{"__proto__":[1]}',
    '%41',
    'http://a/b',
  ),
);

const { node } = fc.letrec<{ node: ExpressionNode; access: ExpressionNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ kind: fc.constant('number' as const), value: number, offset: fc.constant(0) }),
    fc.record({ kind: fc.constant('text' as const), value: text, offset: fc.constant(0) }),
    fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom('true', 'False', 'null'), offset: fc.constant(0) }),
    tie('access'),
    fc.record({ kind: fc.constant('minus' as const), of: tie('access'), offset: fc.constant(0) }),
  ),
  access: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ kind: fc.constant('call' as const), name, arguments: fc.array(tie('node'), { maxLength: 4 }), offset: fc.constant(0) }),
    fc.record({ kind: fc.constant('property' as const), of: tie('access'), name: property, offset: fc.constant(0) }),
    fc.record({ kind: fc.constant('element' as const), of: tie('access'), index: tie('node'), offset: fc.constant(0) }),
  ),
}));

const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
const object = fc.option(fc.dictionary(fc.constantFrom('name', 'Tags', 'env', '__proto__'), json) as fc.Arbitrary<JsonObject>, {
  nil: undefined,
});

/** The tree without its offsets, which printing does not keep. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'offset' ? undefined : Object.is(inner, -0) ? '-0' : inner)));

describe('random expressions', () => {
  test('parsing what was printed gives the same tree', () => {
    fc.assert(
      fc.property(node, (root) => {
        const parsed = parseExpression(printExpression(root));
        expect(parsed.kind === 'expression' ? bare(parsed.root) : parsed).toEqual(bare(root));
      }),
      { numRuns: 1_000 },
    );
  });

  test('running never throws, gives the same twice, and gives the constant when there is one', () => {
    fc.assert(
      fc.property(node, json, object, object, fc.option(json, { nil: undefined }), (root, parameter, group, request, field) => {
        const compiled = compileExpression(root, { parameters: new Map([['env', parameter]]) });
        const environment = {
          context: {
            now: '2025-02-20T12:00:00Z',
            ...(group && { resourceGroup: group, subscription: group }),
            ...(request && { requestContext: request }),
          },
          field: () => field,
          current: () => field,
        };
        const outcome = compiled.run(environment);
        if (!(outcome instanceof ExpressionFailure) && outcome !== undefined) expect(JSON.stringify(outcome)).toBeTypeOf('string');
        expect(compiled.run(environment)).toEqual(outcome);
        if (compiled.constant !== undefined) expect(compiled.constant).toEqual(outcome);
      }),
      { numRuns: 3_000 },
    );
  });

  test('reading never throws, whatever the text', () => {
    const word = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      ',',
      '.',
      "'",
      "''",
      '-',
      ' ',
      'concat',
      'field',
      '1',
      '1.5e',
      '$',
      'é',
      '\u{1F600}',
      '\n',
      '"',
      '{',
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const parsed = parseExpression(`[${words.join('')}]`);
        expect(['literal', 'expression', 'problem']).toContain(parsed.kind);
      }),
      { numRuns: 3_000 },
    );
  });
});
