import { diagnosticSetting } from './diagnostics.mjs';

export function storageAccount(place, name, { https = true, restricted = true, encrypted = true } = {}) {
  return [
    place.resource('Microsoft.Storage/storageAccounts', name, {
      kind: 'StorageV2',
      sku: { name: place.random.pick(['Standard_LRS', 'Standard_GRS', 'Standard_ZRS']), tier: 'Standard' },
      properties: {
        supportsHttpsTrafficOnly: https,
        minimumTlsVersion: https ? 'TLS1_2' : 'TLS1_0',
        allowBlobPublicAccess: !restricted,
        networkAcls: {
          defaultAction: restricted ? 'Deny' : 'Allow',
          bypass: 'AzureServices',
          ipRules: restricted ? [{ value: '198.51.100.0/24', action: 'Allow' }] : [],
          virtualNetworkRules: [],
        },
        encryption: {
          keySource: 'Microsoft.Storage',
          services: { blob: { enabled: encrypted, keyType: 'Account' }, file: { enabled: encrypted, keyType: 'Account' } },
        },
        accessTier: 'Hot',
        primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/`, file: `https://${name}.file.core.windows.net/` },
        statusOfPrimary: 'available',
      },
    }),
  ];
}

/** A web or function app with its configuration children. */
export function app(
  place,
  name,
  { isFunction = false, https = true, debugging = false, everyOrigin = false, logs = true, restricted = false, certificates = false } = {},
) {
  const site = place.resource('Microsoft.Web/sites', name, {
    kind: isFunction ? 'functionapp,linux' : 'app,linux',
    identity: { type: 'SystemAssigned', principalId: place.random.guid(), tenantId: '7d8f3c52-0a4e-4a4b-9b1e-5f3a6c2d1e00' },
    properties: {
      state: 'Running',
      enabled: true,
      httpsOnly: https,
      clientCertEnabled: false,
      reserved: true,
      hostNames: [`${name}.azurewebsites.net`],
      enabledHostNames: [`${name}.azurewebsites.net`, `${name}.scm.azurewebsites.net`],
      serverFarmId: place.idOf('Microsoft.Web/serverfarms', 'plan'),
      siteConfig: { numberOfWorkers: 1, alwaysOn: true, http20Enabled: true, linuxFxVersion: isFunction ? 'NODE|20' : 'DOTNETCORE|8.0' },
    },
  });
  const config = place.under(site, '/config/web', 'Microsoft.Web/sites/config', {
    remoteDebuggingEnabled: debugging,
    webSocketsEnabled: false,
    http20Enabled: true,
    minTlsVersion: '1.2',
    ftpsState: 'FtpsOnly',
    cors: { allowedOrigins: everyOrigin ? ['*'] : ['https://shop.example.com'], supportCredentials: false },
    ipSecurityRestrictions: restricted
      ? [{ ipAddress: '198.51.100.0/24', action: 'Allow', priority: 100, name: 'office' }]
      : [{ ipAddress: 'Any', action: 'Allow', priority: 2147483647, name: 'Allow all', description: 'Allow all access' }],
    detailedErrorLoggingEnabled: logs,
    httpLoggingEnabled: logs,
    requestTracingEnabled: logs,
    netFrameworkVersion: 'v8.0',
    linuxFxVersion: isFunction ? 'NODE|20' : 'DOTNETCORE|8.0',
  });
  const settings = place.under(
    site,
    '/config/appsettings',
    'Microsoft.Web/sites/config',
    certificates ? { WEBSITE_LOAD_CERTIFICATES: '*' } : { FEATURE_FLAGS: 'checkout' },
  );
  return [site, config, settings];
}

export function sqlServer(place, name, { databases = 1, encrypted = true, audited = true, administrator = true } = {}) {
  const server = place.resource('Microsoft.Sql/servers', name, {
    kind: 'v12.0',
    properties: {
      administratorLogin: 'dbadmin',
      version: '12.0',
      state: 'Ready',
      fullyQualifiedDomainName: `${name}.database.windows.net`,
      publicNetworkAccess: 'Enabled',
      minimalTlsVersion: '1.2',
    },
  });
  const list = [
    server,
    place.under(server, '/auditingSettings/default', 'Microsoft.Sql/servers/auditingSettings', {
      state: audited ? 'Enabled' : 'Disabled',
      retentionDays: 0,
      isAzureMonitorTargetEnabled: audited,
      auditActionsAndGroups: ['BATCH_COMPLETED_GROUP'],
    }),
    ...(administrator
      ? [
          place.under(server, '/administrators/ActiveDirectory', 'Microsoft.Sql/servers/administrators', {
            administratorType: 'ActiveDirectory',
            login: 'sql-admins',
            sid: place.random.guid(),
          }),
        ]
      : []),
  ];
  for (const database of ['master', ...Array.from({ length: databases }, (_, index) => `orders-${index + 1}`)]) {
    const item = place.resource('Microsoft.Sql/servers/databases', `${name}/${database}`, {
      kind: 'v12.0,user',
      sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
      properties: { status: 'Online', collation: 'SQL_Latin1_General_CP1_CI_AS', maxSizeBytes: 34359738368, zoneRedundant: false },
    });
    list.push(
      item,
      place.under(item, '/transparentDataEncryption/current', 'Microsoft.Sql/servers/databases/transparentDataEncryption', {
        status: database === 'master' || !encrypted ? 'Disabled' : 'Enabled',
        state: database === 'master' || !encrypted ? 'Disabled' : 'Enabled',
      }),
    );
    list.push(
      place.under(item, '/auditingSettings/default', 'Microsoft.Sql/servers/databases/auditingSettings', {
        state: audited ? 'Enabled' : 'Disabled',
      }),
    );
  }
  return list;
}

export function redis(place, name, { tls = true } = {}) {
  return [
    place.resource('Microsoft.Cache/Redis', name, {
      properties: {
        redisVersion: '6.0',
        sku: { name: 'Standard', family: 'C', capacity: 1 },
        enableNonSslPort: !tls,
        minimumTlsVersion: '1.2',
        hostName: `${name}.redis.cache.windows.net`,
        port: 6379,
        sslPort: 6380,
      },
    }),
  ];
}

/** Services of which the catalogue asks for one diagnostic setting with an enabled log. */
export const logged = {
  search: [
    'Microsoft.Search/searchServices',
    ['OperationLogs'],
    { sku: { name: 'standard' }, properties: { replicaCount: 1, partitionCount: 1, hostingMode: 'default', status: 'running' } },
  ],
  serviceBus: [
    'Microsoft.ServiceBus/namespaces',
    ['OperationalLogs'],
    { sku: { name: 'Standard', tier: 'Standard' }, properties: { status: 'Active' } },
  ],
  streamAnalytics: [
    'Microsoft.StreamAnalytics/streamingjobs',
    ['Execution', 'Authoring'],
    { properties: { jobState: 'Running', compatibilityLevel: '1.2', sku: { name: 'Standard' } } },
  ],
  batch: [
    'Microsoft.Batch/batchAccounts',
    ['ServiceLog'],
    { properties: { accountEndpoint: 'jobs.westeurope.batch.azure.com', poolAllocationMode: 'BatchService' } },
  ],
  eventHub: [
    'Microsoft.EventHub/namespaces',
    ['ArchiveLogs', 'OperationalLogs'],
    { sku: { name: 'Standard', tier: 'Standard', capacity: 1 }, properties: { status: 'Active', isAutoInflateEnabled: false } },
  ],
  logicApp: [
    'Microsoft.Logic/workflows',
    ['WorkflowRuntime'],
    { properties: { state: 'Enabled', version: '08585', definition: { triggers: {}, actions: {} } } },
  ],
  dataLakeAnalytics: ['Microsoft.DataLakeAnalytics/accounts', ['Audit', 'Requests'], { properties: { state: 'Active', maxJobCount: 3 } }],
  dataLakeStore: [
    'Microsoft.DataLakeStore/accounts',
    ['Audit', 'Requests'],
    { properties: { state: 'Active', encryptionState: 'Enabled', encryptionConfig: { type: 'ServiceManaged' } } },
  ],
};

export function loggedService(place, kind, name, { logs = true } = {}) {
  const [type, categories, rest] = logged[kind];
  const service = place.resource(type, name, rest);
  const list = [service, diagnosticSetting(place, service, categories, { enabled: logs })];
  if (kind === 'serviceBus' || kind === 'eventHub') {
    list.push(
      place.under(service, '/authorizationRules/RootManageSharedAccessKey', `${type}/authorizationRules`, {
        rights: ['Listen', 'Manage', 'Send'],
      }),
    );
    if (!logs)
      list.push(
        place.under(service, '/authorizationRules/everything', `${type}/authorizationRules`, { rights: ['Listen', 'Manage', 'Send'] }),
      );
  }
  if (kind === 'eventHub') {
    const hub = place.under(service, '/eventhubs/orders', 'Microsoft.EventHub/namespaces/eventhubs', {
      partitionCount: 4,
      messageRetentionInDays: 3,
      status: 'Active',
    });
    list.push(hub);
    if (logs)
      list.push(
        place.under(hub, '/authorizationRules/reader', 'Microsoft.EventHub/namespaces/eventhubs/authorizationRules', {
          rights: ['Listen'],
        }),
      );
  }
  return list;
}

export function serviceFabric(place, name, { hardened = true } = {}) {
  return [
    place.resource('Microsoft.ServiceFabric/clusters', name, {
      properties: {
        clusterState: 'Ready',
        reliabilityLevel: 'Silver',
        managementEndpoint: `https://${name}.westeurope.cloudapp.azure.com:19080`,
        nodeTypes: [{ name: 'main', vmInstanceCount: 5, isPrimary: true }],
        fabricSettings: hardened ? [{ name: 'Security', parameters: [{ name: 'ClusterProtectionLevel', value: 'EncryptAndSign' }] }] : [],
        ...(hardened
          ? {
              azureActiveDirectory: {
                tenantId: '7d8f3c52-0a4e-4a4b-9b1e-5f3a6c2d1e00',
                clusterApplication: place.random.guid(),
                clientApplication: place.random.guid(),
              },
            }
          : {}),
      },
    }),
  ];
}

export function automation(place, name, { encrypted = true } = {}) {
  const account = place.resource('Microsoft.Automation/automationAccounts', name, { properties: { state: 'Ok', sku: { name: 'Basic' } } });
  return [
    account,
    place.under(account, '/variables/connection', 'Microsoft.Automation/automationAccounts/variables', {
      isEncrypted: encrypted,
      ...(encrypted ? {} : { value: '"not-a-secret"' }),
    }),
    place.under(account, '/variables/region', 'Microsoft.Automation/automationAccounts/variables', { isEncrypted: true }),
  ];
}

export function loadBalancer(place, name) {
  return [
    place.resource('Microsoft.Network/loadBalancers', name, {
      sku: { name: 'Standard' },
      properties: {
        frontendIPConfigurations: [{ name: 'front', properties: { privateIPAddress: '10.1.0.10' } }],
        backendAddressPools: [],
        loadBalancingRules: [],
        probes: [],
      },
    }),
  ];
}
