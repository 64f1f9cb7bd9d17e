import { loadCatalogue } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import { streamOf } from './test-entries.ts';

const network = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v';
const group = { id: '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/g' };
const withSubnets = (...subnets: JsonObject[]): JsonObject => ({
  id: network,
  type: 'Microsoft.Network/virtualNetworks',
  properties: { subnets },
});
const subnet = (name: string, properties: JsonObject): JsonObject => ({
  id: `${network}/subnets/${name}`,
  name,
  properties: { addressPrefix: '10.0.0.0/24', ...properties },
});
const { catalogue } = loadCatalogue();
const wanted = catalogue.items.find(({ recommendation }) => recommendation.name === 'subnet-network-security-group')?.recommendation.key;

async function subnetsJudged(resources: readonly JsonObject[]) {
  const run = await assess(streamOf(resources), { catalogue, now: '2026-01-01T00:00:00Z' });
  const rows = [...run.assessments()].filter(({ recommendation }) => recommendation === wanted);
  return {
    rows: rows.map(({ resource, status }) => `${resource.split('/').at(-1)} ${status}`),
    resources: run.resources,
    duplicates: run.duplicates,
  };
}

describe('subnets that stand only inside their network', () => {
  it('are judged, and not counted as read', async () => {
    expect(await subnetsJudged([withSubnets(subnet('a', { networkSecurityGroup: group }), subnet('b', {}))])).toEqual({
      rows: ['a Healthy', 'b Unhealthy'],
      resources: 1,
      duplicates: 0,
    });
  });
  it('give way to the subnet itself, whichever comes first', async () => {
    const own = { ...subnet('b', { networkSecurityGroup: group }), type: 'Microsoft.Network/virtualNetworks/subnets' };
    for (const order of [
      [withSubnets(subnet('b', {})), own],
      [own, withSubnets(subnet('b', {}))],
    ]) {
      expect(await subnetsJudged(order)).toEqual({ rows: ['b Healthy'], resources: 2, duplicates: 0 });
    }
  });
  it('go with the earlier of two versions of their network', async () => {
    expect(await subnetsJudged([withSubnets(subnet('gone', {})), withSubnets(subnet('b', {}))])).toMatchObject({
      rows: ['b Unhealthy'],
      duplicates: 1,
    });
  });
});
