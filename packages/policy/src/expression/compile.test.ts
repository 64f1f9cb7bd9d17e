import { describe, expect, test } from 'vitest';
import type { EvaluationContext } from '../evaluation.ts';
import type { JsonValue } from '../json.ts';
import { type CompiledExpression, compileExpression } from './compile.ts';
import { ExpressionFailure } from './environment.ts';
import { parseExpression } from './parse.ts';

function compile(text: string, parameters?: ReadonlyMap<string, JsonValue | undefined>): CompiledExpression {
  const parsed = parseExpression(text);
  if (parsed.kind !== 'expression') throw new Error(`not an expression: ${JSON.stringify(parsed)}`);
  return compileExpression(parsed.root, parameters === undefined ? {} : { parameters });
}

const environment = (context: EvaluationContext = { now: '' }) => ({ context, field: (name: string) => name, current: () => null });

describe('problems', () => {
  test.each([
    ['[nope()]', 'unknown-function', 1],
    ['[concat(nope(), nope2())]', 'unknown-function', 8],
    ["[reference('x')]", 'function-not-allowed', 1],
    ["[listKeys('x', '2020-01-01')]", 'function-not-allowed', 1],
    ["[ResourceId('a')]", 'function-not-allowed', 1],
    ['[newGuid()]', 'function-not-allowed', 1],
    ["[variables('a')]", 'function-not-allowed', 1],
    ['[not()]', 'wrong-argument-count', 1],
    ["[split('a')]", 'wrong-argument-count', 1],
    ["[field('a', 'b')]", 'wrong-argument-count', 1],
    ['[field()]', 'wrong-argument-count', 1],
    ['[parameters()]', 'wrong-argument-count', 1],
    ["[current('a', 'b')]", 'wrong-argument-count', 1],
    ['[resourceGroup(1)]', 'wrong-argument-count', 1],
    ["[parameters('other')]", 'undefined-parameter', 1],
    ['[name]', 'expression-syntax', 1],
  ])('%s has %s', (text, code, offset) => {
    const compiled = compile(text, new Map([['known', 1]]));
    expect(compiled.problems[0]).toMatchObject({ code, offset });
    expect(compiled.problems[0]?.hint).not.toBe('');
    expect(compiled.constant).toBeUndefined();
    expect(compiled.run(environment())).toBeInstanceOf(ExpressionFailure);
  });

  test('every problem is reported, those in branches never taken too', () => {
    expect(compile("[if(true, nope(), concat(not(), parameters('x')))]", new Map()).problems.map(({ code }) => code)).toEqual([
      'unknown-function',
      'wrong-argument-count',
      'undefined-parameter',
    ]);
  });

  test('without declared parameters none is undefined, but none has a value', () => {
    const compiled = compile("[parameters('x')]");
    expect(compiled.problems).toEqual([]);
    expect(compiled.run(environment())).toMatchObject({ function: 'parameters', reason: "the parameter 'x' has no value" });
  });
});

describe('folding', () => {
  test.each([
    ["[concat(parameters('A'), '-', toUpper('b'))]", 'x-B'],
    ["[if(empty(parameters('a')), 1, length(parameters('a')))]", 1],
    ["[and(equals(parameters('a'), 'X'), true)]", true],
    ['[null]', null],
    ["[createObject('k', 1).k]", 1],
    ["[coalesce(null, 'c')]", 'c'],
  ])('%s is the constant %j', (text, value) => {
    expect(compile(text, new Map([['a', 'x']])).constant).toEqual(value);
  });

  test.each([
    ["[field('a')]"],
    ['[utcNow()]'],
    ['[current()]'],
    ["[concat('a', policy().x)]"],
    ['[div(1, 0)]'],
    ["[json('{}').x]"],
    ["[if(field('a'), 1, 1)]"],
  ])('%s is not constant', (text) => {
    expect(compile(text).constant).toBeUndefined();
  });
});

describe('reads', () => {
  test('names, context and parameters are listed once each', () => {
    const compiled = compile(
      "[concat(field('A'), field('A'), field(concat('b', '')), current('c'), current(), utcNow(), utcNow(), parameters('P'), parameters('p'))]",
      new Map([['p', 'x']]),
    );
    expect(compiled.reads).toEqual({
      fields: ['A', 'b'],
      currents: ['c', undefined],
      computed: false,
      context: new Set(['utcNow']),
      contextValues: new Set(['utcNow']),
      parameters: ['p'],
    });
    expect(compiled.calls).toBe(11);
  });

  test.each([
    ['[resourceGroup().managedBy]', ['resourceGroup.managedby']],
    ["[concat(resourceGroup().Name, subscription()['id'])]", ['resourceGroup.name', 'subscription']],
    ['[string(subscription())]', ['subscription']],
  ])('%s reads of the context %j', (text, values) => {
    expect([...compile(text).reads.contextValues]).toEqual(values);
  });

  test.each([["[field(field('x'))]"], ["[current(concat(utcNow(), ''))]"]])('%s reads a computed name', (text) => {
    expect(compile(text).reads.computed).toBe(true);
  });
});

describe('running', () => {
  test('only the branch taken is evaluated', () => {
    const asked: string[] = [];
    const compiled = compile("[if(equals(field('a'), 'a'), field('b'), field('c'))]");
    compiled.run({ ...environment(), field: (name) => (asked.push(name), name) });
    expect(asked).toEqual(['a', 'b']);
  });

  test('a context may carry claims', () => {
    const context: EvaluationContext & { claims: JsonValue } = { now: '', claims: { outcome: 'Succeeded' } };
    expect(compile('[claims().outcome]').run(environment(context))).toBe('Succeeded');
  });

  test('the API version of the request comes before the default', () => {
    const compiled = compile('[requestContext().apiVersion]');
    expect(compiled.run(environment({ now: '', requestContext: { apiVersion: '2023-01-01' } }))).toBe('2023-01-01');
    expect(compiled.run(environment())).toBe('9999-12-31');
  });

  test('an engine limit inside a host function becomes a failure', () => {
    const deep = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    const reason = 'a limit of the JavaScript engine was reached: Maximum call stack size exceeded';
    expect(compile("[field('a')]").run({ ...environment(), field: deep })).toEqual(new ExpressionFailure('', reason));
  });

  test("a mistake inside a host function is nobody else's", () => {
    const mistaken = (): never => {
      throw new Error('ours');
    };
    expect(() => compile("[field('a')]").run({ ...environment(), field: mistaken })).toThrow('ours');
  });

  test.each([
    ["[field(field('a'))]", 5, new ExpressionFailure('field', 'the name must be a text')],
    ["[current(field('a'))]", null, new ExpressionFailure('current', 'the name must be a text')],
    ["[parameters(field('a'))]", true, new ExpressionFailure('parameters', 'the name must be a text')],
    ["[parameters(field('a'))]", 'P', 'of p'],
    ["[parameters(field('a'))]", 'Q', new ExpressionFailure('parameters', "the parameter 'Q' has no value")],
    ["[parameters(field('a'))]", undefined, undefined],
    ['[field(div(1, 0))]', 'x', new ExpressionFailure('div', 'division by zero')],
    ['[field(1)]', 'x', new ExpressionFailure('field', 'the name must be a text')],
    ['[current(1)]', 'x', new ExpressionFailure('current', 'the name must be a text')],
    ['[parameters(1)]', 'x', new ExpressionFailure('parameters', 'the name must be a text')],
    ["[-field('a')]", 5, -5],
    ["[-field('a')]", 0, 0],
    ["[-field('a')]", '5', new ExpressionFailure('-', 'only a number can have a sign')],
    ["[-field('a')]", undefined, undefined],
    ["[field('a').b]", { B: null }, null],
    ["[field('a').b]", undefined, undefined],
    ["[concat(field('a'), 'b', 'c')]", undefined, undefined],
  ])('%s where the field is %j', (text, value, outcome) => {
    const compiled = compile(text, new Map([['p', 'of p']]));
    expect(compiled.run({ ...environment(), field: () => value, current: () => 'of current' })).toEqual(outcome);
    expect(compiled.problems).toEqual([]);
  });

  test('values that nest 200,000 deep fail instead of overflowing the stack', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as JsonValue;
    for (const call of ['string', 'length', 'empty', 'union', 'intersection', 'flatten', 'first', 'array']) {
      expect(() => compile(`[${call}(field('a'))]`).run({ ...environment(), field: () => deep })).not.toThrow();
    }
    expect(compile("[equals(field('a'), field('b'))]").run({ ...environment(), field: () => deep })).toBe(true);
  });
});
