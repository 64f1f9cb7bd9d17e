import type { JsonObject } from '@plumbline/policy';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../load-catalogue.ts';
import { loadPolicies, type NamedDocument, type PolicySources } from './load-policies.ts';

const guid = '11111111-1111-4111-8111-111111111111';
const id = `/providers/Microsoft.Authorization/policyDefinitions/${guid}`;
const definition = (more: JsonObject = {}): JsonObject => ({
  id,
  name: guid,
  properties: {
    displayName: 'Boxes should be closed',
    description: 'An open box can be looked into.',
    mode: 'Indexed',
    metadata: { category: 'Boxes', ...(more['metadata'] as JsonObject | undefined) },
    parameters: {
      effect: { type: 'String', defaultValue: 'Audit', allowedValues: ['Audit', 'Disabled'] },
      wanted: { type: 'String', defaultValue: 'closed' },
    },
    policyRule: {
      if: {
        allOf: [
          { field: 'type', equals: 'Microsoft.Storage/storageAccounts' },
          { field: 'tags.lid', notEquals: "[parameters('wanted')]" },
        ],
      },
      then: { effect: "[parameters('effect')]" },
    },
  },
});
const initiative: JsonObject = {
  id: '/providers/Microsoft.Authorization/policySetDefinitions/set',
  name: 'set',
  properties: {
    displayName: 'All about boxes',
    parameters: { lid: { type: 'String', defaultValue: 'closed' } },
    policyDefinitionGroups: [{ name: 'g1', displayName: 'Keep closed' }],
    policyDefinitions: [
      {
        policyDefinitionReferenceId: 'first',
        policyDefinitionId: id,
        groupNames: ['g1'],
        parameters: { wanted: { value: "[parameters('lid')]" } },
      },
      { policyDefinitionReferenceId: 'again', policyDefinitionId: id, groupNames: ['g1'], parameters: { wanted: { value: 'sealed' } } },
    ],
  },
};
const assignment = (scope: string, properties: JsonObject): JsonObject => ({
  id: `${scope}/providers/Microsoft.Authorization/policyAssignments/a`,
  name: 'a',
  type: 'Microsoft.Authorization/policyAssignments',
  properties: { policyDefinitionId: id, ...properties },
});
const named = (json: JsonObject, file = 'x.json'): NamedDocument => ({ file, json });
const loaded = (sources: Partial<PolicySources>) => loadPolicies({ definitions: [], initiatives: [], ...sources });
const account = (lid: string, subscription = 's1') => ({
  id: `/subscriptions/${subscription}/resourcegroups/rg/providers/microsoft.storage/storageaccounts/a`,
  type: 'Microsoft.Storage/storageAccounts',
  name: 'a',
  location: 'westeurope',
  tags: { lid },
});

describe('loadPolicies', () => {
  it('takes title, key and description from the document, points from the plain default', () => {
    const { items, summary, problems } = loaded({ definitions: [named(definition())] });
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      {
        points: 10,
        state: 'custom',
        recommendation: {
          name: 'boxes-should-be-closed',
          key: guid,
          title: 'Boxes should be closed',
          severity: 'medium',
          category: 'data',
        },
      },
    ]);
    expect(summary).toMatchObject({ definitions: 1, initiatives: 0, defaultPoints: 1, notDecidable: [] });
  });

  it('takes points, severity and category from the metadata where it says so', () => {
    const about = { metadata: { plumbline: { points: 25, severity: 'high', category: 'iot' } } };
    const { items, summary } = loaded({ definitions: [named(definition(about))] });
    expect(items).toMatchObject([{ points: 25, recommendation: { severity: 'high', category: 'iot' } }]);
    expect(summary.defaultPoints).toBe(0);
  });

  it('makes members of initiatives recommendations of their own, with their parameters, and groups controls', () => {
    const { items, controls } = loaded({ definitions: [named(definition())], initiatives: [named(initiative)] });
    expect(items.map(({ recommendation }) => recommendation.name)).toEqual(['boxes-should-be-closed', 'boxes-should-be-closed-2']);
    expect(new Set(items.map(({ recommendation }) => recommendation.key)).size).toBe(2);
    expect(controls).toMatchObject([{ name: 'Keep closed', recommendations: ['boxes-should-be-closed', 'boxes-should-be-closed-2'] }]);
    const verdicts = items.map(
      (item) =>
        item.applied
          ?.policiesFor({ id: '/x', type: 't', location: undefined })[0]
          ?.evaluate(account('sealed'), { now: '2026-01-01T00:00:00Z' }).compliance,
    );
    expect(verdicts).toEqual(['NonCompliant', 'Compliant']);
  });

  it('finds the definitions of members in a library, without making them recommendations', () => {
    expect(loaded({ initiatives: [named(initiative)], library: [named(definition())] }).items).toHaveLength(2);
    expect(
      loaded({ definitions: [named(definition())], library: [named({ ...definition(), name: 'other', id: 'other' })] }).items,
    ).toHaveLength(1);
  });

  it('tells of members whose definition is not to be had', () => {
    const { items, problems } = loaded({ initiatives: [named(initiative, 'set.json')] });
    expect(items).toEqual([]);
    expect(problems).toMatchObject([
      { file: 'set.json', code: 'unknown-definition' },
      { file: 'set.json', code: 'unknown-definition' },
    ]);
  });

  it('leaves out a definition that does not compile, and says where', () => {
    const broken = { properties: { policyRule: { if: { field: 'type', equal: 'x' }, then: { effect: 'audit' } } } };
    const { items, problems } = loaded({ definitions: [named(broken, 'broken.json'), named(definition())] });
    expect(items).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'broken.json', path: expect.stringContaining('$.properties.policyRule.if') });
  });

  const here = '/subscriptions/s1';
  const cases: readonly [string, JsonObject, readonly string[]][] = [
    ['with its parameters', assignment(here, { parameters: { wanted: { value: 'sealed' } } }), ['NonCompliant']],
    ['not outside its scope', assignment('/subscriptions/s2', {}), []],
    ['not under its notScopes', assignment(here, { notScopes: [`${here}/resourceGroups/RG`] }), []],
    ['from a management group', assignment('/providers/Microsoft.Management/managementGroups/Root', {}), ['Compliant']],
    ['where it is switched off', assignment(here, { parameters: { effect: { value: 'Disabled' } } }), ['NotApplicable']],
    ['with an override of its effect', assignment(here, { overrides: [{ kind: 'policyEffect', value: 'Disabled' }] }), ['NotApplicable']],
    [
      'with an override for another place',
      assignment(here, {
        overrides: [{ kind: 'policyEffect', value: 'Disabled', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] }],
      }),
      ['Compliant'],
    ],
    [
      'only where its selectors choose',
      assignment(here, { resourceSelectors: [{ name: 'x', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] }] }),
      [],
    ],
    ['though it is not enforced', assignment(here, { enforcementMode: 'DoNotEnforce' }), ['Compliant']],
  ];
  it.each(cases)('applies an assignment %s', (_, given, expected) => {
    const { items, problems } = loaded({ definitions: [named(definition())], assignments: [named(given)], tree: () => ['root'] });
    expect(problems).toEqual([]);
    const resource = account('closed');
    const policies = items[0]?.applied?.policiesFor(resource) ?? [];
    expect(policies.map((policy) => policy.evaluate(resource, { now: '2026-01-01T00:00:00Z' }).compliance)).toEqual(expected);
  });

  it('is laid into the catalogue, with points of a catalogue file by name', () => {
    const policies = loaded({ definitions: [named(definition())] });
    const { catalogue } = loadCatalogue({ policies, shipped: false });
    expect(catalogue.items.map(({ recommendation }) => recommendation.name)).toEqual(['boxes-should-be-closed']);
    expect(loadCatalogue({ policies }).catalogue.items).toHaveLength(93);
  });
});
