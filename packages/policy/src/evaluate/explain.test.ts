import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';

const context = { now: '2026-01-01T00:00:00Z', resourceGroup: { name: 'g' } };
const resource: Resource = {
  type: 'A.B/c',
  name: 'x',
  location: 'West Europe',
  tags: { env: 'prod' },
  rules: [{ port: 22, open: true }, { port: 80, open: false }, { open: true }],
};
const compile = (condition: JsonValue, then: JsonObject = { effect: 'audit' }) => {
  const { policy, problems } = compileDefinition({ if: condition, then }, { fields: 'paths', parameters: { p: 'prod' } });
  if (!policy) throw new Error(JSON.stringify(problems));
  return policy;
};
const test = (rest: JsonObject): JsonObject => ({ kind: 'test', of: [], ...rest });

describe('an explanation', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'a field',
      { field: 'name', Equals: 'x' },
      test({ path: '$.if', subject: 'name', operator: 'Equals', found: 'x', expected: 'x', result: true }),
    ],
    [
      'a field that is not there',
      { field: 'none', exists: 'false' },
      test({ path: '$.if', subject: 'none', operator: 'exists', expected: 'false', result: true }),
    ],
    [
      'an expression on the right',
      { field: 'tags.env', equals: "[parameters('p')]" },
      test({ path: '$.if', subject: 'tags.env', operator: 'equals', found: 'prod', expected: 'prod', result: true }),
    ],
    [
      'a value',
      { value: "[concat(field('name'), resourceGroup().name)]", in: ['xg', "[field('name')]"] },
      test({
        path: '$.if',
        subject: "[concat(field('name'), resourceGroup().name)]",
        operator: 'in',
        found: 'xg',
        expected: ['xg', 'x'],
        result: true,
      }),
    ],
    ['a constant', { value: 1, less: 2 }, test({ path: '$.if', subject: '1', operator: 'less', found: 1, expected: 2, result: true })],
    [
      'an array',
      { field: 'rules[*].port', greater: 20 },
      test({ path: '$.if', subject: 'rules[*].port', operator: 'greater', found: [22, 80], expected: 20, result: false }),
    ],
    [
      'a count',
      { count: { field: 'rules[*]', where: { field: 'rules[*].open', equals: true } }, greaterOrEquals: 1 },
      test({ path: '$.if', subject: 'count(rules[*] where …)', operator: 'greaterOrEquals', found: 2, expected: 1, result: true }),
    ],
    [
      'a count of values',
      { count: { value: ['a', 'b'] }, equals: 2 },
      test({ path: '$.if', subject: 'count(["a","b"])', operator: 'equals', found: 2, expected: 2, result: true }),
    ],
    [
      'a count of values that are worked out',
      { count: { value: ['a', "[field('name')]"], name: 'v', where: { value: "[current('v')]", equals: 'x' } }, equals: 1 },
      test({
        path: '$.if',
        subject: `count(["a","[field('name')]"] where …)`,
        operator: 'equals',
        found: 1,
        expected: 1,
        result: true,
      }),
    ],
    [
      'the elements of a list',
      { field: 'rules[*]', exists: true },
      test({ path: '$.if', subject: 'rules[*]', operator: 'exists', found: resource['rules'] ?? null, expected: true, result: true }),
    ],
    [
      'a list that is not there',
      { field: 'none[*]', exists: false },
      test({ path: '$.if', subject: 'none[*]', operator: 'exists', found: [], expected: false, result: true }),
    ],
    [
      'what is true whatever failed in it',
      {
        count: {
          field: 'rules[*]',
          where: {
            anyOf: [
              { field: 'rules[*].open', equals: false },
              { value: "[int(field('name'))]", equals: 1 },
            ],
          },
        },
        greaterOrEquals: 1,
      },
      test({ path: '$.if', subject: 'count(rules[*] where …)', operator: 'greaterOrEquals', expected: 1, result: true }),
    ],
    [
      'a name that is computed',
      { field: "[concat('tags.', if(true(), 'env', 'x'))]", equals: 'dev' },
      test({
        path: '$.if',
        subject: 'tags.env',
        operator: 'equals',
        found: 'prod',
        expected: 'dev',
        result: false,
      }),
    ],
    [
      'a name that hangs on the resource',
      { field: "[concat('tags.', if(equals(field('name'), 'x'), 'env', 'x'))]", equals: 'dev' },
      test({
        path: '$.if',
        subject: 'tags.env',
        operator: 'equals',
        found: 'prod',
        expected: 'dev',
        result: false,
      }),
    ],
    [
      'a function that fails',
      { value: "[int(field('name'))]", equals: 1 },
      test({
        path: '$.if',
        subject: "[int(field('name'))]",
        operator: 'equals',
        expected: 1,
        failure: 'int(): the text "x" cannot be converted',
        found: 'int(): the text "x" cannot be converted',
      }),
    ],
    [
      'everything, decisive or not',
      { anyOf: [{ not: { field: 'name', equals: 'y' } }, { allOf: [] }] },
      {
        kind: 'anyOf',
        path: '$.if',
        result: true,
        of: [
          {
            kind: 'not',
            path: '$.if.anyOf[0]',
            result: true,
            of: [test({ path: '$.if.anyOf[0].not', subject: 'name', operator: 'equals', found: 'x', expected: 'y', result: false })],
          },
          { kind: 'allOf', path: '$.if.anyOf[1]', result: true, of: [] },
        ],
      },
    ],
  ])('of %s', (_, condition, expected) => {
    const { if: explained, existence } = compile(condition).explain(resource, context);
    expect(JSON.parse(JSON.stringify(explained))).toEqual(expected);
    expect(existence).toBeUndefined();
  });

  it('of related resources tells of each candidate', () => {
    const details = { type: 'A.B/d', existenceCondition: { field: 'on', equals: "[field('name')]" } };
    const policy = compile({ field: 'name', equals: 'x' }, { effect: 'auditIfNotExists', details });
    const related = () => [{ on: 'y' }, null as unknown as Resource, { on: 'x', type: 'A.B/d' }];
    const { existence } = policy.explain(resource, { ...context, related });
    expect(existence).toMatchObject([
      { path: '$.then.details.existenceCondition', subject: 'on', found: 'y', expected: 'x', result: false },
      { path: '$.then.details.existenceCondition', found: 'x', expected: 'x', result: true },
    ]);
    expect(policy.explain(resource, context).existence).toEqual([]);
    expect(policy.explain({ ...resource, name: 'z' }, { ...context, related }).existence).toBeUndefined();
    const failing = compile({ field: 'name', equals: 'x' }, { effect: "[concat('audit', int(field('name')))]", details });
    expect(failing.explain(resource, { ...context, related }).existence).toBeUndefined();
  });
});

it('an explanation finds what an alias of a singleton may stand for, as judging does', () => {
  const alias = 'A.B/c/one/two.x';
  const { policy } = compileDefinition({ if: { field: alias, equals: 1 }, then: { effect: 'audit' } });
  for (const properties of [{ two: { x: 1 } }, { 'one/two': { x: 1 } }]) {
    const one = { type: 'A.B/c', properties };
    expect(policy?.evaluate(one, context).compliance).toBe('NonCompliant');
    expect(policy?.explain(one, context).if).toMatchObject({ found: 1, result: true });
  }
});

const type = { field: 'type', equals: 'A.B/c' };
const name = { field: 'name', equals: 'x' };
const env = { field: 'tags.env', equals: 'prod' };
const no = { field: 'tags.env', equals: 'dev' };

describe('what decided', () => {
  it.each<[string, JsonObject, string | undefined]>([
    ['one condition', env, '$.if'],
    ['the last of what had to hold', { allOf: [type, env, { field: 'rules', exists: true }] }, '$.if.allOf[2]'],
    ['the last that is not about the type', { allOf: [env, type, name] }, '$.if.allOf[0]'],
    ['the type, where there is nothing else', { allOf: [type, name] }, '$.if.allOf[1]'],
    ['the first that did not hold', { allOf: [env, no, { field: 'none', exists: true }] }, '$.if.allOf[1]'],
    ['the first that was enough', { anyOf: [no, env, name] }, '$.if.anyOf[1]'],
    ['the first that was enough, of several', { anyOf: [no, env, name, { field: 'rules', exists: true }] }, '$.if.anyOf[1]'],
    ['the type, the last of three', { allOf: [type, name, { field: 'location', exists: true }] }, '$.if.allOf[2]'],
    ['the first that was not enough, of several', { allOf: [no, env, { field: 'none', exists: true }] }, '$.if.allOf[0]'],
    ['the last of what had to fail', { anyOf: [no, { field: 'none', exists: true }] }, '$.if.anyOf[1]'],
    ['inside of a not', { not: { anyOf: [no, { not: env }] } }, '$.if.not.anyOf[1].not'],
    ['a list of nothing', { allOf: [] }, '$.if'],
  ])('%s', (_, condition, path) => {
    expect(compile(condition).decide(resource, context)?.path).toBe(path);
  });

  it('is told with what was found', () => {
    expect(compile({ allOf: [] }).decide(resource, context)).toEqual({
      path: '$.if',
      subject: 'allOf',
      operator: 'allOf',
      found: undefined,
      expected: undefined,
    });
    expect(compile({ value: "[int('x')]", equals: 1 }).decide(resource, context)).toBeUndefined();
  });

  it('of related resources is the candidate that satisfies, else the first, else that there is none', () => {
    const on = (existenceCondition?: JsonObject) =>
      compile(name, {
        effect: 'auditIfNotExists',
        details: existenceCondition ? { type: 'A.B/d', existenceCondition } : { type: 'A.B/d' },
      });
    const decided = (policy: ReturnType<typeof on>, ...candidates: readonly Resource[]) =>
      policy.decide(resource, { ...context, related: () => candidates });
    const policy = on({ field: 'on', equals: true });
    expect(decided(policy, { on: 'no' }, { on: true })).toMatchObject({ path: '$.then.details.existenceCondition', found: true });
    expect(decided(policy, { on: 'no' }, { on: 'never' })).toMatchObject({ found: 'no' });
    expect(decided(policy)).toEqual({
      path: '$.then.details.existenceCondition',
      subject: 'A.B/d',
      operator: 'exists',
      found: undefined,
      expected: true,
    });
    expect(decided(on())).toEqual({ path: '$.then.details', subject: 'A.B/d', operator: 'exists', found: undefined, expected: true });
    expect(on().decide(resource, context)).toBeUndefined();
  });
});

describe('what is judged of related resources', () => {
  const details = { type: 'A.B/d', existenceCondition: { value: "[int(field('n'))]", equals: '[current()]' } };

  it.each<[string, JsonObject, readonly unknown[], string]>([
    [
      'nothing that is there satisfies',
      { type: 'A.B/d', existenceCondition: { field: 'on', notEquals: 1 } },
      [null, 'x', []],
      'NonCompliant',
    ],
    ['without a condition anything that is there does', { type: 'A.B/d' }, [null, {}], 'Compliant'],
    ['without a condition nothing does not', { type: 'A.B/d' }, [null], 'NonCompliant'],
    [
      'one that cannot be judged leaves it to the others',
      { type: 'A.B/d', existenceCondition: { value: "[int(field('name'))]", equals: 1 } },
      [{}],
      'Error',
    ],
    [
      'one that satisfies is enough',
      {
        type: 'A.B/d',
        existenceCondition: {
          anyOf: [
            { field: 'on', equals: 1 },
            { value: '[int(1.5)]', equals: "[int('x')]" },
          ],
        },
      },
      [{}, { on: 1 }],
      'Compliant',
    ],
    ['a constant that holds', { type: 'A.B/d', existenceCondition: { value: 1, equals: 1 } }, [{}], 'Compliant'],
    ['a constant that does not', { type: 'A.B/d', existenceCondition: { value: 1, equals: 2 } }, [{}], 'NonCompliant'],
    ['a type that cannot be worked out', { type: "[string(int('x'))]" }, [{}], 'Error'],
  ])('%s', (_, given, candidates, compliance) => {
    const policy = compile(name, { effect: 'auditIfNotExists', details: given });
    const related = () => candidates as readonly Resource[];
    expect(policy.evaluate(resource, { ...context, related }).compliance).toBe(compliance);
    const begun = policy.begin(resource, context);
    if (begun.compliance === 'Pending') expect(begun.settle(related()).compliance).toBe(compliance);
    else expect(begun.compliance).toBe(compliance);
  });

  it('a reason is told where nothing can be judged', () => {
    const policy = compile(name, { effect: 'auditIfNotExists', details });
    const verdict = policy.evaluate(resource, { ...context, related: () => [{}] });
    expect(verdict).toEqual({ compliance: 'Error', reason: 'int(): argument 1 must be a number or a text, but it is null' });
  });

  it('an effect that hangs on the resource looks for them too', () => {
    const effect = "[if(equals(field('name'), 'x'), 'AuditIfNotExists', 'Audit')]";
    const policy = compile(type, { effect, details: { type: 'A.B/d' } });
    const judged = (one: Resource, related: readonly Resource[]) => policy.evaluate(one, { ...context, related: () => related });
    expect(judged(resource, [])).toEqual({ compliance: 'NonCompliant', effect: 'AuditIfNotExists' });
    expect(judged(resource, [{}])).toEqual({ compliance: 'Compliant', effect: 'AuditIfNotExists' });
    expect(judged({ ...resource, name: 'y' }, [{}])).toEqual({ compliance: 'NonCompliant', effect: 'Audit' });
    expect(judged({ ...resource, type: 'A.B/d' }, [])).toEqual({ compliance: 'NotApplicable' });
  });

  it.each([
    ["[concat('dis', if(equals(field('name'), 'x'), 'abled', ''))]", { compliance: 'NotApplicable' }],
    ["[concat('audti', field('none'))]", { compliance: 'Error', reason: '"audti" is no effect' }],
    ["[if(equals(field('name'), 'x'), createArray(), '')]", { compliance: 'Error', reason: 'the effect is no text' }],
    ["[string(int(field('name')))]", { compliance: 'Error', reason: 'int(): the text "x" cannot be converted' }],
    [
      "[if(equals(field('name'), 'x'), 'manual', '')]",
      { compliance: 'Unknown', reason: 'Somebody has to attest it; no configuration shows it.' },
    ],
  ])('the effect %s', (effect, verdict) => {
    expect(compile(type, { effect }).evaluate(resource, context)).toMatchObject(verdict);
  });
});
