/**
 * Writes `examples/estate`: the made-up company Harbour, a web shop that was built quickly and is being put in order.
 * Production is half done, development was never looked at, the platform is in good shape. Run it after `npm run check`
 * (it reads keys and titles from the built catalogue) when the story or the catalogue changes.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { keyVault, machine, network, scaleSet } from '../bench/estate/machines.mjs';
import { placeOf } from '../bench/estate/place.mjs';
import { randomOf } from '../bench/estate/random.mjs';
import {
  app,
  automation,
  loadBalancer,
  logged,
  loggedService,
  redis,
  serviceFabric,
  sqlServer,
  storageAccount,
} from '../bench/estate/services.mjs';
import { assessment, managementGroup, roleAssignment, roleDefinitions, subscription, user } from '../bench/estate/tenant.mjs';
import { recommendations } from '../packages/catalogue/dist/index.js';
import { root } from './prepare.mjs';

const random = randomOf(2019);
const byName = new Map(recommendations.map((recommendation) => [recommendation.name, recommendation]));
const production = '11111111-1111-4111-8111-111111111111';
const development = '22222222-2222-4222-8222-222222222222';
const platform = '33333333-3333-4333-8333-333333333333';
const root_ = ['harbour', 'Harbour'];

const subscriptions = [
  subscription(production, 'Shop Production', [['harbour-production', 'Production'], root_]),
  subscription(development, 'Shop Development', [['harbour-sandbox', 'Sandbox'], root_]),
  subscription(platform, 'Corporate Platform', [['harbour-production', 'Production'], root_]),
];
const groups = [
  managementGroup('harbour', 'Harbour'),
  managementGroup('harbour-production', 'Production', 'harbour'),
  managementGroup('harbour-sandbox', 'Sandbox', 'harbour'),
];

const people = ['Ada Quay', 'Bo Lund', 'Chi Mwangi', 'Dana Roth', 'Eli Petrov', 'Finn Ward', 'Gus Okafor', 'Hana Sato'].map((name) =>
  user(random.guid(), name),
);
const partner = user(random.guid(), 'Pat Visitor', { guest: true });
const leaver = user(random.guid(), 'Lee Former', { enabled: false });
const users = [...people, partner, leaver];

function estateOf(id, settings) {
  const place = (group, location, tags) =>
    placeOf({
      random,
      subscription: id,
      resourceGroup: group,
      location,
      tags: { environment: settings.name, ...tags },
      faults: settings.faults,
    });
  const web = place('web', 'westeurope', { team: 'storefront', costCentre: '4711' });
  const data = place('data', 'westeurope', { team: 'orders', costCentre: '4712' });
  const core = place('core', 'northeurope', { team: 'platform', costCentre: '4700' });
  const resources = [];
  const machines = [];

  const networks = [
    network(web, `${settings.name}-vnet`, {
      protectedSubnet: true,
      ddos: settings.ddos,
      openManagement: settings.openManagement,
      openWeb: true,
    }),
    network(core, `${settings.name}-core-vnet`, { protectedSubnet: settings.faults < 0.5, ddos: settings.ddos }),
  ];
  for (const { resources: parts } of networks) resources.push(...parts);
  for (let index = 1; index <= settings.machines; index += 1) {
    const where = index % 3 === 0 ? core : web;
    const made = machine(where, `${settings.name}-vm-${String(index).padStart(2, '0')}`, networks[index % 3 === 0 ? 1 : 0].subnetId, {
      windows: index % 4 === 0,
      publicAddress: where === web && where.isBad(0.4),
      forwarding: where.isBad(settings.faults / 4),
      encrypted: !where.isBad(),
      agent: !where.isBad(settings.faults / 2),
      scanner: !where.isBad(),
    });
    machines.push(made.vm);
    resources.push(...made.resources);
  }
  const set = scaleSet(web, `${settings.name}-web-tier`, networks[0].subnetId, { logs: !web.isBad() });
  resources.push(...set.resources);
  for (let index = 1; index <= settings.apps; index += 1) {
    const fault = () => web.isBad();
    resources.push(
      ...app(web, `${settings.name}-shop-${index}`, {
        https: !fault(),
        debugging: web.isBad(settings.faults / 3),
        everyOrigin: fault(),
        logs: !fault(),
        restricted: !fault(),
        certificates: web.isBad(settings.faults / 4),
      }),
    );
    if (index % 2 === 0)
      resources.push(
        ...app(web, `${settings.name}-jobs-${index}`, {
          isFunction: true,
          https: !fault(),
          debugging: web.isBad(settings.faults / 3),
          everyOrigin: fault(),
          logs: !fault(),
        }),
      );
  }
  for (let index = 1; index <= settings.stores; index += 1)
    resources.push(
      ...storageAccount(data, `${settings.name.slice(0, 4)}store${index}`, { https: !data.isBad(), restricted: !data.isBad() }),
    );
  for (let index = 1; index <= settings.servers; index += 1)
    resources.push(
      ...sqlServer(data, `${settings.name}-sql-${index}`, {
        databases: 2,
        encrypted: !data.isBad(settings.faults / 2),
        audited: !data.isBad(),
        administrator: !data.isBad(),
      }),
    );
  resources.push(
    ...redis(data, `${settings.name}-cache`, { tls: !data.isBad() }),
    ...redis(data, `${settings.name}-sessions`, { tls: !data.isBad() }),
  );
  for (const kind of Object.keys(logged))
    resources.push(...loggedService(data, kind, `${settings.name}-${kind.toLowerCase()}`, { logs: !data.isBad() }));
  resources.push(
    ...keyVault(core, `${settings.name}-vault`, { logs: !core.isBad() }),
    ...keyVault(core, `${settings.name}-tls`, { logs: !core.isBad() }),
  );
  resources.push(
    ...serviceFabric(core, `${settings.name}-fabric`, { hardened: settings.faults < 0.5 }),
    ...automation(core, `${settings.name}-automation`, { encrypted: settings.faults < 0.3 }),
    ...loadBalancer(core, `${settings.name}-lb`),
  );
  resources.push({
    id: `/subscriptions/${id}/providers/Microsoft.Security/autoProvisioningSettings/default`,
    name: 'default',
    type: 'Microsoft.Security/autoProvisioningSettings',
    properties: { autoProvision: settings.faults < 0.5 ? 'On' : 'Off' },
  });
  if (settings.justInTime) {
    resources.push({
      id: `${web.group}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`,
      name: 'default',
      type: 'Microsoft.Security/locations/jitNetworkAccessPolicies',
      properties: {
        provisioningState: 'Succeeded',
        virtualMachines: machines.slice(0, 6).map((vm) => ({
          id: vm.id,
          ports: [{ number: 22, protocol: 'TCP', allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H' }],
        })),
      },
    });
  }
  return { resources, machines, set: set.set, place: core, servers: resources.filter(({ type }) => type === 'Microsoft.Sql/servers') };
}

const estates = new Map([
  [
    production,
    estateOf(production, {
      name: 'prod',
      faults: 0.35,
      machines: 12,
      apps: 6,
      stores: 8,
      servers: 2,
      openManagement: false,
      ddos: true,
      justInTime: true,
    }),
  ],
  [
    development,
    estateOf(development, {
      name: 'dev',
      faults: 0.65,
      machines: 9,
      apps: 5,
      stores: 6,
      servers: 2,
      openManagement: true,
      ddos: false,
      justInTime: false,
    }),
  ],
  [
    platform,
    estateOf(platform, {
      name: 'corp',
      faults: 0.12,
      machines: 7,
      apps: 2,
      stores: 5,
      servers: 1,
      openManagement: false,
      ddos: true,
      justInTime: true,
    }),
  ],
]);

const assignments = [
  roleAssignment(random, `/subscriptions/${production}`, 'owner', people[0].id),
  roleAssignment(random, `/subscriptions/${production}`, 'owner', people[1].id),
  roleAssignment(random, `/subscriptions/${production}`, 'contributor', partner.id),
  roleAssignment(random, `/subscriptions/${production}`, 'reader', leaver.id),
  ...people.slice(0, 4).map(({ id }) => roleAssignment(random, `/subscriptions/${development}`, 'owner', id)),
  roleAssignment(random, `/subscriptions/${development}`, 'owner', partner.id),
  roleAssignment(random, `/subscriptions/${development}`, 'contributor', people[5].id),
  roleAssignment(random, `/subscriptions/${platform}`, 'owner', people[6].id),
  roleAssignment(random, '/providers/Microsoft.Management/managementGroups/harbour-production', 'owner', people[7].id),
  roleAssignment(random, '/providers/Microsoft.Management/managementGroups/harbour', 'reader', people[2].id),
];

const assessments = [];
const assess = (name, resourceId, probability) => {
  const recommendation = byName.get(name);
  if (recommendation === undefined) throw new Error(`no recommendation is called ${name}`);
  assessments.push(assessment(resourceId, recommendation, random.chance(probability) ? 'Unhealthy' : 'Healthy'));
};
for (const [id, { machines, set, servers }] of estates) {
  const faults = id === production ? 0.35 : id === development ? 0.7 : 0.1;
  for (const { id: vm } of machines) {
    for (const name of [
      'machine-system-updates',
      'machine-security-configuration',
      'machine-endpoint-protection',
      'machine-monitoring-agent-health',
      'machine-vulnerability-findings',
      'machine-restart-for-updates',
      'machine-adaptive-application-controls',
    ])
      assess(name, vm, faults);
  }
  // The containers on the first machines: nobody has hardened them anywhere.
  for (const { id: vm } of machines.slice(0, 3)) assess('container-security-configuration', vm, 1);
  for (const name of ['scale-set-system-updates', 'scale-set-security-configuration', 'scale-set-endpoint-protection'])
    assess(name, set.id, faults);
  for (const { id: server } of servers) assess('sql-vulnerability-findings', `${server}/databases/orders-1`, faults);
  for (const name of ['subscription-mfa-owners', 'subscription-mfa-writers', 'subscription-mfa-readers'])
    assess(name, `/subscriptions/${id}`, faults);
}

// What is exempted would count against the score: an exemption of what is in order anyway would tell nothing.
const openStore = estates
  .get(production)
  .resources.find(
    ({ type, properties }) => type === 'Microsoft.Storage/storageAccounts' && properties.networkAcls?.defaultAction !== 'Deny',
  );
const exemption = (scope, name, properties) => ({
  id: `${scope}/providers/Microsoft.Authorization/policyExemptions/${name}`,
  name,
  type: 'Microsoft.Authorization/policyExemptions',
  properties: {
    policyAssignmentId: `/subscriptions/${production}/providers/Microsoft.Authorization/policyAssignments/SecurityCenterBuiltIn`,
    ...properties,
  },
});
const exemptions = [
  exemption(openStore.id, 'public-downloads', {
    displayName: 'Public downloads are meant to be public',
    exemptionCategory: 'Waiver',
    expiresOn: '2027-06-30T00:00:00Z',
    policyDefinitionReferenceIds: ['storage-network-restricted'],
  }),
  exemption(estates.get(production).machines[0].id, 'other-scanner', {
    displayName: 'Scanned by the partner SOC',
    exemptionCategory: 'Mitigated',
    expiresOn: '2027-03-31T00:00:00Z',
    policyDefinitionReferenceIds: ['machine-vulnerability-assessment'],
  }),
  exemption(estates.get(development).machines[0].id, 'migration', {
    displayName: 'Until the migration is over',
    exemptionCategory: 'Waiver',
    expiresOn: '2026-01-31T00:00:00Z',
    policyDefinitionReferenceIds: ['vm-disk-encryption'],
  }),
];

const folder = join(root, 'examples/estate');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const lines = (items) => `${items.map((item) => JSON.stringify(item)).join('\n')}\n`;
const put = (name, content) => writeFileSync(join(folder, name), content);
// Different shapes on purpose: this is how exports come.
put('subscriptions.json', `${JSON.stringify({ count: 3, data: subscriptions, skip_token: null, total_records: 3 }, null, 1)}\n`);
put('management-groups.json', `${JSON.stringify({ value: groups }, null, 1)}\n`);
put('users.json', `${JSON.stringify({ '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users', value: users }, null, 1)}\n`);
put('role-assignments.json', `${JSON.stringify(assignments, null, 1)}\n`);
put('role-definitions.json', `${JSON.stringify(roleDefinitions(), null, 1)}\n`);
put('exemptions.json', `${JSON.stringify({ value: exemptions }, null, 1)}\n`);
for (const [id, { resources }] of estates)
  put(
    `resources-${subscriptions
      .find(({ subscriptionId }) => subscriptionId === id)
      .name.toLowerCase()
      .replaceAll(' ', '-')}.ndjson`,
    lines(resources),
  );
put('assessments.ndjson.gz', gzipSync(lines(assessments), { level: 9 }));
console.error(
  `${[...estates.values()].reduce((sum, { resources }) => sum + resources.length, 0)} resources, ${assessments.length} assessments in ${folder}`,
);
