import { expect, it } from 'vitest';
import { tableOfType } from './table-of-type.ts';

it.each([
  ['microsoft.compute/virtualmachines', 'resources'],
  ['microsoft.resources/subscriptions', 'resourcecontainers'],
  ['microsoft.resources/subscriptions/resourcegroups', 'resourcecontainers'],
  ['microsoft.management/managementgroups', 'resourcecontainers'],
  ['microsoft.security/assessments', 'securityresources'],
  ['microsoft.authorization/policyassignments', 'policyresources'],
  ['microsoft.authorization/policyexemptions', 'policyresources'],
  ['microsoft.policyinsights/policystates', 'policyresources'],
  ['microsoft.authorization/roleassignments', 'authorizationresources'],
  ['microsoft.authorization/locks', undefined],
  ['microsoft.graph/users', undefined],
  ['microsoft.insights/diagnosticsettings', undefined],
  ['microsoft.insights/components', 'resources'],
])('%s is in %s', (type, table) => {
  expect(tableOfType(type)).toBe(table);
});
