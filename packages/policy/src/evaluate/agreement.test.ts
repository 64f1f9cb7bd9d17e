import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import { applyOperator, operatorNames, operatorOf } from '../operators/operators.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import { covered } from './reference.fixture.ts';

/**
 * The language once more, as a plain walk over the JSON with nothing compiled, shared or stopped early, written from the
 * specification: implicit every over [*], counts over elements, bindings from the innermost count outwards. Only the operators
 * are the same code; they have truth tables of their own.
 */
interface Bound {
  readonly prefix: readonly string[];
  readonly element: JsonValue;
}

function partsOf(path: string): readonly string[] {
  return path
    .replaceAll('[*]', '.[*]')
    .split('.')
    .filter((part) => part !== '');
}

function get(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const object = value as JsonObject;
  if (Object.hasOwn(object, key)) return object[key];
  const found = Object.keys(object).find((other) => other.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : object[found];
}

/** Where reading starts: the element of the count that covers most of the path, else the resource. */
function start(parts: readonly string[], resource: Resource, bounds: readonly Bound[]): { value: JsonValue; rest: readonly string[] } {
  let value: JsonValue = resource;
  let most = 0;
  for (const bound of bounds) {
    const length = covered(bound.prefix, parts);
    if (length === 0 || length < most) continue;
    most = length;
    value = bound.element;
  }
  return { value, rest: parts.slice(most) };
}

function every(value: JsonValue | undefined, rest: readonly string[], test: (found: JsonValue | undefined) => boolean): boolean {
  const [part, ...after] = rest;
  if (part === undefined) return test(value);
  if (part !== '[*]') return every(get(value, part), after, test);
  return Array.isArray(value) ? value.every((element: JsonValue) => every(element, after, test)) : test(undefined);
}

function elements(
  value: JsonValue | undefined,
  rest: readonly string[],
  before: readonly string[],
  bounds: readonly Bound[],
): (readonly Bound[])[] {
  const [part, ...after] = rest;
  if (part === undefined) return [bounds];
  if (part !== '[*]') return elements(get(value, part), after, [...before, part], bounds);
  const prefix = [...before, part];
  return Array.isArray(value)
    ? value.flatMap((element: JsonValue) => elements(element, after, prefix, [...bounds, { prefix, element }]))
    : [];
}

function judge(condition: JsonObject, resource: Resource, bounds: readonly Bound[]): boolean {
  const { allOf, anyOf, not, field, value, count } = condition;
  if (Array.isArray(allOf)) return allOf.map((one) => judge(one as JsonObject, resource, bounds)).every(Boolean);
  if (Array.isArray(anyOf)) return anyOf.map((one) => judge(one as JsonObject, resource, bounds)).some(Boolean);
  if (not !== undefined) return !judge(not as JsonObject, resource, bounds);
  const operator = Object.keys(condition).find((key) => !['field', 'value', 'count'].includes(key)) ?? '';
  const right = condition[operator];
  const known = operatorOf(operator);
  const test = (found: JsonValue | undefined): boolean => known !== undefined && applyOperator(known.name, found, right);
  if (typeof field === 'string') {
    const from = start(partsOf(field), resource, bounds);
    return every(from.value, from.rest, test);
  }
  if (count === undefined) return test(value);
  const { field: counted, value: listed, where } = count as JsonObject;
  if (typeof counted === 'string') {
    const parts = partsOf(counted);
    const from = start(parts, resource, bounds);
    const found = elements(from.value, from.rest, parts.slice(0, parts.length - from.rest.length), bounds);
    return test(found.filter((inner) => where === undefined || judge(where as JsonObject, resource, inner)).length);
  }
  const items = Array.isArray(listed) ? listed : [];
  return test(items.filter(() => where === undefined || judge(where as JsonObject, resource, bounds)).length);
}

const key = fc.constantFrom('a', 'b', 'C', 'list');
const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(null, true, false, '', 'x', 'X', 'ß', 'true', '2', 0, 1, 2, 1.5, 'a*', '##'),
  fc.string({ maxLength: 3 }),
);
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const resource = fc.record(
  { a: json, b: json, C: json, list: json },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<Resource>;
const path = fc
  .array(fc.tuple(key, fc.constantFrom('', '', '[*]')), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([name, star]) => `${name}${star}`).join('.'));
const starred = path.map((text) => (text.endsWith('[*]') ? text : `${text}[*]`));
/** Text that starts with a bracket would be an expression. */
const constant = scalar.filter((value) => typeof value !== 'string' || !value.startsWith('['));
const right = fc.oneof(constant, fc.array(constant, { maxLength: 3 }), fc.constant<JsonValue>({ a: 1 }));
const comparison = fc.tuple(fc.constantFrom(...operatorNames), right);

const condition: fc.Arbitrary<JsonObject> = fc.letrec<{ any: JsonObject }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.tuple(path, comparison).map(([field, [operator, value]]): JsonObject => ({ field, [operator]: value })),
    fc.tuple(constant, comparison).map(([value, [operator, wanted]]): JsonObject => ({ value, [operator]: wanted })),
    fc.tuple(starred, comparison).map(([field, [operator, value]]): JsonObject => ({ count: { field }, [operator]: value })),
    fc
      .tuple(starred, tie('any'), comparison)
      .map(([field, where, [operator, value]]): JsonObject => ({ count: { field, where }, [operator]: value })),
    fc
      .tuple(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }), tie('any'), comparison)
      .map(([value, where, [operator, wanted]]): JsonObject => ({ count: { value, where }, [operator]: wanted })),
    fc.array(tie('any'), { maxLength: 3 }).map((allOf): JsonObject => ({ allOf })),
    fc.array(tie('any'), { maxLength: 3 }).map((anyOf): JsonObject => ({ anyOf })),
    tie('any').map((not): JsonObject => ({ not })),
  ),
})).any;

const context = { now: '2026-01-01T00:00:00Z' };

describe('compiled rules', () => {
  it('agree with a plain walk over the rule', () => {
    let matched = 0;
    let judged = 0;
    fc.assert(
      fc.property(condition, resource, (rule, one) => {
        const { policy, problems } = compileDefinition({ if: rule, then: { effect: 'audit' } }, { fields: 'paths' });
        // Limits of the language, such as five counts of one array.
        if (!policy) return problems.every((problem) => problem.code === 'too-many-counts');
        const expected = judge(rule, one, []);
        judged += 1;
        if (expected) matched += 1;
        expect(policy.answer(one, context).matches).toBe(expected);
        return true;
      }),
      { numRuns: 3000 },
    );
    expect(matched / judged).toBeGreaterThan(0.05);
  });

  it('mean the same with every condition negated twice and every list of conditions reversed', () => {
    const turned = (rule: JsonObject): JsonObject => {
      const { allOf, anyOf, not } = rule;
      if (Array.isArray(allOf)) return { not: { not: { allOf: allOf.map((one) => turned(one as JsonObject)).toReversed() } } };
      if (Array.isArray(anyOf)) return { not: { allOf: anyOf.map((one): JsonObject => ({ not: turned(one as JsonObject) })) } };
      return not === undefined ? rule : { not: turned(not as JsonObject) };
    };
    fc.assert(
      fc.property(condition, resource, (rule, one) => {
        const compile = (body: JsonObject) => compileDefinition({ if: body, then: { effect: 'audit' } }, { fields: 'paths' }).policy;
        const plain = compile(rule);
        const other = compile(turned(rule));
        expect(other?.answer(one, context).matches).toBe(plain?.answer(one, context).matches);
      }),
      { numRuns: 500 },
    );
  });
});
