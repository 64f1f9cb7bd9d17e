/**
 * What a live server promises about speed, each figure printed by this program: the built program is started on a generated estate, and
 * everything is asked for over HTTP, as clients do.
 *
 *   npm run build && node bench/live/run.mjs --sizes 10000,100000,1000000 [--database postgres://…] [--changes 1000] [--readers 16]
 *     [--parts import,changes,reads,start,anew] [--keep FOLDER]     # which is not removed: later parts find there what an import left
 *   node bench/live/run.mjs --folder FOLDER --sizes 1000000     # the reads alone, of a store that bench/dashboard/prepare.mjs has made
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { estate, writeEstate } from '../estate/generate.mjs';
import { randomOf } from '../estate/random.mjs';
import { clientOf } from './client.mjs';
import { processorOf } from './database.mjs';
import { bareParse } from './parse.mjs';
import { started } from './server.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    database: { type: 'string' },
    folder: { type: 'string' },
    changes: { type: 'string', default: '1000' },
    readers: { type: 'string', default: '16' },
    reads: { type: 'string', default: '100' },
    parts: { type: 'string', default: 'import,changes,reads,start,anew' },
    keep: { type: 'string' },
  },
});
const singles = Number(values.changes);
const readers = Number(values.readers);
const parts = new Set(values.parts.split(','));
const first = new Map();

console.log(`${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`);
for (const size of values.sizes.split(',').map(Number)) {
  console.log(`\n${size.toLocaleString('en')} resources, ${values.database === undefined ? 'SQLite' : 'PostgreSQL'}`);
  if (values.folder !== undefined) {
    await onlyReads(size, values.folder);
    continue;
  }
  const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'plumbline-bench-')) : join(values.keep, String(size));
  try {
    mkdirSync(folder, { recursive: true });
    await measure(size, folder);
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true });
  }
}

async function onlyReads(size, folder) {
  const server = await started(['--data', folder]);
  print('start, to the first answer', `${server.ms.toFixed(0)} ms`);
  const client = clientOf(server.url, readers);
  // Compiled already, so that it is the server that is measured.
  await client.warmUp();
  await reads(client, size);
  client.close();
  await server.stop();
}

async function measure(size, folder) {
  const file = join(folder, 'estate.ndjson');
  if (!existsSync(file)) await writeEstate(file, { resources: size });
  print('the disk alone: 64 KiB appended and synced', shown(percentiles(syncTimes(folder))));
  const place = values.database === undefined ? ['--data', join(folder, 'data')] : ['--database', values.database];
  if (parts.has('import')) {
    const parse = await bareParse(file);
    const database = values.database === undefined ? undefined : await processorOf(values.database);
    const before = database?.();
    const imported = await started([file, ...place]);
    const { seconds: processor, megabytes } = usedBy(imported.pid);
    const atDatabase = database === undefined ? '' : `; the database's ${(database() - before).toFixed(1)} s`;
    print(
      'first import, to the first answer',
      `${seconds(imported.ms)}, ${(imported.ms / parse.ms).toFixed(1)} x bare JSON.parse (${seconds(parse.ms)})`,
    );
    print(
      'processor time of it',
      `${processor.toFixed(1)} s, ${((processor * 1000) / parse.processorMs).toFixed(1)} x that of JSON.parse${atDatabase}`,
    );
    print('memory at its peak', `${megabytes} MB`);
    await imported.stop();
  }
  const server = await started(place);
  if (parts.has('start')) print('start, to the first answer', `${server.ms.toFixed(0)} ms`);
  const client = clientOf(server.url, readers);
  // Compiled already, so that it is the server that is measured.
  await client.warmUp();
  if (parts.has('changes')) await changes(size, client);
  if (parts.has('reads')) await reads(client, size);
  client.close();
  await server.stop();
  if (parts.has('anew')) await judgedAnew(place);
  if (values.database === undefined) {
    const bytes = readdirSync(join(folder, 'data')).reduce((sum, name) => sum + statSync(join(folder, 'data', name)).size, 0);
    print('on disk', `${(bytes / 1e6).toFixed(0)} MB, the export ${(statSync(file).size / 1e6).toFixed(0)} MB`);
  }
}

/** What a new catalogue costs, and a new build of the program: all that is stored is judged again before the first answer. */
async function judgedAnew(place) {
  const server = await started([...place, '--edition', '2019-01']);
  const { seconds: processor, megabytes } = usedBy(server.pid);
  print('start with another edition of points', `${seconds(server.ms)}, processor ${processor.toFixed(1)} s, ${megabytes} MB at its peak`);
  await server.stop();
}

async function changes(size, client) {
  const sample = sampleOf(size, 4000);
  const random = randomOf(7);
  const begun = Date.now();
  const changed = (resource, mark) =>
    JSON.stringify({
      op: 'put',
      resource: { ...resource, tags: { ...resource.tags, mark }, properties: flipped(resource.properties, random.chance(0.5)) },
    });
  // Made before the time is taken.
  const bodies = Array.from({ length: 100 + singles * 4 }, (_, at) => changed(sample[random.below(sample.length)], `${begun} ${at}`));
  const send = async (from, to) => {
    const times = [];
    for (const body of bodies.slice(from, to)) times.push(await client.timed('POST', '/api/v1/changes', body));
    return percentiles(times);
  };
  await send(0, 100);
  for (const [what, from, to] of [
    [`the first ${singles} single changes`, 100, 100 + singles],
    [`${singles * 3} single changes after these`, 100 + singles, 100 + singles * 4],
  ]) {
    const before = await client.processorSeconds();
    const single = await send(from, to);
    const processorMs = (((await client.processorSeconds()) - before) * 1000) / (to - from);
    print(`${what}, request to answer`, shown(single));
    print('processor time of the server for one', `${processorMs.toFixed(2)} ms`);
    compared(`${what}, p50`, size, single.p50);
    compared(`${what}, p99`, size, single.p99);
    compared(`${what}, processor time`, size, processorMs);
  }

  const batches = [];
  for (let batch = 0; batch < 10; batch += 1) {
    const lines = Array.from({ length: 500 }, (_, at) => changed(sample[(batch * 500 + at) % sample.length], `batch ${batch}`));
    batches.push(await client.timed('POST', '/api/v1/changes', lines.join('\n')));
  }
  print('batches of 500', `${Math.round((500 * 1000) / percentiles(batches).p50).toLocaleString('en')} changes a second`);
}

/** Each page's data, asked for by all clients at once, each one request after the other; a change every 200 ms makes what is kept worthless. */
async function reads(client, size) {
  const [{ id: subscription }] = (await client.json('/api/v1/subscriptions?limit=1')).items;
  const [{ id: resource }] = (await client.json('/api/v1/resources?limit=1&type=microsoft.compute/virtualmachines')).items;
  const pages = {
    // As the dashboard asks; with the lists of its coverage it is two megabytes at a million resources.
    'the score': '/api/v1/score?coverage=counts',
    'the score, controls model': '/api/v1/score?model=controls&coverage=counts',
    'the whole report': '/api/v1/score',
    'the score of a subscription': `/api/v1/score?scope=${subscription}`,
    recommendations: '/api/v1/recommendations',
    'one recommendation': '/api/v1/recommendations/storage-secure-transfer',
    'its unhealthy resources': '/api/v1/recommendations/storage-secure-transfer/resources?status=Unhealthy&limit=50',
    resources: '/api/v1/resources?limit=50',
    'one resource': `/api/v1/resources/${encodeURIComponent(resource)}`,
    subscriptions: '/api/v1/subscriptions?limit=100',
    'management groups': '/api/v1/management-groups',
    history: '/api/v1/history?points=50',
    coverage: '/api/v1/coverage',
    exemptions: '/api/v1/exemptions',
    search: '/api/v1/search?q=store12',
    'search without a hit': '/api/v1/search?q=no-such-name',
    'the whole report, compressed': '/api/v1/score',
    'coverage, compressed': '/api/v1/coverage',
  };
  const sample = sampleOf(size, 50);
  let isOver = false;
  const writing = (async () => {
    for (let at = 0; !isOver; at += 1) {
      await client.timed(
        'POST',
        '/api/v1/changes',
        JSON.stringify({ op: 'put', resource: { ...sample[at % sample.length], tags: { at: `${at}` } } }),
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const all = [];
  for (const [name, path] of Object.entries(pages)) {
    const times = [];
    const ask = () => (name.endsWith(', compressed') ? client.timedCompressed(path) : client.timed('GET', path));
    await ask();
    await Promise.all(
      Array.from({ length: readers }, async () => {
        for (let round = 0; round < Number(values.reads); round += 1) times.push(await ask());
      }),
    );
    print(`${name}, ${readers} clients`, shown(percentiles(times)));
    all.push(...times);
  }
  print(`all of them, ${readers} clients`, shown(percentiles(all)));
  isOver = true;
  await writing;
}

/** What the disk takes at least for a commit, with whatever else this machine does meanwhile. */
function syncTimes(folder) {
  const file = openSync(join(folder, 'sync'), 'w');
  const block = Buffer.alloc(64 << 10);
  const times = Array.from({ length: 300 }, () => {
    const begun = performance.now();
    writeSync(file, block);
    fdatasyncSync(file);
    return performance.now() - begun;
  });
  closeSync(file);
  return times;
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

/** Of a process, all threads: where Linux tells it. */
function usedBy(pid) {
  try {
    const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { seconds: (Number(ticks[0]) + Number(ticks[1])) / 100, megabytes: Math.round(Number(peak) / 1024) };
  } catch {
    return { seconds: Number.NaN, megabytes: Number.NaN };
  }
}

/** Against the first size of this run. */
function compared(what, size, value) {
  const known = first.get(what);
  if (known === undefined) first.set(what, { size, value });
  else print(`${what}, of that at ${known.size.toLocaleString('en')}`, (value / known.value).toFixed(2));
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
  console.log(`  ${what.padEnd(56)} ${figure}`);
}
