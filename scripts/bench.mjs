/**
 * `npm run bench`: what is promised about speed, as ratios measured in one run. See bench/README.md.
 *   --resources N   size of the estate (1000000)     --memory N  size of the one for memory (10000000; 0: none)
 *   --rounds N      times that everything is run (3) --quick     20,000 resources once, and fail at twice a goal
 *   --hostile S     share of the full size of hostile shapes (1; 0: none)
 *   --only NAMES    some of: estate, memory, shapes, policies, start, hostile (all)
 *   --initiative F  a benchmark's policies on top, with the definitions in the folder --policies names
 * Goals, and what the short version may show, stand in bench/goals.json.
 */
import { copyFileSync, createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { writeEstate } from '../bench/estate/generate.mjs';
import { hostileShapes, writeHostile } from '../bench/scan/hostile.mjs';
import { inTurns, measured } from '../bench/scan/measured.mjs';
import { policiesFile } from '../bench/scan/policies.mjs';
import { build, root } from './prepare.mjs';

const { values } = parseArgs({
  options: {
    resources: { type: 'string', default: '1000000' },
    memory: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    hostile: { type: 'string', default: '1' },
    only: { type: 'string', default: 'estate,memory,shapes,policies,start,hostile' },
    initiative: { type: 'string' },
    policies: { type: 'string' },
  },
});
const isQuick = values.quick;
const only = new Set(values.only.split(','));
const resources = isQuick ? 20_000 : Number(values.resources);
const rounds = isQuick ? 1 : Number(values.rounds);
const memoryResources = isQuick ? 0 : Number(values.memory);
const workers = availableParallelism();
const program = join(root, 'dist/plumbline.js');
const parser = join(root, 'bench/scan/parse.mjs');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const at = '2026-11-24T00:00:00Z';
const goals = JSON.parse(readFileSync(join(root, 'bench/goals.json'), 'utf8'));
const rows = [];
const failures = [];

const scanArgs = (file, ...more) => [program, 'scan', file, '--at', at, '--quiet', '-f', 'json', '--workers', String(workers), ...more];

/** @param named of the goal in bench/goals.json: the short version fails at twice of what it allows there */
function row(what, value, named, details, unit = 'x') {
  const { goal, quick } = named === undefined ? {} : goals[named];
  const shown = unit === 'x' ? `${value.toFixed(2)}x` : `${Math.round(value).toLocaleString('en')} ${unit}`;
  const wanted = goal === undefined ? '' : unit === 'x' ? `${goal}x` : `${goal.toLocaleString('en')} ${unit}`;
  rows.push([what, shown, wanted, details]);
  console.error(`${what}: ${shown}${wanted === '' ? '' : ` (goal ${wanted})`}; ${details}`);
  if (isQuick && quick !== undefined && value > quick * 2) failures.push(`${what}: ${shown}, more than twice of ${quick}`);
}

const cost = ({ ms, cpuMs, peakMb }) =>
  `${(ms / 1000).toFixed(2)} s, processor ${(cpuMs / 1000).toFixed(2)} s, peak ${Math.round(peakMb)} MB`;

async function againstParsing(file) {
  const state = join(folder, 'state');
  const changed = join(folder, 'changed.ndjson');
  await changedCopy(file, changed);
  const first = await measured(scanArgs(file, '--state', state));
  copyFileSync(state, `${state}.before`);
  const before = () => copyFileSync(`${state}.before`, state);
  const policies = values.policies === undefined ? [] : ['--policies', values.policies];
  const onTop = values.initiative === undefined ? [] : [{ args: scanArgs(file, '--initiative', values.initiative, ...policies) }];
  const [parse, scan, again, same, withInitiative] = await inTurns(
    [
      { args: [parser, file, String(workers)] },
      { args: scanArgs(file) },
      { args: scanArgs(changed, '--state', state), before },
      { args: scanArgs(file, '--state', state), before },
      ...onTop,
    ],
    rounds,
  );
  const full = await measured(scanArgs(changed));
  if (withInitiative !== undefined)
    row('scan, an initiative on top', withInitiative.cpuMs / parse.cpuMs, 'scanWithInitiative', cost(withInitiative));
  rows.push([`JSON.parse of every line, ${workers} workers`, '1x', '', cost(parse)]);
  row('scan, whole catalogue', scan.cpuMs / parse.cpuMs, 'scan', cost(scan));
  row('scan, whole catalogue, on the clock', scan.ms / parse.ms, undefined, cost(scan));
  row(
    'scan that writes a state',
    first.cpuMs / parse.cpuMs,
    undefined,
    `${cost(first)}, state ${Math.round(statSync(`${state}.before`).size / 1e6)} MB`,
  );
  row('scan again after 0.1% changed anywhere (--state)', again.cpuMs / parse.cpuMs, 'again', cost(again));
  row('scan again after nothing changed (--state)', same.cpuMs / parse.cpuMs, 'unchanged', cost(same));
  row('peak memory', scan.peakMb, 'peakMb', `${resources.toLocaleString('en')} resources`, 'MB');
  if (full.out !== again.out) failures.push('a scan with a state gives another result than a full one');
  return { parse, scan };
}

/** What else may change where a resource has none of what is to. */
const changes = [
  (text) => text.replace('"costCentre":"4', '"costCentre":"5'),
  (text) => text.replace('"provisioningState":"Succeeded"', '"provisioningState":"Updating!"'),
  // The first setting that is on or off: most of them are read by rules, and the line has another length then.
  (text) => text.replace(/(?<="properties":\{.*?):(?:true|false)/, (value) => (value === ':true' ? ':false' : ':true')),
  (text) => text.replace('"properties":{', '"properties":{"changed":1,'),
];

/** The file with every thousandth resource changed: half of them a tag, a quarter their state, a quarter a setting. */
async function changedCopy(file, to) {
  const out = createWriteStream(to);
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    const first = Math.max(0, (Math.floor(line / 1000) % 4) - 1);
    const tries = line % 1000 === 500 ? [...changes.slice(first), ...changes] : [];
    const changed = tries.map((change) => change(text)).find((other) => other !== text) ?? text;
    if (!out.write(`${changed}\n`)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

async function shapes() {
  const count = Math.min(resources, 100_000);
  for (const [name, options] of [
    ['lines', {}],
    ['lines, gzip', { gzip: true }],
    ['Resource Graph page', { shape: 'resource-graph' }],
  ]) {
    const file = join(folder, options.gzip ? 'shape.gz' : 'shape.json');
    await writeEstate(file, { resources: count, ...options });
    const lines = options.shape === undefined ? file : join(folder, 'shape.lines');
    if (options.shape !== undefined) await writeEstate(lines, { resources: count });
    const [parse, scan] = await inTurns([{ args: [parser, lines, String(workers)] }, { args: scanArgs(file) }], isQuick ? 1 : rounds);
    row(`${count.toLocaleString('en')} resources as ${name}`, scan.cpuMs / parse.cpuMs, undefined, cost(scan));
    rmSync(file);
    rmSync(lines, { force: true });
  }
}

async function policyCurve() {
  const file = join(folder, 'policies.ndjson');
  await writeEstate(file, { resources: Math.min(resources, 20_000) });
  let one;
  for (const count of isQuick ? [1, 100] : [1, 10, 100, 300, 2000]) {
    const catalogue = join(folder, 'catalogue.json');
    writeFileSync(catalogue, JSON.stringify(policiesFile(count)));
    const [run] = await inTurns([{ args: scanArgs(file, '--no-shipped', '--catalogue', catalogue) }], rounds);
    one ??= run;
    row(`${count.toLocaleString('en')} policies, of the time for one`, run.cpuMs / one.cpuMs, undefined, cost(run));
  }
}

async function startUp() {
  const file = join(folder, 'ten.ndjson');
  await writeEstate(file, { resources: 10, subscriptions: 1 });
  const bare = join(folder, 'bare.mjs');
  writeFileSync(bare, '');
  const [nothing, help, ten] = await inTurns(
    [{ args: [bare] }, { args: [program, '--help'] }, { args: [program, 'scan', file, '--quiet'] }],
    isQuick ? 3 : 9,
  );
  row('plumbline --help', help.ms, 'helpMs', `node alone ${Math.round(nothing.ms)} ms`, 'ms');
  row('scan of ten resources', ten.ms, 'tenResourcesMs', cost(ten), 'ms');
}

async function hostile() {
  const share = isQuick ? 0.01 : Number(values.hostile);
  for (const shape of Object.keys(hostileShapes)) {
    const file = join(folder, 'hostile.ndjson');
    await writeHostile(file, shape, share);
    // As text: the JSON of a million subscriptions names some thirty million rows.
    const run = await measured([...scanArgs(file), '-f', 'text']);
    if (run.code === null || run.code > 3) failures.push(`${shape}: ${run.err}`);
    row(`${shape} (${Math.round(statSync(file).size / 1e6)} MB)`, run.ms / 1000, undefined, cost(run), 's');
    rmSync(file);
  }
  const file = join(folder, 'one.ndjson');
  await writeEstate(file, { resources: Math.min(resources, 200_000), subscriptions: 1 });
  const [parse, run] = await inTurns([{ args: [parser, file, String(workers)] }, { args: scanArgs(file) }], 1);
  row('everything in one subscription', run.cpuMs / parse.cpuMs, undefined, cost(run));
  rmSync(file);
}

try {
  build();
  const file = join(folder, 'estate.ndjson');
  if (only.has('estate')) {
    await writeEstate(file, { resources });
    console.error(`${resources.toLocaleString('en')} resources, ${Math.round(statSync(file).size / 1e6).toLocaleString('en')} MB`);
    await againstParsing(file);
    rmSync(file);
    rmSync(join(folder, 'changed.ndjson'));
  }
  if (only.has('memory') && memoryResources > 0) {
    await writeEstate(file, { resources: memoryResources });
    const [run] = await inTurns([{ args: scanArgs(file) }], 1);
    row('peak memory', run.peakMb, 'peakMb', `${memoryResources.toLocaleString('en')} resources, ${cost(run)}`, 'MB');
    rmSync(file);
  }
  if (only.has('shapes')) await shapes();
  if (only.has('policies')) await policyCurve();
  if (only.has('start')) await startUp();
  if (only.has('hostile') && (isQuick || Number(values.hostile) > 0)) await hostile();
  const { model } = cpus()[0] ?? { model: 'unknown' };
  console.log(
    `\n${model}, ${workers} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${resources.toLocaleString('en')} resources\n`,
  );
  const table = [['what', 'measured', 'goal', 'for orientation'], ['---', '--:', '--:', '---'], ...rows];
  for (const cells of table) console.log(`| ${cells.join(' | ')} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
if (failures.length > 0 && isQuick) process.exitCode = 1;
