import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { parseDefinition } from '../parse/definition.ts';
import type { Condition, LeftSide, Operand } from '../parse/tree.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import { catalogue, condition, context, parameters, partsOf, resource, type } from './random-rules.fixture.ts';
import { refer } from './reference.fixture.ts';
import { compileSet } from './set.ts';

const aliases = readAliases(catalogue).catalogue;
const compile = (body: JsonObject, given: JsonObject = parameters) =>
  compileDefinition({ if: body, then: { effect: 'audit' } }, { aliases, parameters: given });

/** Limits that a random rule may break, and counts of what is no array. */
const limits: ReadonlySet<string> = new Set(['too-many-counts', 'too-many-iterations', 'expression-too-deep', 'count-field']);

describe('rules with aliases, expressions and counts', () => {
  it('agree with a plain walk', () => {
    const seen = { true: 0, false: 0, undefined: 0 };
    fc.assert(
      fc.property(condition, resource, (rule, one) => {
        const { policy, problems } = compile(rule);
        if (!policy) return problems.every((problem) => limits.has(problem.code));
        const { result, sure } = refer(rule, { resource: one, partsOf, parameters, context });
        const { matches } = policy.answer(one, context);
        seen[`${matches}`] += 1;
        // Where an element of a count cannot be judged, the count may be left open although no answer for it would change anything.
        if (matches === undefined && !sure) return true;
        expect(matches).toBe(result);
        return true;
      }),
      { numRuns: 3000 },
    );
    const all = seen.true + seen.false + seen.undefined;
    expect(seen.true / all).toBeGreaterThan(0.2);
    expect(seen.false / all).toBeGreaterThan(0.2);
    expect(seen.undefined / all).toBeGreaterThan(0.05);
  });

  it.each<[string, (rule: JsonObject) => JsonObject]>([
    ['negated twice', (rule) => ({ not: { not: rule } })],
    ['with what always holds beside it', (rule) => ({ allOf: [{ value: "[parameters('text')]", equals: 'X' }, rule, { allOf: [] }] })],
    ['with what never holds beside it', (rule) => ({ anyOf: [{ value: 1, equals: 2 }, rule, { anyOf: [] }] })],
    ['with itself beside it', (rule) => ({ allOf: [rule, { anyOf: [rule, rule] }] })],
    ['with the opposites of its parts in the opposite list, the last first', turned],
    ['with the values of its parameters written out', (rule) => writtenOut(rule) as JsonObject],
  ])('mean the same %s', (_, change) => {
    fc.assert(
      fc.property(condition, resource, (rule, one) => {
        const changed = answerOf(change(rule), one);
        if (changed !== 'refused') expect(changed).toBe(answerOf(rule, one));
      }),
      { numRuns: 400 },
    );
  });

  it('are judged the same whatever was judged before', () => {
    fc.assert(
      fc.property(condition, fc.array(resource, { minLength: 2, maxLength: 4 }), (rule, several) => {
        const { policy } = compile(rule);
        const together = several.map((one) => policy?.answer(one, context).matches);
        expect(several.map((one) => compile(rule).policy?.answer(one, context).matches)).toEqual(together);
        expect(several.map((one) => policy?.answer(one, context).matches)).toEqual(together);
      }),
      { numRuns: 300 },
    );
  });

  it('are judged in a set as alone, and as the plain walk says', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 6 }),
        fc.array(resource, { minLength: 1, maxLength: 3 }),
        (rules, several) => {
          const policies = rules.flatMap((rule) => compile(rule).policy ?? []);
          const written = rules.filter((rule) => compile(rule).policy);
          const set = compileSet(policies);
          for (const one of several) {
            const seen = new Set<number>();
            set.evaluate(one, context, (policy, verdict, index) => {
              seen.add(index);
              expect(policy.evaluate(one, context)).toEqual(verdict);
              const { result, sure } = refer(written[index] ?? {}, { resource: one, partsOf, parameters, context });
              expect(compliances(result, sure)).toContain(verdict.compliance);
            });
            for (const [index, policy] of policies.entries()) {
              if (!seen.has(index)) expect(policy.evaluate(one, context).compliance).toBe('NotApplicable');
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('look for related resources as the plain walk does', () => {
    fc.assert(
      fc.property(condition, condition, resource, fc.array(resource, { maxLength: 3 }), (rule, existenceCondition, one, candidates) => {
        const then = { effect: 'auditIfNotExists', details: { type, existenceCondition } };
        const { policy } = compileDefinition({ if: rule, then }, { aliases, parameters });
        if (!policy) return;
        const verdict = policy.evaluate(one, { ...context, related: () => candidates });
        const found = refer(rule, { resource: one, partsOf, parameters, context });
        const each = candidates.map((candidate) =>
          refer(existenceCondition, { resource: candidate, owner: one, partsOf, parameters, context }),
        );
        const sure = found.sure && each.every((candidate) => candidate.sure);
        const satisfied =
          each.some(({ result }) => result === true) || (each.some(({ result }) => result === undefined) ? undefined : false);
        if (found.result === false) expect(verdict.compliance === 'NotApplicable' || (!sure && verdict.compliance === 'Error')).toBe(true);
        else if (found.result === undefined || satisfied === undefined) expect(verdict.compliance).toBe('Error');
        else expect([satisfied ? 'Compliant' : 'NonCompliant', ...(sure ? [] : ['Error'])]).toContain(verdict.compliance);
      }),
      { numRuns: 800 },
    );
  });

  it('are explained as they are judged', () => {
    fc.assert(
      fc.property(condition, resource, (rule, one) => {
        const { policy } = compile(rule);
        if (!policy) return;
        expect(policy.explain(one, context).if.result).toBe(policy.answer(one, context).matches);
      }),
      { numRuns: 600 },
    );
  });

  it('read again as they are printed', () => {
    fc.assert(
      fc.property(condition, (rule) => {
        const read = (body: JsonValue) => parseDefinition({ if: body, then: { effect: 'audit' } });
        const first = read(rule);
        if (!first.value) return;
        const second = read(printed(first.value.rule.if));
        expect(second.problems).toEqual(first.problems);
        expect(second.value?.rule.if).toEqual(first.value.rule.if);
      }),
      { numRuns: 500 },
    );
  });
});

/** What the compliance may be. Where an element of a count could not be judged, an error is right whatever the walk says. */
function compliances(result: boolean | undefined, sure: boolean): readonly string[] {
  const certain = result === undefined ? ['Error', 'NotApplicable'] : result ? ['NonCompliant'] : ['Compliant', 'NotApplicable'];
  return sure ? certain : [...certain, 'Error'];
}

/** Undefined also where a limit of the language is broken, which the changed rule may break sooner. */
function answerOf(rule: JsonObject, one: Resource): boolean | undefined | 'refused' {
  const { policy } = compile(rule);
  return policy ? policy.answer(one, context).matches : 'refused';
}

function turned(rule: JsonObject): JsonObject {
  const { allOf, anyOf, not } = rule;
  const parts = (list: JsonValue): readonly JsonObject[] => (list as readonly JsonObject[]).map(turned).toReversed();
  if (allOf !== undefined) return { not: { anyOf: parts(allOf).map((one): JsonObject => ({ not: one })) } };
  if (anyOf !== undefined) return { not: { allOf: parts(anyOf).map((one): JsonObject => ({ not: one })) } };
  return not === undefined ? rule : { not: turned(not as JsonObject) };
}

/** Parameters of plain kinds as literals inside of expressions. */
function writtenOut(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    if (!value.startsWith('[') || value.startsWith('[[')) return value;
    return value.replaceAll(/parameters\('text'\)/gi, "'x'").replaceAll("parameters('number')", '2');
  }
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(writtenOut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, inner]) => [key, writtenOut(inner)]));
}

function printed(one: Condition): JsonObject {
  if (one.kind === 'not') return { not: printed(one.of) };
  if (one.kind !== 'test') return { [one.kind]: one.of.map(printed) };
  return { ...printedLeft(one.left), [one.operatorText]: printedOperand(one.right) };
}

function printedLeft(left: LeftSide): JsonObject {
  if (left.kind === 'field') return { field: printedOperand(left.name) };
  if (left.kind === 'value') return { value: printedOperand(left.value) };
  const { count } = left;
  const where: JsonObject = count.where ? { where: printed(count.where) } : {};
  if (count.kind === 'field') return { count: { field: printedOperand(count.field), ...where } };
  return { count: { value: printedOperand(count.value), ...(count.name === undefined ? {} : { name: count.name }), ...where } };
}

function printedOperand(operand: Operand): JsonValue {
  if (operand.kind === 'expression') return operand.text;
  if (operand.kind !== 'literal') return operand.written;
  return typeof operand.value === 'string' && operand.value.startsWith('[') ? `[${operand.value}` : operand.value;
}
