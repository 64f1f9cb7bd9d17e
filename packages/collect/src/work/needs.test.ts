import { loadCatalogue, loadPolicies } from '@plumbline/catalogue';
import { expect, test } from 'vitest';
import type { JsonMap } from '../json.ts';
import { newestOf } from './api-versions.ts';
import { needsOf } from './needs.ts';
import { isPermitted } from './permissions.ts';
import { sourceOf } from './sources.ts';

const shipped = needsOf(loadCatalogue().catalogue);

test('every type that the shipped catalogue looks at has a place where it is asked for', () => {
  expect(shipped.unavailable).toEqual([]);
  expect(shipped.isEveryType).toBe(false);
  for (const type of shipped.types) {
    const source = sourceOf(type);
    const versions =
      source.kind === 'children' || source.kind === 'extension' ? source.asked.map(({ apiVersion }) => apiVersion) : ['known'];
    expect(versions.filter((version) => version === undefined)).toEqual([]);
  }
});

test('diagnostic settings are asked for only where a rule looks for them', () => {
  const hosts = shipped.extensions.get('microsoft.insights/diagnosticsettings');
  expect(hosts).toContain('microsoft.keyvault/vaults');
  expect(hosts).not.toContain('microsoft.network/networkinterfaces');
});

test('parents come before what lies below them', () => {
  const at = (type: string) => shipped.children.indexOf(type);
  expect(at('microsoft.eventhub/namespaces/eventhubs')).toBeGreaterThanOrEqual(0);
  expect(at('microsoft.eventhub/namespaces/eventhubs')).toBeLessThan(at('microsoft.eventhub/namespaces/eventhubs/authorizationrules'));
});

test('a policy brings its types, and those below them', () => {
  const definition = {
    properties: {
      displayName: 'Topics of relays',
      policyRule: {
        if: { field: 'type', equals: 'Microsoft.Relay/namespaces' },
        then: {
          effect: 'auditIfNotExists',
          details: { type: 'Microsoft.Relay/namespaces/hybridConnections', existenceCondition: { field: 'name', like: '*' } },
        },
      },
    },
  };
  const policies = loadPolicies({
    definitions: [{ file: 'own.json', json: definition }],
    initiatives: [],
    library: [],
    assignments: [],
    tree: () => [],
  });
  const needs = needsOf(loadCatalogue({ policies, shipped: false }).catalogue, { policies: true });
  expect(needs.queries.get('resources')).toEqual(['microsoft.relay/namespaces']);
  expect(needs.children).toEqual(['microsoft.relay/namespaces/hybridconnections']);
  expect(needs.directory).toEqual({ users: false, groups: false });
  expect(needs.queries.get('policyresources')).toContain('microsoft.authorization/policydefinitions');
});

test.each<readonly [string, readonly JsonMap[], boolean]>([
  ['a/b/read', [{ actions: ['*/read'] }], true],
  ['a/b/read', [{ actions: ['*'] }], true],
  ['a/b/read', [{ actions: ['A/B/read'] }], true],
  ['a/b/read', [{ actions: ['a/*/read'] }], true],
  ['a/b/read', [{ actions: ['a/*'], notActions: ['a/b/*'] }], false],
  ['a/b/read', [{ actions: ['a/*'], notActions: ['a/b/*'] }, { actions: ['*/read'] }], true],
  ['a/b/read', [{ actions: ['a/c/read', '*/write'] }], false],
  ['a/b/read', [{ actions: ['a/b/rea*read'] }], false],
  ['a/b/read', [], false],
])('%s with %j: %s', (action, permissions, expected) => {
  expect(isPermitted(action, permissions)).toBe(expected);
});

test.each([
  [['2021-01-01', '2023-05-01-preview', '2022-09-01'], '2022-09-01'],
  [['2021-01-01-preview', '2022-01-01-preview'], '2022-01-01-preview'],
  [[], undefined],
])('of %j the newest is %s', (versions, newest) => {
  expect(newestOf(versions)).toBe(newest);
});
