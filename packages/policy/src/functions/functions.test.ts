import { describe, expect, test } from 'vitest';
import { compileExpression } from '../expression/compile.ts';
import { type ExpressionEnvironment, ExpressionFailure } from '../expression/environment.ts';
import { parseExpression } from '../expression/parse.ts';
import type { JsonValue } from '../json.ts';
import { forbiddenFunctions } from './forbidden.ts';
import { ends } from './functions.ends.fixture.ts';
import { rows } from './functions.rows.fixture.ts';
import { functionNames } from './functions.ts';

/** An array in an array, so many levels deep. */
const nested = (levels: number): JsonValue => (levels === 0 ? [] : [nested(levels - 1)]);

const fields: Readonly<Record<string, JsonValue>> = {
  name: 'My-VM',
  nothing: null,
  list: ['a', 'b', 'c'],
  tags: { Env: 'prod', 'cost-center': 7 },
  long: 'x'.repeat(131_072),
  wide: Array.from({ length: 100_000 }, (_, at) => at),
  most: Array.from({ length: 131_072 }, (_, at) => at),
  'most texts': Array.from({ length: 1_001 }, (_, at) => String(at + 1)),
  deep: nested(128),
  deepest: nested(127),
};
const environment: ExpressionEnvironment = {
  context: {
    now: '2025-02-20T12:00:00Z',
    subscription: { subscriptionId: '0000', displayName: 'Main' },
    resourceGroup: { name: 'rg', location: 'eastus', tags: { Owner: 'me' } },
    policy: { assignmentId: '/assignment' },
  },
  field: (name) => fields[name],
  current: (name) => (name === undefined ? 'innermost' : `current ${name}`),
};
const parameters = new Map<string, JsonValue | undefined>([
  ['items', ['x', 'Y']],
  ['object', { one: { two: [1, { three: 3 }] } }],
  ['__proto__', 'safe'],
  ['unset', undefined],
  ['nil', null],
]);

describe('an expression yields', () => {
  test.each([...rows, ...ends])('[%s] -> %j', (text, wanted) => {
    const parsed = parseExpression(`[${text}]`);
    if (parsed.kind !== 'expression') throw new Error(`not an expression: ${JSON.stringify(parsed)}`);
    const compiled = compileExpression(parsed.root, { parameters });
    expect(compiled.problems).toEqual([]);
    const outcome = compiled.run(environment);
    if (typeof wanted === 'string' && wanted.startsWith('fails: ')) {
      if (!(outcome instanceof ExpressionFailure)) throw new Error(`it is ${JSON.stringify(outcome)}`);
      expect(outcome.reason).toContain(wanted.slice(7));
      expect([...functionNames, '-', '[]']).toContain(outcome.function);
      expect(text).toContain(outcome.function.slice(0, 1) === '[' ? '[' : outcome.function);
    } else {
      expect(outcome).toEqual(wanted);
    }
  });
});

test('an instant of the run that is no date is told', () => {
  const parsed = parseExpression("[utcNow('d')]");
  if (parsed.kind !== 'expression') throw new Error('not an expression');
  const outcome = compileExpression(parsed.root, { parameters }).run({ ...environment, context: { now: 'noon' } });
  expect(outcome).toEqual(new ExpressionFailure('utcNow', 'the instant of the run, "noon", is not an ISO 8601 date'));
});

test('functions that list are told from those that merely sound so', () => {
  expect(forbiddenFunctions('listkeys')).toContain('A rule reads one resource');
  expect(['mylist', 'list.x', 'unlistkeys'].map(forbiddenFunctions)).toEqual([undefined, undefined, undefined]);
});

test('every function has a row', () => {
  const used = new Set(rows.flatMap(([text]) => Array.from(text.matchAll(/([A-Za-z0-9]+)\s*\(/g), ([, name = '']) => name)));
  expect(functionNames.filter((name) => !used.has(name))).toEqual([]);
});

test('the values of rows are JSON without prototypes touched', () => {
  expect(Object.hasOwn(Object.prototype, '1')).toBe(false);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
