/**
 * What a live store promises about speed, each figure printed by this program:
 * single changes from request to durable (p50, p99) at several sizes, batches of 500, reads under concurrent clients, the start,
 * and the first import in ratio to bare JSON.parse of the same resources.
 *
 *   npx tsc -b && node bench/live/run.mjs --sizes 10000,100000 [--database postgres://…] [--changes 1000]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadCatalogue } from '@plumbline/catalogue';
import { entryOf } from '@plumbline/inventory';
import { openStore } from '@plumbline/store';
import { estate } from '../estate/generate.mjs';
import { randomOf } from '../estate/random.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    database: { type: 'string' },
    changes: { type: 'string', default: '1000' },
    readers: { type: 'string', default: '16' },
  },
});
const { catalogue } = loadCatalogue();
const instant = '2026-01-01T00:00:00.000Z';
const options = { catalogue, now: () => instant };
const singles = Number(values.changes);
const medians = [];

for (const size of values.sizes.split(',').map(Number)) {
  console.log(`\n${size.toLocaleString('en')} resources, ${values.database === undefined ? 'SQLite' : 'PostgreSQL'}`);
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const location =
    values.database === undefined
      ? { kind: 'sqlite', folder }
      : { kind: 'postgres', url: values.database, schema: `bench_${size}_${process.pid}` };
  try {
    await measure(size, location);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
if (medians.length > 1) {
  const [first, last] = [medians[0], medians.at(-1)];
  print(`p50 at ${last.size.toLocaleString('en')} / p50 at ${first.size.toLocaleString('en')}`, (last.p50 / first.p50).toFixed(2));
}

async function measure(size, location) {
  const parseMs = bareParse(size);
  let store = await openStore(location, options);
  const importMs = await timed(() => store.importEstate(entries(size), { at: instant }));
  print('first import', `${seconds(importMs)}, ${(importMs / parseMs).toFixed(1)} x bare JSON.parse (${seconds(parseMs)})`);

  const sample = sampleOf(size, 4000);
  const random = randomOf(7);
  const changed = (resource, mark) => ({
    op: 'put',
    resource: { ...resource, tags: { ...resource.tags, mark }, properties: flipped(resource.properties, random.chance(0.5)) },
  });
  const times = [];
  for (let at = 0; at < singles; at += 1) {
    const change = changed(sample[random.below(sample.length)], `${at}`);
    times.push(await timed(() => store.apply({ changes: [change], at: instant })));
  }
  const single = percentiles(times);
  medians.push({ size, p50: single.p50 });
  print(`${singles} single changes, request to durable`, shown(single));

  const batches = [];
  for (let batch = 0; batch < 10; batch += 1) {
    const changes = Array.from({ length: 500 }, (_, at) => changed(sample[(batch * 500 + at) % sample.length], `${batch}`));
    batches.push(await timed(() => store.apply({ changes, at: instant })));
  }
  print('batches of 500', `${Math.round((500 * 1000) / percentiles(batches).p50).toLocaleString('en')} changes a second`);

  await reads(store);
  await store.close();
  const openMs = await timed(async () => {
    store = await openStore(location, options);
  });
  print('start', `${openMs.toFixed(0)} ms`);
  print('on disk', `${((await store.stats()).bytes / 1e6).toFixed(0)} MB, ${(await store.stats()).profiles.toLocaleString('en')} profiles`);
  await store.close();
}

/** Each client asks for each page's data in turn; the store is written to meanwhile. */
async function reads(store) {
  const pages = {
    report: () => store.report({}, { model: 'classic' }),
    'unhealthy resources': () => store.resources({}, { recommendation: 'storage-secure-transfer', status: ['Unhealthy'], limit: 50 }),
    'all resources': () => store.resources({}, { limit: 50 }),
    subscriptions: () => store.subscriptions({}, { model: 'classic' }),
    groups: () => store.managementGroups({}, { model: 'classic' }),
    search: () => store.search({}, 'store12'),
    history: () => store.history({}, { model: 'classic', points: 20 }),
  };
  for (const [name, read] of Object.entries(pages)) {
    const times = [];
    await Promise.all(
      Array.from({ length: Number(values.readers) }, async () => {
        for (let round = 0; round < 4; round += 1) times.push(await timed(read));
      }),
    );
    print(`${name}, ${values.readers} clients at once`, shown(percentiles(times)));
  }
}

/** Flips what rules read, so that verdicts change as they do in life. */
function flipped(properties, value) {
  const { supportsHttpsTrafficOnly, httpsOnly, ...rest } = properties ?? {};
  return {
    ...rest,
    ...(supportsHttpsTrafficOnly === undefined ? {} : { supportsHttpsTrafficOnly: value }),
    ...(httpsOnly === undefined ? {} : { httpsOnly: value }),
  };
}

async function* entries(size) {
  let batch = [];
  for (const resource of estate({ resources: size })) {
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

function sampleOf(size, count) {
  const every = Math.max(1, Math.floor(size / count));
  const sample = [];
  let at = 0;
  for (const resource of estate({ resources: size })) {
    if (at % every === 0) sample.push(resource);
    at += 1;
  }
  return sample;
}

/** In pieces, so that the texts of a large estate need not be held at once. */
function bareParse(size) {
  let total = 0;
  let texts = [];
  const parse = () => {
    const started = performance.now();
    for (const text of texts) JSON.parse(text);
    total += performance.now() - started;
    texts = [];
  };
  for (const resource of estate({ resources: size })) {
    texts.push(JSON.stringify(resource));
    if (texts.length === 10_000) parse();
  }
  parse();
  return total;
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) };
}

function shown({ p50, p99, max }) {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, max ${max.toFixed(1)} ms`;
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}

function print(what, figure) {
  console.log(`  ${what.padEnd(50)} ${figure}`);
}
