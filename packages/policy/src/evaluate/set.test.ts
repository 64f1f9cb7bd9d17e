import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvaluationContext } from '../evaluation.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { operatorNames } from '../operators/operators.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import { lookUpIn } from './look-up.ts';
import type { Policy } from './policy.ts';
import { compileSet } from './set.ts';

const types = ['Contoso.A/things', 'Contoso.B/others'];
const key = fc.constantFrom('a', 'b', 'C', 'list');
const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(null, true, false, '', 'x', 'X', 'ß', 'true', '2', 0, 2, 'a*'),
  fc.string({ maxLength: 2 }),
);
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const resource: fc.Arbitrary<Resource> = fc.record(
  {
    type: fc.constantFrom(...types, ...types, 'CONTOSO.a/THINGS', 'Microsoft.Resources/subscriptions', 'Microsoft.Resources/deployments'),
    name: fc.constantFrom('one', 'two'),
    kind: fc.constantFrom('x', 'y'),
    location: fc.constantFrom('westeurope', 'West Europe', 'east'),
    tags: fc.dictionary(key, scalar, { maxKeys: 2, noNullPrototype: true }),
    a: json,
    b: json,
    A: scalar,
    list: fc.array(json, { maxLength: 3 }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const path = fc
  .array(fc.tuple(key, fc.constantFrom('', '', '[*]')), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([name, star]) => `${name}${star}`).join('.'));
const starred = path.map((text) => (text.endsWith('[*]') ? text : `${text}[*]`));
const field = fc.oneof(path, fc.constantFrom('a', 'a', 'b', 'type', 'kind', 'name', 'location', 'tags.a', 'fullName', "[concat('a', '')]"));
const constant = scalar.filter((value) => typeof value !== 'string' || !value.startsWith('['));
const expression = fc.constantFrom(
  "[field('a')]",
  "[int(field('a'))]",
  "[concat(field('a'), field('b'))]",
  "[if(equals(field('kind'), 'x'), field('a'), field('list[*]'))]",
  "[length(field('list'))]",
  '[resourceGroup().name]',
  "[parameters('given')]",
  "[parameters('missing')]",
  '[requestContext().apiVersion]',
);
const right = fc.oneof(constant, constant, fc.array(constant, { maxLength: 3 }), expression, fc.constant<JsonValue>({ a: 1 }));
const comparison = fc.tuple(fc.constantFrom(...operatorNames), right);

const condition: fc.Arbitrary<JsonObject> = fc.letrec<{ any: JsonObject }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(field, comparison).map(([left, [operator, value]]): JsonObject => ({ field: left, [operator]: value })),
    fc.tuple(fc.oneof(constant, expression), comparison).map(([value, [operator, wanted]]): JsonObject => ({ value, [operator]: wanted })),
    fc.tuple(starred, comparison).map(([left, [operator, value]]): JsonObject => ({ count: { field: left }, [operator]: value })),
    fc
      .tuple(starred, tie('any'), fc.constantFrom('greater', 'equals', 'less'), fc.nat(2))
      .map(([left, where, operator, wanted]): JsonObject => ({ count: { field: left, where }, [operator]: wanted })),
    fc
      .tuple(fc.array(fc.nat(3), { maxLength: 3 }), tie('any'), comparison)
      .map(([value, where, [operator, wanted]]): JsonObject => ({ count: { value, where }, [operator]: wanted })),
    fc.array(tie('any'), { maxLength: 4 }).map((allOf): JsonObject => ({ allOf })),
    fc.array(tie('any'), { maxLength: 4 }).map((anyOf): JsonObject => ({ anyOf })),
    tie('any').map((not): JsonObject => ({ not })),
    fc.constantFrom<JsonObject>(
      { field: 'type', equals: types[0] ?? '' },
      { field: 'type', in: types },
      { field: 'type', notIn: types },
      { field: 'kind', equals: 'x' },
      { field: 'location', equals: 'East' },
      { value: '[requestContext().identity]', equals: 'me' },
    ),
  ),
})).any;

const then = fc.constantFrom<JsonObject>(
  { effect: 'audit' },
  { effect: 'deny' },
  { effect: 'disabled' },
  { effect: 'manual' },
  { effect: "[if(equals(field('kind'), 'x'), 'audit', 'disabled')]" },
  { effect: 'auditIfNotExists', details: { type: types[1] ?? '' } },
  { effect: 'auditIfNotExists', details: { type: types[1] ?? '', existenceCondition: { field: 'a', exists: true } } },
  { effect: 'auditIfNotExists', details: { type: types[1] ?? '', name: "[string(field('name'))]" } },
);
const mode = fc.constantFrom('All', 'All', 'Indexed', 'Indexed', 'Microsoft.Kubernetes.Data', 'Microsoft.Network.Data');
const definition = fc.record({ mode, if: condition, then }).map(
  ({ mode, ...policyRule }): JsonObject => ({
    mode,
    parameters: { given: { type: 'String', defaultValue: 'x' }, missing: { type: 'String' } },
    policyRule: policyRule as JsonObject,
  }),
);

function policiesOf(definitions: readonly JsonObject[], fields: 'aliases' | 'paths'): readonly Policy[] {
  // Limits of the language, such as five counts of one array, refuse some.
  return definitions.flatMap((one) => compileDefinition(one, { fields }).policy ?? []);
}

/** Whether the rule can hold for the resource's type, as it must where a policy is asked to judge alone. */
const isOf = ({ types: own }: Policy, { type }: Resource): boolean =>
  own === undefined || typeof type !== 'string' || own.includes(type.toLowerCase());

/** Requests, and whatever no diagram is made of, are answered by closures over the whole rule, states of resources by diagrams that sets share. */
function expectSameAnswer(policy: Policy, one: Resource, context: EvaluationContext): void {
  const verdict = policy.evaluate(one, context);
  const begun = policy.judgeAlone(one, context);
  const alone = begun.compliance === 'Pending' ? begun.settle(context.related?.(begun.query)) : begun;
  if (verdict.compliance === 'Error') expect(alone.compliance).toBe('Error');
  else if (isOf(policy, one)) expect(alone).toEqual(verdict);
  const { compliance } = verdict;
  const { matches } = policy.answer(one, context);
  if (compliance === 'NonCompliant') expect(matches).toBe(true);
  if (compliance === 'Compliant') expect(matches).toBe(false);
  if (compliance === 'Error') expect(matches).toBeUndefined();
}

describe('a set of policies', () => {
  it.each(['aliases', 'paths'] as const)('judges as each policy does alone, with fields as %s', (fields) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(definition, { minLength: 1, maxLength: 6 }),
        fc.array(resource, { minLength: 1, maxLength: 6 }),
        fc.constantFrom({}, { requestContext: { identity: 'me' } }),
        (rules, estate, known) => {
          const set = compileSet(policiesOf(rules, fields));
          const context = { now: '2026-01-01T00:00:00Z', resourceGroup: { name: 'x' }, related: lookUpIn(estate), ...known };
          // Twice, for what was found out the first time is remembered.
          for (const one of [...estate, ...estate]) {
            const together = new Map<number, JsonValue>();
            set.evaluate(one, context, (_, verdict, index) => together.set(index, verdict));
            const begun = new Map<number, JsonValue>();
            set.begin(one, context, (_, verdict, index) => {
              begun.set(index, verdict.compliance === 'Pending' ? verdict.settle(context.related(verdict.query)) : verdict);
            });
            set.policies.forEach((policy, index) => {
              const alone = policy.evaluate(one, context);
              seen.add(alone.compliance);
              expect(together.get(index) ?? { compliance: 'NotApplicable' }).toEqual(alone);
              expect(begun.get(index)).toEqual(together.get(index));
              expectSameAnswer(policy, one, context);
            });
          }
        },
      ),
      { numRuns: 200 },
    );
    expect([...seen].toSorted()).toEqual(['Compliant', 'Error', 'NonCompliant', 'NotApplicable', 'Unknown']);
  });
});
