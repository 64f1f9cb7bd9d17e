import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import type { Policy } from './policy.ts';

const now = '2026-01-01T00:00:00Z';

function compile(input: JsonValue): Policy {
  const { policy, problems } = compileDefinition(input);
  if (!policy) throw new Error(JSON.stringify(problems));
  return policy;
}

describe('a policy and its effect', () => {
  it.each<readonly [kind: string, compliance: object, answer: object]>([
    ['audit', { compliance: 'NonCompliant', effect: 'audit' }, { effect: 'audit', matches: true }],
    ['Deny', { compliance: 'NonCompliant', effect: 'Deny' }, { effect: 'Deny', matches: true }],
    ['disabled', { compliance: 'NotApplicable' }, { effect: undefined, matches: false }],
    [
      'manual',
      { compliance: 'Unknown', reason: 'Somebody has to attest it; no configuration shows it.' },
      { effect: 'manual', matches: true },
    ],
    [
      'denyAction',
      { compliance: 'Unknown', reason: "The effect denyAction is about operations and says nothing about a resource's state." },
      { effect: 'denyAction', matches: true },
    ],
    [
      'nonsense',
      { compliance: 'Error', reason: '"nonsense" is no effect' },
      { effect: undefined, matches: undefined, reason: '"nonsense" is no effect' },
    ],
  ])('does what an effect that hangs on the resource says: %s', (kind, verdict, answer) => {
    const policy = compile({
      if: {
        allOf: [
          { field: 'type', equals: 'a/b' },
          { field: 'name', equals: 'x' },
          { field: 'tags.a', exists: false },
        ],
      },
      then: { effect: "[field('kind')]" },
    });
    const resource = { type: 'A/b', kind, name: 'x' };
    expect(policy.evaluate(resource, { now })).toEqual(verdict);
    expect(policy.answer(resource, { now })).toEqual(answer);
    expect(policy.judgeAlone({ type: 'a/b', kind, name: 'y' }, { now })).toEqual(
      kind === 'nonsense' ? verdict : { compliance: 'NotApplicable' },
    );
  });

  it.each<[string, JsonObject, string, Resource]>([
    ['in clusters, where the whole rule decides', { mode: 'Microsoft.Kubernetes.Data' }, 'audit', { tags: { a: 'no' } }],
    ['in clusters, where it holds', { mode: 'Microsoft.Kubernetes.Data' }, 'audit', { tags: { a: 'yes' } }],
    ['where types are never evaluated', {}, 'manual', { type: 'Microsoft.Resources/deployments', tags: { a: 'yes' } }],
    ['where nothing is indexed', { mode: 'Indexed' }, 'manual', { location: 5, tags: 5 }],
    ['where there is something to index', { mode: 'Indexed' }, 'manual', { location: 'x' }],
    ['of operations', {}, 'denyAction', {}],
    ['that is off', {}, 'disabled', {}],
    ['that audits', {}, 'audit', { tags: { a: 'no' } }],
    ['that denies', {}, 'Deny', { tags: { a: 'yes' } }],
    ['that audits what cannot be judged', {}, 'audit', { tags: { a: 'yes' }, name: 'x' }],
  ])('judges by an effect that hangs on the resource as by one that is written: %s', (_, about, effect, resource) => {
    const condition = {
      allOf: [
        { field: 'tags.a', equals: 'yes' },
        { value: "[if(equals(field('name'), 'x'), int('x'), 1)]", equals: 1 },
      ],
    };
    const of = (written: string) => compile({ ...about, policyRule: { if: condition, then: { effect: written } } });
    const one = { type: 'a/b', name: 'y', kind: effect, ...resource };
    const expected = of(effect).evaluate(one, { now });
    expect(of("[field('kind')]").evaluate(one, { now })).toEqual(expected);
    expect(of(effect).judgeAlone(one, { now })).toEqual(expected);
  });

  it('tells why an effect cannot be worked out', () => {
    const failing = compile({ if: { field: 'type', equals: 'a/b' }, then: { effect: "[concat('au', int(field('name')))]" } });
    expect(failing.evaluate({ type: 'a/b', name: 'x' }, { now })).toEqual({
      compliance: 'Error',
      reason: 'int(): the text "x" cannot be converted',
    });
    expect(failing.answer({ type: 'a/b', name: 'x' }, { now })).toMatchObject({
      matches: undefined,
      reason: 'int(): the text "x" cannot be converted',
    });
    const number = compile({ if: { field: 'type', equals: 'a/b' }, then: { effect: "[length(field('name'))]" } });
    expect(number.evaluate({ type: 'a/b', name: 'x' }, { now })).toEqual({ compliance: 'Error', reason: 'the effect is no text' });
    const nothing = compile({ if: { field: 'type', equals: 'a/b' }, then: { effect: "[field('tags').effect]" } });
    const reason = 'an expression reads a property that is not there';
    expect(nothing.evaluate({ type: 'a/b', tags: {} }, { now })).toEqual({ compliance: 'Error', reason });
    expect(nothing.answer({ type: 'a/b', tags: {} }, { now })).toEqual({ effect: undefined, matches: undefined, reason });
    expect(nothing.answer({ type: 'a/c', tags: {} }, { now })).toEqual({ effect: undefined, matches: false });
  });

  it('decides by what a request tells, where the effect hangs on the resource too', () => {
    const asks = (effect: string) =>
      compile({
        if: {
          allOf: [
            { field: 'kind', equals: 'k' },
            { value: '[requestContext().identity]', equals: 'me' },
          ],
        },
        then: { effect },
      });
    const told = { now, requestContext: { identity: 'me' } };
    const reason = 'The rule asks who makes a request, which is known only while one is judged.';
    for (const effect of ['audit', "[field('name')]"]) {
      const policy = asks(effect);
      const resource = { type: 'a/b', kind: 'k', name: 'audit' };
      expect(policy.evaluate(resource, { now })).toEqual({ compliance: 'Unknown', reason });
      expect(policy.evaluate({ ...resource, kind: 'other' }, { now })).toEqual({ compliance: 'NotApplicable' });
      expect(policy.evaluate(resource, told)).toEqual({ compliance: 'NonCompliant', effect: 'audit' });
      expect(policy.evaluate(resource, { now, requestContext: { identity: 'you' } })).toEqual({ compliance: 'Compliant', effect: 'audit' });
    }
    expect(asks("[field('name')]").evaluate({ type: 'a/b', kind: 'k', name: 'manual' }, told)).toMatchObject({ compliance: 'Unknown' });
  });

  it('has the effect that was given from outside', () => {
    const definition = { if: { field: 'type', equals: 'a/b' }, then: { effect: 'audit' } };
    const given = (effect: string) => compileDefinition(definition, { effect }).policy;
    expect(given('Deny')?.answer({ type: 'a/b' }, { now })).toEqual({ effect: 'Deny', matches: true });
    expect(given('Disabled')?.answer({ type: 'a/b' }, { now })).toEqual({ effect: undefined, matches: false });
    const unable = { compliance: 'Error', reason: 'the effect has no details' };
    expect(given('auditIfNotExists')?.evaluate({ type: 'a/b' }, { now })).toEqual(unable);
    expect(given('auditIfNotExists')?.begin({ type: 'a/b' }, { now })).toEqual(unable);
    expect(given('auditIfNotExists')?.answer({ type: 'a/b' }, { now })).toMatchObject({ matches: undefined, reason: unable.reason });
  });

  it('looks for related resources where the effect that hangs on the resource says so', () => {
    const policy = compile({
      if: { field: 'type', equals: 'a/b' },
      then: { effect: "[field('kind')]", details: { type: 'a/c' } },
    });
    const of = (kind: string, found: readonly Resource[]) => policy.evaluate({ type: 'a/b', kind }, { now, related: () => found });
    expect(of('AuditIfNotExists', [])).toEqual({ compliance: 'NonCompliant', effect: 'AuditIfNotExists' });
    expect(of('deployIfNotExists', [{}])).toEqual({ compliance: 'Compliant', effect: 'deployIfNotExists' });
    expect(of('audit', [])).toEqual({ compliance: 'NonCompliant', effect: 'audit' });
    const bare = compile({ if: { field: 'type', equals: 'a/b' }, then: { effect: "[field('kind')]" } });
    expect(bare.evaluate({ type: 'a/b', kind: 'auditIfNotExists' }, { now })).toEqual({
      compliance: 'Error',
      reason: 'the effect has no details',
    });
  });
});
