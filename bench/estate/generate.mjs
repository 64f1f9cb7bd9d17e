import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { keyVault, machine, network, securityGroup } from './machines.mjs';
import { placeOf } from './place.mjs';
import { randomOf } from './random.mjs';
import { app, loggedService, redis, sqlServer, storageAccount } from './services.mjs';
import { subscription } from './tenant.mjs';

/**
 * Generates an estate: the same options give the same bytes on every machine.
 *
 * @param options resources: how many at least; subscriptions: over how many; seed; faults: share of bad settings;
 *   perMille of names that are not ASCII is 10
 * @yields resources, those that belong together next to each other
 */
export function* estate({ resources, subscriptions = Math.max(1, Math.round(resources / 2500)), seed = 1, faults = 0.3 }) {
  const random = randomOf(seed);
  const ids = Array.from({ length: subscriptions }, () => random.guid());
  let made = 0;
  for (const [index, id] of ids.entries()) {
    yield subscription(id, `Subscription ${index + 1}`, [
      [`group-${index % 7}`, `Group ${index % 7}`],
      ['root', 'Root'],
    ]);
    made += 1;
    const until = Math.round((resources * (index + 1)) / subscriptions);
    for (let group = 0; made < until; group += 1) {
      const isOdd = random.chance(0.01);
      const place = placeOf({
        random,
        subscription: id,
        resourceGroup: isOdd ? `größe-${group}-東京` : `rg-${random.pick(['shop', 'data', 'core', 'ml'])}-${group}`,
        location: random.pick(['westeurope', 'northeurope', 'eastus', 'southeastasia']),
        faults,
        tags: {
          environment: random.pick(['prod', 'test', 'dev']),
          owner: isOdd ? 'Zoë Łukasiewicz' : `team-${random.below(40)}@example.com`,
          costCentre: String(4000 + random.below(900)),
          createdBy: 'terraform',
          description: 'Part of the order and delivery platform; see the internal handbook for what it does and whom to call',
        },
      });
      for (const item of workload(place, group)) {
        yield filled(item);
        made += 1;
        if (made >= until) break;
      }
    }
  }
}

function* workload(place, group) {
  const net = network(place, `vnet-${group}`, { protectedSubnet: !place.isBad(), ddos: !place.isBad(), openManagement: place.isBad(0.2) });
  yield* net.resources;
  for (let index = 0; index < 6; index += 1) {
    yield* machine(place, `vm-${group}-${index}`, net.subnetId, {
      windows: place.isBad(0.5),
      publicAddress: place.isBad(0.2),
      encrypted: !place.isBad(),
      agent: !place.isBad(),
      scanner: !place.isBad(),
    }).resources;
  }
  yield securityGroup(place, `nsg-spare-${group}`);
  for (let index = 0; index < 8; index += 1)
    yield* storageAccount(place, `store${group}x${index}`, { https: !place.isBad(), restricted: !place.isBad() });
  for (let index = 0; index < 4; index += 1) {
    yield* app(place, `app-${group}-${index}`, {
      isFunction: place.isBad(0.3),
      https: !place.isBad(),
      debugging: place.isBad(),
      everyOrigin: place.isBad(),
      logs: !place.isBad(),
      restricted: !place.isBad(),
    });
  }
  for (let index = 0; index < 2; index += 1)
    yield* sqlServer(place, `sql-${group}-${index}`, {
      databases: 2,
      encrypted: !place.isBad(),
      audited: !place.isBad(),
      administrator: !place.isBad(),
    });
  for (let index = 0; index < 3; index += 1) yield* keyVault(place, `vault-${group}-${index}`, { logs: !place.isBad() });
  yield* redis(place, `cache-${group}`, { tls: !place.isBad() });
  yield* loggedService(
    place,
    place.random.pick(['search', 'serviceBus', 'eventHub', 'logicApp', 'batch', 'streamAnalytics']),
    `svc-${group}`,
    { logs: !place.isBad() },
  );
}

/** Brings a resource to about 1.5 kB, as what Resource Graph returns is on average. */
function filled(resource) {
  const size = JSON.stringify(resource).length;
  if (size > 1200) return resource;
  const systemData = {
    createdBy: 'pipeline@example.com',
    createdByType: 'User',
    createdAt: '2025-03-04T05:06:07.1234567Z',
    lastModifiedBy: 'pipeline@example.com',
    lastModifiedByType: 'User',
    lastModifiedAt: '2026-10-11T12:13:14.7654321Z',
  };
  const history = Array.from({ length: Math.ceil((1250 - size) / 170) }, (_, index) => ({
    operation: 'Microsoft.Resources/deployments/write',
    status: 'Succeeded',
    at: `2026-0${(index % 9) + 1}-01T00:00:00Z`,
    by: 'pipeline@example.com',
    correlationId: '00000000-0000-4000-8000-000000000000',
  }));
  return { ...resource, systemData, properties: { ...resource.properties, deploymentHistory: history } };
}

/** Writes an estate to a file. @param shape `ndjson`, `array` or `resource-graph` */
export async function writeEstate(path, { shape = 'ndjson', gzip = false, ...options }) {
  const source = Readable.from(chunksOf(textOf(estate(options), shape)));
  await pipeline(...(gzip ? [source, createGzip({ level: 1 }), createWriteStream(path)] : [source, createWriteStream(path)]));
}

function* textOf(items, shape) {
  if (shape === 'resource-graph') yield '{"data":[';
  if (shape === 'array') yield '[';
  let isFirst = true;
  for (const item of items) {
    if (shape !== 'ndjson' && !isFirst) yield ',\n';
    isFirst = false;
    yield JSON.stringify(item);
    if (shape === 'ndjson') yield '\n';
  }
  if (shape === 'resource-graph') yield '],"skip_token":null}\n';
  if (shape === 'array') yield ']\n';
}

function* chunksOf(texts) {
  let parts = [];
  let length = 0;
  for (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length > 1 << 20) {
      yield parts.join('');
      parts = [];
      length = 0;
    }
  }
  yield parts.join('');
}
