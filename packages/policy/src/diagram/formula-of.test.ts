import { describe, expect, it } from 'vitest';
import { noAliases } from '../aliases/catalogue.ts';
import { Target } from '../compile/target.ts';
import { compileDefinition } from '../evaluate/compile-definition.ts';
import type { JsonObject } from '../json.ts';
import type { Formula } from './formula.ts';
import { FormulaMaker } from './formula-of.ts';
import { JudgeProbe, RememberingProbe, ValueProbe } from './probe.ts';

const a = { field: 'a', equals: 'x' };
const b = { field: 'b', exists: true };
const each = { field: 'list[*].v', greater: 3 };
const count = (where: JsonObject, more: JsonObject) => ({ count: { field: 'list[*]', where }, ...more });
const where = { field: 'list[*].v', equals: 1 };
const judged = { value: "[length(field('a'))]", equals: 3 };

/** The formulas of some conditions, made together. */
function made(...conditions: JsonObject[]): { maker: FormulaMaker; formulas: Formula[] } {
  const target = new Target('contoso.a/things', undefined, { aliases: noAliases, names: 'paths' });
  const maker = new FormulaMaker();
  const formulas = conditions.map((condition) => {
    const { policy } = compileDefinition({ policyRule: { if: condition, then: { effect: 'audit' } } }, { fields: 'paths' });
    const question = policy && 'questionFor' in policy ? policy.questionFor(target, maker) : undefined;
    if (!question) throw new Error('no question was made');
    return question.if;
  });
  return { maker, formulas };
}

describe('FormulaMaker', () => {
  it.each<[string, JsonObject[], number]>([
    ['tests of one field', [a, { field: 'A', notEquals: 'y' }, { field: 'a', like: 'x*' }, { field: 'a', exists: false }], 1],
    ['tests of two', [a, b], 2],
    ['conditions on the elements of a list', [each, { field: 'list[*].v', less: 9 }, { field: 'list[*].w', equals: 1 }], 1],
    [
      'counts of it',
      [count(where, { greater: 1 }), count(where, { less: 5 }), count({ field: 'list[*].w', exists: true }, { equals: 0 })],
      1,
    ],
    ['of two lists', [each, { field: 'other[*].v', greater: 3 }], 2],
    ['the same expression', [judged, { not: judged }], 1],
    ['two expressions', [judged, { value: "[length(field('b'))]", equals: 3 }], 2],
    [
      'what is known without a resource',
      [
        { value: 1, equals: 1 },
        { value: "[concat('a', 'b')]", equals: 'c' },
      ],
      0,
    ],
    ['what never can be told', [{ field: 'a', equals: "[int('x')]" }], 0],
  ])('%s: so many probes', (_case, conditions, probes) => {
    expect(made(...conditions).maker.probes.length).toBe(probes);
    expect(made(...conditions, ...conditions, { allOf: conditions }).maker.probes.length).toBe(probes);
  });

  it('remembers what hangs on single values, and judges the rest each time', () => {
    const computed = { field: "[concat('a', field('b'))]", exists: true };
    const kinds = (condition: JsonObject) => made(condition).maker.probes.map((probe) => probe.constructor);
    expect([judged, computed, a].map(kinds)).toEqual([[RememberingProbe], [JudgeProbe], [ValueProbe]]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['twice the same', a, { field: 'A', equals: 'x' }],
    ['not twice', { not: { not: a } }, a],
    ['not all', { not: { allOf: [a, b] } }, { anyOf: [{ not: a }, { not: b }] }],
    ['not any', { not: { anyOf: [a, b] } }, { allOf: [{ not: a }, { not: b }] }],
    ['deeper', { not: { anyOf: [a, { allOf: [b, judged] }] } }, { allOf: [{ not: a }, { anyOf: [{ not: b }, { not: judged }] }] }],
    ['one', { allOf: [a] }, { anyOf: [a] }],
    ['a count', count(where, { greater: 1 }), count({ field: 'list[*].v', equals: 1 }, { greater: 1 })],
    ['what is known', { allOf: [a, { value: 1, equals: 1 }] }, a],
    ['what is known under a not', { not: { value: 1, equals: 1 } }, { value: 1, equals: 2 }],
  ])('%s: one formula', (_case, first, second) => {
    const { formulas } = made(first, second);
    expect(formulas[0]).toBe(formulas[1]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['and, or', { allOf: [a, b] }, { anyOf: [a, b] }],
    ['the opposite', a, { not: a }],
    ['another value', a, { field: 'a', equals: 'y' }],
    ['another operator', a, { field: 'a', like: 'x' }],
    ['another number', count(where, { greater: 1 }), count(where, { greater: 2 })],
    ['another where', count(where, { greater: 1 }), count({ field: 'list[*].v', equals: 2 }, { greater: 1 })],
    ['without one', count(where, { greater: 1 }), { count: { field: 'list[*]' }, greater: 1 }],
    ['every and none', each, { not: { field: 'list[*].v', lessOrEquals: 3 } }],
  ])('%s: two', (_case, first, second) => {
    const { formulas } = made(first, second);
    expect(formulas[0]).not.toBe(formulas[1]);
  });
});
