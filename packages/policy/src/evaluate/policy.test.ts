import { describe, expect, it } from 'vitest';
import type { CompiledPolicy } from '../compiled.ts';
import type { JsonValue } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import { lookUpIn } from './look-up.ts';
import type { Policy } from './policy.ts';
import { compileSet } from './set.ts';

const now = '2026-01-01T00:00:00Z';

function compile(input: JsonValue): Policy {
  const { policy, problems } = compileDefinition(input);
  if (!policy) throw new Error(JSON.stringify(problems));
  return policy;
}

const storageType = 'Microsoft.Storage/storageAccounts';
const tls = compile({
  id: '/d/tls',
  properties: {
    displayName: 'TLS',
    metadata: { category: 'Storage', version: '1.0.0' },
    policyRule: {
      if: {
        allOf: [
          { field: 'type', equals: storageType },
          { field: `${storageType}/minimumTlsVersion`, notEquals: 'TLS1_2' },
        ],
      },
      then: { effect: 'Deny' },
    },
  },
});
const storage = (tlsVersion: string): Resource => ({
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a',
  type: storageType,
  name: 'a',
  properties: { minimumTlsVersion: tlsVersion },
});
const logs = compile({
  if: { field: 'type', equals: storageType },
  then: {
    effect: 'auditIfNotExists',
    details: {
      type: 'Microsoft.Insights/diagnosticSettings',
      existenceCondition: { field: 'Microsoft.Insights/diagnosticSettings/workspaceId', exists: true },
    },
  },
});

describe('a compiled policy', () => {
  it('tells about itself', () => {
    expect(tls).toMatchObject({
      id: '/d/tls',
      displayName: 'TLS',
      category: 'Storage',
      version: '1.0.0',
      effect: 'Deny',
      types: ['microsoft.storage/storageaccounts'],
      reads: ['type', 'properties.minimumTlsVersion'],
      readsConfiguration: true,
      decidedBy: 'configuration',
      isOff: false,
      undecidable: undefined,
      related: undefined,
    });
    expect(logs).toMatchObject({
      decidedBy: 'related',
      readsConfiguration: false,
      related: { type: 'microsoft.insights/diagnosticsettings', reads: ['properties.workspaceId'] },
    });
  });

  it('passes on what its document says', () => {
    const policy = compile({
      id: '/d/x',
      name: 'x',
      properties: {
        displayName: 'X',
        description: 'Why',
        mode: 'All',
        metadata: { category: 'C', version: '2.0.0', more: 1 },
        parameters: { open: { type: 'String' } },
        policyRule: { if: { value: '[subscription().displayName]', equals: 'x' }, then: { effect: 'audit' } },
      },
    });
    expect(policy).toMatchObject({
      id: '/d/x',
      name: 'x',
      displayName: 'X',
      description: 'Why',
      mode: 'All',
      category: 'C',
      version: '2.0.0',
      metadata: { category: 'C', version: '2.0.0', more: 1 },
      missingParameters: ['open'],
      readsBeyond: ['subscription.displayname'],
      readsInDetails: [],
      nameTests: [],
      defaultState: undefined,
    });
    expect(compile({ if: { field: 'type', equals: 'a/b' }, then: { effect: 'manual' } })).toMatchObject({
      undecidable: 'Somebody has to attest it; no configuration shows it.',
      defaultState: 'Unknown',
    });
  });

  it('has nothing to say of other types', () => {
    expect(tls.begin({ type: 'other/type' }, { now })).toEqual({ compliance: 'NotApplicable' });
    expect(tls.evaluate({ type: 'other/type' }, { now })).toEqual({ compliance: 'NotApplicable' });
    expect(tls.answer({ type: 'other/type' }, { now })).toEqual({ effect: undefined, matches: false });
    expect(compile({ if: { field: 'type', equals: 'a/b' }, then: { effect: 'disabled' } }).answer({ type: 'a/b' }, { now })).toEqual({
      effect: undefined,
      matches: false,
    });
  });

  it('says so where the engine itself gives up on a resource, and passes on what is an error of its own', () => {
    const endless = (): Resource => {
      const resource = { type: 'a/b' };
      return Object.defineProperty(resource, 'name', { enumerable: true, get: (): string => `${Reflect.get(resource, 'name')}` });
    };
    const broken = Object.defineProperty({ type: 'a/b' }, 'name', {
      enumerable: true,
      get: () => {
        throw new TypeError('broken');
      },
    });
    const policy = compile({ if: { field: 'name', equals: 'x' }, then: { effect: 'audit' } });
    expect(policy.judgeAlone(endless(), { now })).toEqual({
      compliance: 'Error',
      reason: expect.stringMatching(/^a limit of the JavaScript engine was reached: Maximum call stack/),
    });
    expect(() => policy.judgeAlone(broken, { now })).toThrow('broken');
  });

  it.each([
    ['TLS1_0', 'NonCompliant', 'TLS1_0'],
    ['TLS1_2', 'Compliant', 'TLS1_2'],
  ])('tells which condition decided on %s', (version, compliance, found) => {
    expect(tls.evaluate(storage(version), { now })).toEqual({ compliance, effect: 'Deny' });
    expect(tls.decide(storage(version), { now })).toEqual({
      path: '$.if.allOf[1]',
      subject: `${storageType}/minimumTlsVersion`,
      operator: 'notEquals',
      found,
      expected: 'TLS1_2',
    });
  });

  it('explains every condition', () => {
    const { if: explained } = tls.explain(storage('TLS1_0'), { now });
    expect(explained).toMatchObject({
      kind: 'allOf',
      path: '$.properties.policyRule.if',
      result: true,
      of: [
        { subject: 'type', operator: 'equals', result: true, found: storageType, expected: storageType },
        { result: true, found: 'TLS1_0', expected: 'TLS1_2' },
      ],
    });
  });

  it('waits for related resources and settles', () => {
    const begun = logs.begin(storage('x'), { now });
    if (begun.compliance !== 'Pending') throw new Error('nothing is pending');
    const id = '/subscriptions/s/resourcegroups/g/providers/microsoft.storage/storageaccounts/a';
    expect(begun.query).toEqual({ type: 'microsoft.insights/diagnosticsettings', of: id, scope: 'extensions' });
    expect(begun.settle(undefined)).toEqual({ compliance: 'NotCollected', needs: 'microsoft.insights/diagnosticsettings' });
    expect(begun.settle([])).toEqual({ compliance: 'NonCompliant', effect: 'auditIfNotExists' });
    expect(begun.settle([{ properties: { workspaceId: 'w' } }])).toEqual({ compliance: 'Compliant', effect: 'auditIfNotExists' });
  });

  it('settles as it began, whatever was judged in between', () => {
    const named = compile({
      if: { field: 'type', equals: 'a/b' },
      then: { effect: 'auditIfNotExists', details: { type: 'a/b/c', existenceCondition: { field: 'name', equals: "[field('name')]" } } },
    });
    const begun = named.begin({ type: 'a/b', name: 'x' }, { now });
    named.begin({ type: 'a/b', name: 'y' }, { now });
    expect(begun.compliance === 'Pending' && begun.settle([{ name: 'x' }])).toMatchObject({ compliance: 'Compliant' });
  });

  it('tells what was missing when nothing related was found', () => {
    const context = { now, related: () => [] };
    expect(logs.decide(storage('x'), context)).toEqual({
      path: '$.then.details.existenceCondition',
      subject: 'Microsoft.Insights/diagnosticSettings',
      operator: 'exists',
      found: undefined,
      expected: true,
    });
    const found = logs.decide(storage('x'), { now, related: () => [{ properties: {} }] });
    expect(found).toMatchObject({ path: '$.then.details.existenceCondition', operator: 'exists', found: undefined, expected: true });
  });

  it('gives the reason of an error', () => {
    const failing = compile({ if: { value: "[int(field('name'))]", equals: 1 }, then: { effect: 'audit' } });
    expect(failing.evaluate({ name: 'x', type: 'a/b' }, { now })).toMatchObject({
      compliance: 'Error',
      reason: expect.stringContaining('int()'),
    });
    expect(failing.decide({ name: 'x', type: 'a/b' }, { now })).toBeUndefined();
  });

  it('notes aliases that it guessed', () => {
    const { notes } = compileDefinition({ if: { field: 'Contoso.X/y/z', exists: true }, then: { effect: 'audit' } });
    expect(notes).toMatchObject([{ code: 'guessed-alias', message: expect.stringContaining('properties.z') }]);
  });

  it('takes what a resource inherits for absent', () => {
    const { policy } = compileDefinition({ if: { field: 'toString', exists: true }, then: { effect: 'audit' } }, { fields: 'paths' });
    expect(policy?.evaluate({}, { now }).compliance).toBe('Compliant');
  });
});

describe('types and versions that are told apart', () => {
  const entry = { type: 'a/b', path: 'properties.x', modifiable: undefined, versions: new Map([['2', 'properties.none']]) };
  const fresh = () => {
    const { policy } = compileDefinition(
      { if: { field: 'A/b/x', equals: 1 }, then: { effect: 'audit' } },
      { aliases: { find: () => [entry] } },
    );
    if (!policy) throw new Error('nothing was compiled');
    return { policy, set: compileSet([policy]) };
  };
  const judged = ({ policy, set }: ReturnType<typeof fresh>, resource: Resource, apiVersion: string | undefined) => {
    const one = { ...resource, properties: { x: 1 } };
    const context = apiVersion === undefined ? { now } : { now, apiVersion };
    const verdicts: unknown[] = [policy.evaluate(one, context), policy.judgeAlone(one, context), set.on(one, context).begin(policy)];
    set.evaluate(one, context, (_, verdict) => verdicts.push(verdict));
    return verdicts;
  };
  const made: readonly (readonly [Resource, string | undefined])[] = [
    [{}, undefined],
    [{ type: '' }, undefined],
    [{ type: '' }, '1'],
    [{}, '1'],
    [{ type: 'a/b' }, '1'],
    [{ type: 'a/b' }, '2'],
    [{ type: 'a/b@1' }, undefined],
  ];

  it.each(made)('%j of version %s is judged the same, whatever was judged before', (resource, apiVersion) => {
    const expected = judged(fresh(), resource, apiVersion);
    for (const before of made) {
      const used = fresh();
      judged(used, ...before);
      expect(judged(used, resource, apiVersion)).toEqual(expected);
    }
  });
});

describe('compileSet', () => {
  const anyType = compile({ if: { field: 'tags.owner', exists: false }, then: { effect: 'audit' } });
  const disabled = compile({ if: { field: 'type', equals: storageType }, then: { effect: 'disabled' } });
  const set = compileSet([tls, anyType, logs, disabled]);

  it('knows what is relevant to a type', () => {
    expect(set.relevantTo(storageType.toUpperCase())).toEqual([0, 1, 2, 3]);
    expect(set.relevantTo('other/type')).toEqual([1]);
  });

  it('judges as each policy does alone', () => {
    const resources: readonly Resource[] = [
      storage('TLS1_0'),
      { ...storage('TLS1_2'), tags: { Owner: 'me' } },
      { type: 'other/type' },
      {},
      { type: 'Microsoft.Resources/deployments' },
    ];
    const context = { now, related: lookUpIn(resources) };
    for (const resource of resources) {
      const together = new Map<number, unknown>();
      set.evaluate(resource, context, (_, verdict, index) => together.set(index, verdict));
      set.policies.forEach((policy, index) => {
        const verdict: unknown = together.get(index) ?? { compliance: 'NotApplicable' };
        expect(verdict).toEqual(policy.evaluate(resource, context));
      });
    }
  });

  it('lets some policies judge', () => {
    const judging = set.on(storage('TLS1_0'), { now });
    expect(judging.begin(tls)).toEqual(tls.begin(storage('TLS1_0'), { now }));
    expect(judging.begin(disabled)).toEqual({ compliance: 'NotApplicable' });
    expect(set.on({ type: 'other/type' }, { now }).begin(tls)).toEqual({ compliance: 'NotApplicable' });
  });

  it('reads aliases by the API version, where the catalogue has paths by version', () => {
    const entry = {
      type: 'a/b',
      path: 'properties.now',
      modifiable: undefined,
      versions: new Map([['2015-01-01-preview', 'properties.then']]),
    };
    const { policy } = compileDefinition(
      {
        if: {
          allOf: [
            { field: 'type', equals: 'A/b' },
            { field: 'A/b/x', equals: 1 },
          ],
        },
        then: { effect: 'audit' },
      },
      { aliases: { find: () => [entry] } },
    );
    const versioned = compileSet(policy ? [policy] : []);
    const states: string[] = [];
    for (const apiVersion of ['2015-01-01-Preview', '2020-01-01', undefined, '2015-01-01-PREVIEW']) {
      const context = apiVersion === undefined ? { now } : { now, apiVersion };
      versioned.evaluate({ type: 'A/b', properties: { then: 1 } }, context, (_, { compliance }) => states.push(compliance));
    }
    expect(states).toEqual(['NonCompliant', 'Compliant', 'Compliant', 'NonCompliant']);
  });

  it('asks what is no policy of this package itself', () => {
    const other = { types: ['a/b'], begin: () => ({ compliance: 'Unknown', reason: 'mine' }) as const };
    const mixed = compileSet([Object.assign(Object.create(null) as CompiledPolicy, other)]);
    const verdicts: unknown[] = [];
    mixed.evaluate({ type: 'A/b' }, { now }, (_, verdict) => verdicts.push(verdict));
    expect(verdicts).toEqual([{ compliance: 'Unknown', reason: 'mine' }]);
  });
});
