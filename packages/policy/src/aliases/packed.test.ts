import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedAliases } from './shipped.ts';

const listing = new URL('../../../../../shared/data/azure-aliases/aliases.json', import.meta.url);

describe('shippedAliases', () => {
  it.each([
    ['Microsoft.Storage/storageAccounts/minimumTlsVersion', 'microsoft.storage/storageaccounts', 'properties.minimumTlsVersion'],
    ['microsoft.storage/STORAGEACCOUNTS/sku.NAME', 'microsoft.storage/storageaccounts', 'sku.name'],
    [
      'Microsoft.Network/networkSecurityGroups/securityRules[*].access',
      'microsoft.network/networksecuritygroups',
      'properties.securityRules[*].properties.access',
    ],
    ['Microsoft.Compute/virtualMachines/sku.name', 'microsoft.compute/virtualmachines', 'properties.hardwareProfile.vmSize'],
    ['Microsoft.Insights/diagnosticSettings/logs.enabled', 'microsoft.insights/diagnosticsettings', 'properties.logs[*].enabled'],
    ['Microsoft.Web/sites/config/web.http20Enabled', 'microsoft.web/sites/config', 'properties.http20Enabled'],
  ])('%s', (alias, type, path) => {
    expect(shippedAliases.find(alias)).toContainEqual({ type, path, versions: undefined, modifiable: undefined });
  });

  it('gives one entry a type for an alias of several types', () => {
    const types = shippedAliases.find('Microsoft.Compute/imageOffer').map((entry) => entry.type);
    expect(types.toSorted()).toEqual([
      'microsoft.compute/disks',
      'microsoft.compute/virtualmachines',
      'microsoft.compute/virtualmachinescalesets',
    ]);
  });

  it('knows nothing of an alias that does not exist', () => {
    expect(shippedAliases.find('Microsoft.Storage/storageAccounts/noSuchThing')).toEqual([]);
    expect(shippedAliases.find('')).toEqual([]);
    expect(shippedAliases.find('a/b/c/d')).toEqual([]);
  });

  it.runIf(existsSync(listing))('holds every alias of the listing it was made from', () => {
    const aliasesByType = JSON.parse(readFileSync(listing, 'utf8')) as Record<string, Record<string, string>>;
    let wrong = 0;
    for (const [type, aliases] of Object.entries(aliasesByType)) {
      for (const [alias, path] of Object.entries(aliases)) {
        const entry = shippedAliases.find(alias).find((found) => found.type === type.toLowerCase());
        if (entry?.path !== path) wrong += 1;
      }
    }
    // Types listed twice in different casing disagree on a few paths; the first one stands.
    expect(wrong).toBeLessThanOrEqual(15);
  });
});
