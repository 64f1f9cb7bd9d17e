import { describe, expect, it } from 'vitest';
import type { AliasCatalogue } from '../aliases/catalogue.ts';
import type { EvaluationContext } from '../evaluation.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import type { Policy } from './policy.ts';
import { compileSet } from './set.ts';

const now = '2026-01-01T00:00:00Z';

function compiled(definition: JsonObject, options: { readonly aliases?: AliasCatalogue; readonly fields?: 'paths' }): Policy {
  const { policy, problems } = compileDefinition(definition, options);
  if (!policy) throw new Error(JSON.stringify(problems));
  return policy;
}

/** A resource that counts how often each of its values is read, those of its `properties` by their path. */
function counting(resource: Resource) {
  const reads: Record<string, number> = {};
  const counted = (object: JsonObject, path: string): JsonObject => {
    const copy: Record<string, JsonValue> = {};
    for (const [key, value] of Object.entries(object)) {
      const at = `${path}${key}`;
      const shown = at === 'properties' ? counted(value as JsonObject, 'properties.') : value;
      reads[at] = 0;
      Object.defineProperty(copy, key, {
        enumerable: true,
        get: () => {
          reads[at] = (reads[at] ?? 0) + 1;
          return shown;
        },
      });
    }
    return copy;
  };
  return { counted: counted({ type: 'a/b', ...resource }, ''), reads };
}

describe('a value of a resource is looked at once', () => {
  const size = 'properties.size';
  const rule = (condition: JsonObject, effect = 'audit', details?: JsonObject): JsonObject => ({
    if: condition,
    then: details ? { effect, details } : { effect },
  });
  const failing = { value: "[int(field('properties.size'))]", equals: 1 };
  const kinds: readonly (readonly [string, JsonObject, string])[] = [
    ['holds', rule({ field: size, equals: 'x' }), 'NonCompliant'],
    ['does not hold', rule({ field: size, equals: 'y' }), 'Compliant'],
    [
      'does not apply',
      rule({
        allOf: [
          { field: 'kind', equals: 'z' },
          { field: size, exists: true },
        ],
      }),
      'NotApplicable',
    ],
    ['cannot be judged', rule(failing), 'Error'],
    [
      'cannot be decided',
      rule(
        {
          allOf: [
            { field: 'kind', equals: 'k' },
            { field: size, exists: true },
          ],
        },
        'manual',
      ),
      'Unknown',
    ],
    ['looks for others', rule({ field: size, equals: 'x' }, 'auditIfNotExists', { type: 'a/c' }), 'NotCollected'],
    ['looks for none', rule({ field: size, equals: 'y' }, 'auditIfNotExists', { type: 'a/c' }), 'NotApplicable'],
    ['is off', rule({ field: size, equals: 'x' }, 'disabled'), 'NotApplicable'],
  ];

  const ways = ['of all', 'of what is indexed'] as const;
  it.each(kinds.flatMap(([name, bare, compliance]) => ways.map((way) => [name, way, bare, compliance] as const)))(
    'by all rules of which each %s, %s',
    (_, way, bare, compliance) => {
      const document = (rest: JsonValue = []) => ({
        mode: way === 'of all' ? 'All' : 'Indexed',
        policyRule: { ...bare, if: { allOf: [bare['if'] ?? {}, { allOf: rest }] } },
      });
      // Twice the same, and once with another value beside it, so that nothing is shared but what is read.
      const policies = [document(), document(), document([{ field: 'properties.other', exists: false }])].map((one) => compiled(one, {}));
      const set = compileSet(policies);
      for (const judge of ['evaluate', 'begin', 'on'] as const) {
        const { counted, reads } = counting({ kind: 'k', location: 'x', properties: { size: 'x' } });
        const found: string[] = [];
        const context: EvaluationContext = { now };
        if (judge === 'on') {
          const judging = set.on(counted, context);
          for (const policy of policies) found.push(judging.begin(policy).compliance);
        } else set[judge](counted, context, (_policy, verdict) => found.push(verdict.compliance));
        const expected = judge !== 'evaluate' && compliance === 'NotCollected' ? 'Pending' : compliance;
        expect(found).toEqual([expected, expected, expected]);
        expect(reads[size]).toBeLessThanOrEqual(1);
        expect(reads['kind']).toBeLessThanOrEqual(1);
      }
    },
  );

  it('and not at all where nothing hangs on it', () => {
    const condition = {
      allOf: [
        { field: 'kind', equals: 'k' },
        { field: size, exists: true },
      ],
    };
    const judged = (definition: JsonObject, kind: string) => {
      const { counted, reads } = counting({ kind, properties: { size: 'x' } });
      compiled(definition, { fields: 'paths' }).evaluate(counted, { now });
      return reads[size];
    };
    expect(judged(rule(condition), 'k')).toBe(1);
    expect(judged(rule(condition), 'other')).toBe(0);
    expect(judged(rule(condition, 'manual'), 'k')).toBe(0);
    expect(judged(rule({ allOf: condition.allOf.toReversed() }, 'manual'), 'k')).toBe(0);
    expect(judged(rule(condition, 'disabled'), 'k')).toBe(0);
  });
});

describe('a rule is compiled once', () => {
  /** A catalogue that counts how often it is asked, as it is whenever a rule is compiled. */
  function counted(hasVersions?: boolean) {
    const asked: string[] = [];
    const aliases: AliasCatalogue = {
      ...(hasVersions === undefined ? {} : { hasVersions }),
      find: (alias) => {
        asked.push(alias);
        const type = alias.toLowerCase().split('/').slice(0, 2).join('/');
        return [{ type, path: `properties.${alias.split('/')[2]}`, versions: undefined, modifiable: undefined }];
      },
    };
    return { asked, aliases };
  }
  const rule = (effect = 'audit', details?: JsonObject): JsonObject => ({
    if: {
      allOf: [
        { field: 'type', equals: 'A.B/c' },
        { field: 'A.B/c/size', equals: 1 },
      ],
    },
    then: details ? { effect, details } : { effect },
  });
  const resource: Resource = { type: 'A.B/c', properties: { size: 1 } };
  const looks = rule('auditIfNotExists', { type: 'A.B/d', existenceCondition: { field: 'A.B/d/on', equals: true } });

  it.each<[string, (policy: Policy, context: EvaluationContext) => unknown]>([
    ['judges', (policy, context) => policy.evaluate(resource, context)],
    ['begins', (policy, context) => policy.begin(resource, context)],
    ['judges alone', (policy, context) => policy.judgeAlone(resource, context)],
    ['answers', (policy, context) => policy.answer(resource, context)],
  ])('where it %s again, and for a version only where that makes a difference', (_, judge) => {
    for (const [hasVersions, isEach] of [
      [true, true],
      [undefined, true],
      [false, false],
    ] as const) {
      const { asked, aliases } = counted(hasVersions);
      const policy = compiled(rule(), { aliases });
      judge(policy, { now });
      const once = asked.length;
      judge(policy, { now });
      expect(asked.length).toBe(once);
      judge(policy, { now, apiVersion: '2020-01-01' });
      expect(asked.length > once).toBe(isEach);
      const twice = asked.length;
      judge(policy, { now, apiVersion: '2020-01-01' });
      expect(asked.length).toBe(twice);
    }
  });

  it('in a set, whatever comes in between', () => {
    const { asked, aliases } = counted();
    const set = compileSet([rule(), rule(), looks].map((one) => compiled(one, { aliases })));
    const judge = (one: Resource) => set.begin(one, { now }, () => undefined);
    judge(resource);
    const once = asked.length;
    for (const type of ['a.b/C', 'other/type', 'A.B/c']) judge({ ...resource, type });
    judge({});
    const more = asked.length;
    for (const type of ['a.b/C', 'other/type', 'A.B/c']) judge({ ...resource, type });
    judge({});
    expect(asked.length).toBe(more);
    expect(once).toBeGreaterThan(0);
  });

  it('where candidates are judged, for each of their types, and not before there are any', () => {
    const { asked, aliases } = counted();
    const policy = compiled(looks, { aliases });
    const judge = (...candidates: readonly Resource[]) => {
      asked.length = 0;
      policy.evaluate(resource, { now, related: () => candidates });
      return asked.filter((alias) => alias === 'A.B/d/on').length;
    };
    policy.begin(resource, { now });
    expect([judge(), asked.length]).toEqual([0, 0]);
    expect([judge({}), judge({}), judge({ type: 'A.B/d' })]).toEqual([1, 0, 0]);
    expect([judge({ type: 'x/y' }), judge({ type: 'X/Y' }, {})]).toEqual([1, 0]);
    expect(asked.length).toBe(0);
  });
});
