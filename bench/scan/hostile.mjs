/** Inputs of a shape that no estate should have, and that a program must survive. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomOf } from '../estate/random.mjs';

const line = (value) => `${JSON.stringify(value)}\n`;
const network = (subscription, kind, name, properties) => ({
  id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/${kind}/${name}`,
  name,
  type: `Microsoft.Network/${kind}`,
  location: 'westeurope',
  properties,
});

/** By name: what it yields for a size from 0 to 1. */
export const hostileShapes = {
  /** A million subscriptions with one resource each. */
  *'a subscription for every resource'(share) {
    const random = randomOf(7);
    for (let at = 0; at < 1_000_000 * share; at += 1)
      yield line(network(random.guid(), 'publicIPAddresses', `ip-${at}`, { publicIPAllocationMethod: 'Static' }));
  },
  /** A resource with 100,000 children. */
  *'a server with very many children'(share) {
    const server = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Sql/servers/one';
    yield line({ id: server, name: 'one', type: 'Microsoft.Sql/servers', location: 'westeurope', properties: {} });
    for (let at = 0; at < 100_000 * share; at += 1)
      yield line({ id: `${server}/databases/db-${at}`, name: `db-${at}`, type: 'Microsoft.Sql/servers/databases', properties: {} });
  },
  /** A security group with 5,000 rules before 10,000 interfaces, each of a machine. */
  *'a security group with very many rules'(share) {
    const subscription = '00000000-0000-4000-8000-000000000002';
    const group = network(subscription, 'networkSecurityGroups', 'large', {
      securityRules: Array.from({ length: Math.ceil(5000 * share) }, (_, at) => ({
        name: `rule-${at}`,
        properties: {
          direction: 'Inbound',
          access: at % 2 === 0 ? 'Allow' : 'Deny',
          priority: 100 + at,
          protocol: 'Tcp',
          sourceAddressPrefix: at % 3 === 0 ? '*' : `10.${at % 250}.0.0/16`,
          sourcePortRange: '*',
          destinationAddressPrefix: `10.0.${at % 250}.0/24`,
          destinationPortRange: String(1000 + at),
        },
      })),
    });
    yield line(group);
    for (let at = 0; at < 10_000 * share; at += 1) {
      const card = network(subscription, 'networkInterfaces', `nic-${at}`, {
        networkSecurityGroup: { id: group.id },
        ipConfigurations: [{ properties: { privateIPAddress: `10.0.${Math.floor(at / 250) % 250}.${at % 250}` } }],
      });
      yield line(card);
      yield line({
        id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-${at}`,
        name: `vm-${at}`,
        type: 'Microsoft.Compute/virtualMachines',
        location: 'westeurope',
        properties: { networkProfile: { networkInterfaces: [{ id: card.id }] }, storageProfile: { osDisk: { osType: 'Linux' } } },
      });
    }
  },
  /** One resource of 200 MB. */
  *'one huge resource'(share) {
    const id = '/subscriptions/00000000-0000-4000-8000-000000000003/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/huge';
    yield `{"id":"${id}","name":"huge","type":"Microsoft.Storage/storageAccounts","properties":{"supportsHttpsTrafficOnly":true,"filler":["`;
    for (let at = 0; at < 200 * share; at += 1) yield 'x'.repeat(999_997) + '","';
    yield 'x"]}}\n';
  },
};

export async function writeHostile(path, shape, share) {
  await pipeline(Readable.from(hostileShapes[shape](share)), createWriteStream(path));
}
