import { loadCatalogue } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import { describe, expect, test } from 'vitest';
import { planOf } from '../judge-plan.ts';
import { alikeKnowledge } from './alike-reader.ts';
import { isReadSame, isSeenSame, type LineKeys } from './line-keys.ts';

const { catalogue } = loadCatalogue({});
const encoder = new TextEncoder();
const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop/providers/';
const account = {
  id: `${group}Microsoft.Storage/storageAccounts/photos`,
  name: 'photos',
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  tags: { owner: 'ann' },
  properties: { provisioningState: 'Succeeded', supportsHttpsTrafficOnly: true },
};
const card = (name: string) => ({ id: `${group}Microsoft.Network/networkInterfaces/${name}` });
const machine = {
  id: `${group}Microsoft.Compute/virtualMachines/web`,
  name: 'web',
  type: 'Microsoft.Compute/virtualMachines',
  properties: { networkProfile: { networkInterfaces: [card('one')] } },
};
const network = {
  id: `${group}Microsoft.Network/virtualNetworks/net`,
  name: 'net',
  type: 'Microsoft.Network/virtualNetworks',
  properties: { subnets: [] },
};

function keysBy(key: number): LineKeys {
  const { keys } = alikeKnowledge(planOf(catalogue), new Uint8Array(16).fill(key));
  if (keys === undefined) throw new Error('There is no WebAssembly.');
  return keys;
}

const keys = keysBy(7);

function wordsOf(resource: JsonObject, by = keys): Uint32Array {
  const bytes = encoder.encode(`${JSON.stringify(resource)}\n`);
  by.read(bytes, 0, bytes.length - 1);
  return by.words.slice();
}

const withProperties = <R extends { readonly properties: object }>(resource: R, properties: object) => ({
  ...resource,
  properties: { ...resource.properties, ...properties },
});

describe('the digests of what rules read', () => {
  test.each([
    ['a tag', account, { ...account, tags: { owner: 'bob' } }, true, true],
    ['more about it', account, { ...account, systemData: { at: '2026-11-24' } }, true, true],
    ['a property that no rule reads', account, withProperties(account, { provisioningState: 'Updating' }), true, true],
    ['a property that its own rules read', account, withProperties(account, { supportsHttpsTrafficOnly: false }), true, false],
    ['its name', account, { ...account, name: 'Photos' }, false, true],
    ['letters of its id', account, { ...account, id: account.id.replace('shop', 'Shop') }, false, true],
    [
      'another id in it, of the same shape',
      machine,
      withProperties(machine, { networkProfile: { networkInterfaces: [card('two')] } }),
      false,
      true,
    ],
    ['what holds others', network, { ...network, tags: { owner: 'ann' } }, false, true],
    ['what is no resource', { x: 1 }, { x: 1 }, false, true],
  ] as const)('%s', (_title, before, after, isSeen, isRead) => {
    const words = wordsOf(before);
    const now = wordsOf(after);
    expect({ isSeen: isSeenSame(now, words, 0), isRead: isReadSame(now, words, 0) }).toEqual({ isSeen, isRead });
  });

  test('are others by another key', () => {
    expect(isSeenSame(wordsOf(account, keysBy(8)), wordsOf(account), 0)).toBe(false);
  });

  test('are those of the same bytes wherever these stand', () => {
    const bytes = encoder.encode(`  ${JSON.stringify(account)}\n`);
    keys.read(bytes, 2, bytes.length - 1);
    expect([...keys.words]).toEqual([...wordsOf(account)]);
  });
});
