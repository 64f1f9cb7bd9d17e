import { describe, expect, it } from 'vitest';
import type { RelatedQuery } from '../evaluation.ts';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import { answers, lookUpIn } from './look-up.ts';
import type { Policy } from './policy.ts';
import { compileSet } from './set.ts';

const now = '2026-01-01T00:00:00Z';
const of = '/subscriptions/s/resourcegroups/g/providers/a.b/c/d';
const children = { type: 'a.b/c/e', scope: 'children', of } as const;
const extensions = { type: 'x.y/z', scope: 'extensions', of } as const;
const group = { type: 'x.y/z', scope: 'resourceGroup', of, resourceGroup: 'g' } as const;
const subscription = { type: 'x.y/z', scope: 'subscription', of } as const;
const named = (name: string): RelatedQuery => ({ ...group, name });
const inGroup = '/subscriptions/S/resourceGroups/G/providers/X.Y';

describe('a resource answers a look-up', () => {
  it.each<readonly [Resource, RelatedQuery, boolean]>([
    [{ id: `${of.toUpperCase()}/e/f` }, children, true],
    [{ id: `${of}x/e/f` }, children, false],
    [{ id: of }, children, false],
    [{ name: 'd/f' }, children, false],
    [{ id: `${of}/providers/x.y/z/f` }, extensions, true],
    [{ id: `${of}/e/f` }, extensions, false],
    [{ id: `${of}/providers/x.y/z/f/providers/x.y/z/g` }, extensions, false],
    [{ id: `${inGroup}/z/f` }, group, true],
    [{ id: '/subscriptions/t/resourceGroups/G/providers/X.Y/z/f' }, group, false],
    [{ id: '/subscriptions/s/resourceGroups/H/providers/X.Y/z/f' }, group, false],
    [{ id: '/subscriptions/s/resourceGroups/H/providers/X.Y/z/f' }, subscription, true],
    [{ id: '/subscriptions/t/resourceGroups/G/providers/X.Y/z/f' }, subscription, false],
    [{ id: `${inGroup}/z/F` }, named('f'), true],
    [{ id: `${inGroup}/z/F` }, named('g'), false],
    [{ id: `${inGroup}/z/p/q/F` }, named('p/f'), true],
    [{ id: `${inGroup}/z/p/q/F` }, named('f'), true],
    [{ id: `${inGroup}/z/p/q/F` }, named('q/f'), false],
    [{ id: `${inGroup}/z/p/q/F` }, named('p/?'), true],
    [{ id: `${inGroup}/z/p/q/F` }, named('?/f'), false],
    [{ id: `${inGroup}/z/p/q/r/s/F` }, named('r/f'), true],
    [{ id: `${inGroup}/z/p/q/r/s/F` }, named('p/r/?'), true],
    [{ id: `${inGroup}/z/p/q/r/s/F` }, named('p/f'), false],
    [{ id: `${inGroup}/z/F` }, named('p/f'), false],
    [{ id: `${inGroup}/z/F` }, named('?/?'), false],
    [{ id: '/subscriptions/s/resourceGroups/g', name: 'P/F' }, named('p/f'), true],
    [{ id: '/subscriptions/s/resourceGroups/g', name: 5 }, named('5'), false],
    [{ id: '/subscriptions/s/resourceGroups/g' }, named('?'), true],
  ])('%j, %j: %s', (resource, query, isAnswer) => {
    expect(answers(resource, query)).toBe(isAnswer);
  });

  it('without an id, in an estate that has none', () => {
    const query: RelatedQuery = { type: 'x.y/z', scope: 'subscription', of: '' };
    const estate: readonly Resource[] = [{ type: 'X.Y/z' }, { type: 'x.y/w' }, {}];
    expect(lookUpIn(estate)(query)).toEqual([estate[0]]);
    expect(lookUpIn([])(query)).toEqual([]);
  });

  it('of the type asked for only', () => {
    const estate: readonly Resource[] = [
      { id: `${inGroup}/z/f` },
      { id: `${inGroup}/z/f`, type: 'X.Y/Z' },
      { id: `${inGroup}/z/g`, type: 'x.y/z' },
      { id: `${inGroup}/z/f`, type: 'x.y/w' },
    ];
    expect(lookUpIn(estate)(group)).toEqual([estate[1], estate[2]]);
    expect(lookUpIn(estate)({ ...group, type: 'x.y/v' })).toEqual([]);
  });
});

describe('policies that look for related resources', () => {
  const policy = (details: JsonObject, effect = 'auditIfNotExists'): Policy => {
    const compiled = compileDefinition({ if: { field: 'type', equals: 'A.B/c' }, then: { effect, details } });
    if (!compiled.policy) throw new Error(JSON.stringify(compiled.problems));
    return compiled.policy;
  };
  const exists = { existenceCondition: { field: 'kind', equals: 'x' } };
  const resource: Resource = { id: of, type: 'A.B/c', name: 'd' };

  it('share one look-up where they ask for the same', () => {
    const named = { type: 'A.B/x', name: "[concat(field('name'), '')]" };
    const set = compileSet([
      policy({ type: 'A.B/x' }),
      policy({ type: 'a.b/X', ...exists }),
      policy({ type: 'A.B/y' }),
      policy(named),
      policy({ ...named, ...exists }),
      policy({ type: 'A.B/x', name: "[field(concat('na', 'me'))]" }),
      policy({ type: 'A.B/z', name: "[field(concat('na', 'me'))]" }),
    ]);
    for (const name of ['d', 'e']) {
      const asked: RelatedQuery[] = [];
      const found: string[] = [];
      const related = (query: RelatedQuery): readonly Resource[] => {
        asked.push(query);
        return query.type === 'a.b/y' ? [] : [{ kind: 'x' }];
      };
      set.evaluate({ ...resource, name }, { now, related }, (_, { compliance }) => found.push(compliance));
      expect(found).toEqual(['Compliant', 'Compliant', 'NonCompliant', 'Compliant', 'Compliant', 'Compliant', 'Compliant']);
      expect(asked.map((query) => `${query.type} ${query.name}`)).toEqual([
        'a.b/x undefined',
        'a.b/y undefined',
        `a.b/x ${name}`,
        `a.b/x ${name}`,
        `a.b/z ${name}`,
      ]);
    }
  });

  it('give the same object while one resource is looked at', () => {
    const set = compileSet([policy({ type: 'A.B/x' }), policy({ type: 'A.B/x', ...exists })]);
    const queries: RelatedQuery[] = [];
    set.begin(resource, { now }, (_, verdict) => verdict.compliance === 'Pending' && queries.push(verdict.query));
    expect(queries[0]).toBe(queries[1]);
    expect(queries).toEqual([0, 1].map(() => ({ type: 'a.b/x', scope: 'resourceGroup', of, resourceGroup: 'g' })));
  });

  it('compile an existence condition only where there is a candidate, and never satisfy it with what is none', () => {
    const negative = policy({ type: 'A.B/x', existenceCondition: { field: 'kind', notEquals: 'x' } });
    const with_ = (...candidates: readonly unknown[]) =>
      negative.evaluate(resource, { now, related: () => candidates as readonly Resource[] }).compliance;
    expect([with_(), with_(null), with_([]), with_('x'), with_({ kind: 'x' }), with_({ kind: 'x' }, {})]).toEqual([
      'NonCompliant',
      'NonCompliant',
      'NonCompliant',
      'NonCompliant',
      'NonCompliant',
      'Compliant',
    ]);
    expect(policy({ type: 'A.B/x' }).evaluate(resource, { now, related: () => [null] as unknown as readonly Resource[] }).compliance).toBe(
      'NonCompliant',
    );
  });

  it('read the resource of the rule and the candidate by their own types', () => {
    const compare = policy({ type: 'A.B/x', existenceCondition: { field: 'A.B/x/size', equals: "[field('A.B/c/size')]" } });
    for (const size of [1, 2, 3]) {
      const owner = { ...resource, properties: { size } };
      const candidates = [
        { type: 'A.B/x', properties: { size: 2 } },
        { properties: { size: 3 } },
        { type: 'Other/x', properties: { size: 1 } },
      ];
      expect(compare.evaluate(owner, { now, related: () => candidates }).compliance).toBe(size === 1 ? 'NonCompliant' : 'Compliant');
    }
  });

  it('tell why a look-up or a candidate cannot be judged', () => {
    const failing = policy({ type: 'A.B/x', existenceCondition: { value: "[int(field('name'))]", equals: 1 } });
    const related = (): readonly Resource[] => [{}];
    const told = { compliance: 'Error', reason: 'int(): the text "d" cannot be converted' };
    expect(failing.evaluate(resource, { now, related })).toEqual(told);
    expect(failing.answer(resource, { now, related })).toEqual({ effect: undefined, matches: undefined, reason: told.reason });
    const lost = policy({ type: "[if(equals(field('name'), 'd'), createArray(), 'x')]" });
    const why = 'the type of the related resource cannot be worked out';
    expect(lost.evaluate(resource, { now, related })).toEqual({ compliance: 'Error', reason: why });
    expect(lost.begin(resource, { now })).toEqual({ compliance: 'Error', reason: why });
    expect(lost.judgeAlone(resource, { now })).toEqual({ compliance: 'Error', reason: why });
    expect(lost.answer(resource, { now, related })).toEqual({ effect: undefined, matches: undefined, reason: why });
    expect(lost.explain(resource, { now, related }).existence).toEqual([]);
    expect(lost.decide(resource, { now, related })).toBeUndefined();
    const lostToo = policy({ type: "[if(equals(field('name'), 'd'), createArray(), 'x')]", ...exists });
    expect(lostToo.explain(resource, { now, related }).existence).toEqual([]);
  });

  it('are not collected where the context looks nothing up', () => {
    const one = policy({ type: 'A.B/x' });
    expect(one.evaluate(resource, { now })).toEqual({ compliance: 'NotCollected', needs: 'a.b/x' });
    const typed = policy({ type: "[concat('A.B/', field('name'))]" });
    expect(typed.evaluate(resource, { now })).toEqual({ compliance: 'NotCollected', needs: 'a.b/d' });
    const computed = policy({ type: 'A.B/x' }, "[if(equals(field('name'), 'd'), 'auditIfNotExists', 'audit')]");
    expect(computed.evaluate(resource, { now })).toEqual({ compliance: 'NotCollected', needs: 'a.b/x' });
    expect(one.answer(resource, { now })).toEqual({ effect: 'auditIfNotExists', matches: true });
    expect(one.answer({ type: 'A.B/d' }, { now })).toEqual({ effect: undefined, matches: false });
  });

  it('tell what was missing where nothing was found', () => {
    const absence = (details: JsonObject) => policy(details).decide(resource, { now, related: () => [] });
    const told = { operator: 'exists', found: undefined, expected: true };
    expect(absence({ type: 'A.B/x' })).toEqual({ path: '$.then.details', subject: 'A.B/x', ...told });
    expect(absence({ type: 'A.B/x', ...exists })).toEqual({ path: '$.then.details.existenceCondition', subject: 'A.B/x', ...told });
    expect(absence({ type: "[concat('A.B/', field('name'))]" })).toEqual({ path: '$.then.details', subject: 'related resource', ...told });
  });

  it('tell which candidate decided', () => {
    const decided = (...kinds: readonly string[]) =>
      policy({ type: 'A.B/x', ...exists }).decide(resource, { now, related: () => kinds.map((kind) => ({ kind })) });
    expect(decided('y', 'x', 'z')).toMatchObject({
      path: '$.then.details.existenceCondition',
      subject: 'kind',
      operator: 'equals',
      found: 'x',
    });
    expect(decided('y', 'z')).toMatchObject({ found: 'y' });
  });
});
