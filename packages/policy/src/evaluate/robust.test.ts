import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';

const context = { now: '2026-01-01T00:00:00Z', related: () => [] };
const words = fc.constantFrom(
  // biome-ignore format: one line a kind
  'if',
  'then',
  'effect',
  'details',
  'type',
  'allOf',
  'anyOf',
  'not',
  'field',
  'value',
  'count',
  'where',
  'name',
  'equals',
  'in',
  'exists',
  'policyRule',
  'properties',
  'parameters',
  'mode',
  'existenceCondition',
  'operations',
  '__proto__',
  'constructor',
  'a[*]',
  'audit',
  'auditIfNotExists',
  "[field('a')]",
  "[current('x')]",
  '[',
  '[]',
  "[parameters('p')]",
  "[concat('a', 1)]",
  'tags[',
  'a[',
  "a['",
);
const anyJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    words,
    fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<JsonValue>,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(words, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const anyResource = fc.dictionary(words, anyJson, { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<Resource>;

const example = JSON.stringify({
  properties: {
    mode: 'All',
    parameters: { p: { type: 'Array', defaultValue: ['x'] } },
    policyRule: {
      if: {
        allOf: [
          { field: 'type', equals: 'A.B/c' },
          { not: { field: 'A.B/c/d[*].e', notEquals: "[first(parameters('p'))]" } },
          {
            count: { value: "[parameters('p')]", name: 'n', where: { field: "[concat('tags[', current('n'), ']')]", exists: false } },
            less: 3,
          },
        ],
      },
      then: { effect: 'auditIfNotExists', details: { type: 'A.B/c/f', existenceCondition: { field: 'A.B/c/f/g', like: 'x*' } } },
    },
  },
});

describe('compileDefinition and evaluation', () => {
  it('never throw, whatever the definition and the resource', () => {
    fc.assert(
      fc.property(anyJson, anyResource, (input, resource) => {
        const { policy } = compileDefinition({ if: input, then: { effect: 'audit' } });
        policy?.evaluate(resource, context);
        policy?.decide(resource, context);
        compileDefinition(input);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throw on the bytes of a real definition flipped', () => {
    fc.assert(
      fc.property(fc.nat(example.length - 1), fc.string({ maxLength: 2 }), anyResource, (at, text, resource) => {
        const { policy, problems } = compileDefinition(example.slice(0, at) + text + example.slice(at + 1));
        expect(policy !== undefined || problems.length > 0).toBe(true);
        policy?.evaluate(resource, context);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['brackets', '['.repeat(1_000_000)],
    ['braces', '{"a":'.repeat(1_000_000)],
    ['nots', `{"if":${'{"not":'.repeat(100_000)}1${'}'.repeat(100_000)},"then":{"effect":"audit"}}`],
    ['calls', `{"if":{"value":"[${'concat('.repeat(10_000)}${')'.repeat(10_000)}]","equals":1},"then":{"effect":"audit"}}`],
    ['a long text', `"${'x'.repeat(5_000_000)}"`],
  ])('answer %s with a problem', (_, text) => {
    expect(compileDefinition(text).problems.length).toBeGreaterThan(0);
  });

  it('say so where there are more problems than are told', () => {
    const { problems } = compileDefinition({
      if: { allOf: Array.from({ length: 4000 }, () => ({ fild: 'x' })) },
      then: { effect: 'audit' },
    });
    expect(problems.length).toBe(500);
    expect(problems.at(-1)).toMatchObject({ code: 'too-many-problems', path: '$' });
    expect(problems.filter((problem) => problem.code === 'too-many-problems').length).toBe(1);
  });

  it('answer an object that goes round in circles with a problem', () => {
    const circle: Record<string, JsonValue> = { effect: 'audit' };
    circle['if'] = circle;
    expect(compileDefinition(circle).problems.map((problem) => problem.code)).toContain('nesting-too-deep');
  });

  it('judge a resource nested without end', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 100_000; level += 1) deep = { a: deep };
    const { policy } = compileDefinition({ if: { field: 'a', equals: { a: 1 } }, then: { effect: 'audit' } }, { fields: 'paths' });
    expect(policy?.evaluate({ a: deep }, context).compliance).toBe('Compliant');
  });

  it('judge arrays of 100,000 elements', () => {
    const { policy } = compileDefinition(
      { if: { count: { field: 'a[*]', where: { field: 'a[*].x', equals: 'y' } }, equals: 50_000 }, then: { effect: 'audit' } },
      { fields: 'paths' },
    );
    const a = Array.from({ length: 100_000 }, (_, index) => ({ x: index % 2 === 0 ? 'Y' : 'n' }));
    expect(policy?.evaluate({ a }, context).compliance).toBe('NonCompliant');
  });
});
