import { loadCatalogue } from '@plumbline/catalogue';
import { expect, it } from 'vitest';
import { sourceOf } from '../packages/collect/src/work/sources.ts';
import { commandFor } from '../packages/dashboard/src/model/collecting.ts';

// The dashboard says how to collect what is missing, and the collector knows where it is to be had: neither may say what the other denies.
const types = new Set([
  'microsoft.resources/subscriptions',
  'microsoft.resources/subscriptions/resourcegroups',
  'microsoft.management/managementgroups',
  'microsoft.authorization/policyassignments',
  'microsoft.authorization/policyexemptions',
  'microsoft.security/assessments',
  'microsoft.security/settings',
  'microsoft.guestconfiguration/guestconfigurationassignments',
  'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems',
  'microsoft.insights/datacollectionruleassociations',
  'microsoft.cdn/profiles/endpoints',
  'microsoft.graph/groups',
  ...loadCatalogue().catalogue.items.flatMap(({ recommendation }) => [
    ...recommendation.resourceTypes.map((type) => type.toLowerCase()),
    ...(recommendation.kind === 'graph' ? Object.keys(recommendation.reads).map((type) => type.toLowerCase()) : []),
  ]),
]);

it.each([...types].sort())('%s', (type) => {
  const source = sourceOf(type);
  const command = commandFor(type);
  if (type === 'microsoft.authorization/roleassignments') expect(command).toBe('az role assignment list --all -o json');
  else if (source.kind === 'query')
    expect(command).toBe(`az graph query -q "${source.table} | where type == '${type}'" --first 1000 -o json`);
  else expect(command).toBe('plumbline collect --out export/');
});
