/**
 * A store for `run.mjs`: a generated estate with a month of changes behind it. Takes minutes at a million resources and is kept,
 * so that measuring can be repeated.
 *
 *   npx tsc -b && node bench/dashboard/prepare.mjs --folder /tmp/plumbline-million --resources 1000000
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadCatalogue } from '@plumbline/catalogue';
import { entryOf } from '@plumbline/inventory';
import { openStore } from '@plumbline/store';
import { estate } from '../estate/generate.mjs';

const { values } = parseArgs({ options: { folder: { type: 'string' }, resources: { type: 'string', default: '1000000' } } });
if (values.folder === undefined) throw new Error('Name the folder of the store: --folder FOLDER.');
const resources = Number(values.resources);
const days = 30;
const stepDays = 3;
const batchSize = 500;

const before = (count) => new Date(Date.now() - count * 86_400_000).toISOString();
const { catalogue } = loadCatalogue();
mkdirSync(values.folder, { recursive: true });
let at = before(days);
const store = await openStore({ kind: 'sqlite', folder: values.folder }, { catalogue, now: () => at });
const started = performance.now();
await store.importEstate(entries(), { at });
say(`imported after ${((performance.now() - started) / 1000).toFixed(0)} s`);
const accounts = sample(batchSize * (days / stepDays));
for (let day = days - stepDays, from = 0; day >= 0; day -= stepDays, from += batchSize) {
  at = before(day);
  const changes = accounts.slice(from, from + batchSize).map((resource) => ({
    op: 'put',
    resource: {
      ...resource,
      properties: { ...resource.properties, supportsHttpsTrafficOnly: !resource.properties.supportsHttpsTrafficOnly },
    },
  }));
  await store.apply({ changes, at });
}
await store.close();
say('changed over a month');

async function* entries() {
  let batch = [];
  for (const resource of estate({ resources })) {
    const entry = entryOf(resource);
    if (entry === undefined) continue;
    batch.push(entry);
    if (batch.length === 512) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

/** Storage accounts from all over the estate. */
function sample(count) {
  const found = [];
  let seen = 0;
  for (const resource of estate({ resources })) {
    if (resource.type.toLowerCase() !== 'microsoft.storage/storageaccounts') continue;
    seen += 1;
    if (seen % Math.max(1, Math.floor(resources / 20 / count)) === 0) found.push(resource);
    if (found.length === count) break;
  }
  return found;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
