/** A user's catalogue of many policies, spread over the types of an estate as those of large organisations are. */
const subjects = [
  ['Microsoft.Storage/storageAccounts', 'Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly'],
  ['Microsoft.Storage/storageAccounts', 'Microsoft.Storage/storageAccounts/minimumTlsVersion'],
  ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachines/storageProfile.osDisk.osType'],
  ['Microsoft.Network/networkInterfaces', 'Microsoft.Network/networkInterfaces/enableIpForwarding'],
  ['Microsoft.KeyVault/vaults', 'Microsoft.KeyVault/vaults/enableSoftDelete'],
  ['Microsoft.Web/sites', 'Microsoft.Web/sites/httpsOnly'],
  ['Microsoft.Sql/servers', 'Microsoft.Sql/servers/minimalTlsVersion'],
  ['Microsoft.Cache/Redis', 'Microsoft.Cache/Redis/enableNonSslPort'],
];

export function policiesFile(count) {
  return {
    edition: 'bench',
    recommendations: Array.from({ length: count }, (_, at) => {
      const [type, field] = subjects[at % subjects.length];
      return {
        name: `bench-${at}`,
        key: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
        title: `Policy ${at} should hold`,
        severity: 'low',
        category: 'data',
        kind: 'policy',
        points: 1,
        resourceTypes: [type],
        rule: {
          if: {
            allOf: [
              { field: 'type', equals: type },
              {
                anyOf: [
                  { field, equals: `value-${at}` },
                  { field, exists: false },
                ],
              },
            ],
          },
          then: { effect: 'audit' },
        },
      };
    }),
  };
}
