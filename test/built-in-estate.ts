import fc from 'fast-check';

/** An entry as an export has it. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly [member: string]: unknown;
}

const scope = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg';
const flag = fc.constantFrom(true, false, 'true', 'False', null);
const text = (...values: string[]) => fc.constantFrom(...values);
const some = <Shape>(shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) => fc.record(shape, { requiredKeys: [] });

function resource(type: string, members: Readonly<Record<string, fc.Arbitrary<unknown>>>, related: Related[] = []): fc.Arbitrary<Entry[]> {
  const [namespace, ...kinds] = type.split('/');
  const named = fc.nat({ max: 1e9 });
  return fc
    .tuple(named, fc.record(members, { requiredKeys: [] }), ...related.map(({ present }) => present))
    .map(([number, own, ...found]) => {
      const name = `n${number}`;
      const id = `${scope}/providers/${namespace}/${kinds.map((kind, level) => `${kind}/${level === kinds.length - 1 ? name : `p${number}`}`).join('/')}`;
      const others = found.flatMap((properties, index) => {
        const kind = related[index];
        if (kind === undefined || properties === undefined) return [];
        const { suffix, type: relatedType } = kind;
        return [{ id: `${id}/${suffix}`, name: suffix.split('/').at(-1) ?? '', type: relatedType, properties }];
      });
      return [{ id, name, type, location: 'westeurope', ...own }, ...others];
    });
}

interface Related {
  readonly type: string;
  readonly suffix: string;
  /** The properties, or undefined: it is not there. */
  readonly present: fc.Arbitrary<unknown>;
}

const related = (type: string, suffix: string, properties: fc.Arbitrary<unknown>): Related => ({
  type,
  suffix,
  present: fc.option(properties, { nil: undefined }),
});

const log = some({
  category: text('Audit'),
  enabled: flag,
  retentionPolicy: some({ enabled: flag, days: fc.constantFrom(0, 30, 365, 400) }),
});
const diagnostics = related(
  'Microsoft.Insights/diagnosticSettings',
  'providers/Microsoft.Insights/diagnosticSettings/all',
  some({
    storageAccountId: text(`${scope}/providers/Microsoft.Storage/storageAccounts/logs`),
    workspaceId: text('w'),
    logs: fc.array(log, { maxLength: 3 }),
  }),
);
const logged = (type: string) => resource(type, {}, [diagnostics]);
const origins = fc.array(text('*', 'https://example.org'), { maxLength: 3 });

/** Resources of every type that is compared, with the values that decide in all spellings that exports have. */
export const generated: fc.Arbitrary<Entry[]> = fc.oneof(
  resource('Microsoft.Storage/storageAccounts', {
    properties: some({ supportsHttpsTrafficOnly: flag, networkAcls: some({ defaultAction: text('Allow', 'Deny', 'deny') }) }),
  }),
  resource('Microsoft.ClassicStorage/storageAccounts', { properties: some({ status: text('Created') }) }),
  resource('Microsoft.ClassicCompute/virtualMachines', { properties: some({ status: text('Created') }) }),
  resource(
    'Microsoft.Web/sites',
    {
      kind: text(
        'app',
        'app,linux',
        'functionapp',
        'FunctionApp,linux',
        'functionapp,workflowapp',
        'functionapp,linux,container,azurecontainerapps',
      ),
      properties: some({ httpsOnly: flag }),
    },
    [
      related(
        'Microsoft.Web/sites/config',
        'config/web',
        some({ remoteDebuggingEnabled: fc.boolean(), cors: some({ allowedOrigins: origins }) }),
      ),
    ],
  ),
  resource('Microsoft.Cache/Redis', { properties: some({ enableNonSslPort: flag }) }),
  resource('Microsoft.Automation/automationAccounts/variables', { properties: some({ isEncrypted: flag }) }),
  resource('Microsoft.ServiceFabric/clusters', {
    properties: some({
      azureActiveDirectory: some({ tenantId: text('', '22222222-2222-4222-8222-222222222222') }),
      fabricSettings: fc.array(
        some({
          name: text('Security', 'security', 'Other'),
          parameters: fc.array(some({ name: text('ClusterProtectionLevel', 'Other'), value: text('EncryptAndSign', 'Sign', 'None') }), {
            maxLength: 2,
          }),
        }),
        { maxLength: 2 },
      ),
    }),
  }),
  resource('Microsoft.Sql/servers', { kind: text('v12.0', 'v12.0,analytics'), properties: some({ version: text('12.0') }) }, [
    related('Microsoft.Sql/servers/administrators', 'administrators/ActiveDirectory', some({ login: text('dba') })),
    related('Microsoft.Sql/servers/auditingSettings', 'auditingSettings/default', some({ state: text('Enabled', 'Disabled') })),
  ]),
  resource('Microsoft.Sql/servers/databases', { kind: text('v12.0,user', 'v12.0,system'), properties: some({ status: text('Online') }) }, [
    related(
      'Microsoft.Sql/servers/databases/transparentDataEncryption',
      'transparentDataEncryption/current',
      some({ state: text('Enabled', 'Disabled'), status: text('Enabled', 'Disabled') }),
    ),
  ]),
  resource('Microsoft.EventHub/namespaces/authorizationRules', { properties: some({ rights: fc.constant(['Listen']) }) }),
  resource('Microsoft.ServiceBus/namespaces/authorizationRules', { properties: some({ rights: fc.constant(['Listen']) }) }),
  resource('Microsoft.EventHub/namespaces/eventhubs', { properties: some({ status: text('Active') }) }, [
    related(
      'Microsoft.EventHub/namespaces/eventhubs/authorizationRules',
      'authorizationRules/send',
      some({ rights: fc.constant(['Send']) }),
    ),
  ]),
  ...[
    'Microsoft.Search/searchServices',
    'Microsoft.ServiceBus/namespaces',
    'Microsoft.StreamAnalytics/streamingJobs',
    'Microsoft.Batch/batchAccounts',
    'Microsoft.EventHub/namespaces',
    'Microsoft.Logic/workflows',
    'Microsoft.KeyVault/vaults',
    'Microsoft.DataLakeStore/accounts',
    'Microsoft.DataLakeAnalytics/accounts',
  ].map(logged),
);
