/**
 * node bench/policy/run.mjs [FOLDER OF DEFINITIONS] [RESOURCES]
 * Evaluations a second of all decidable built-in definitions of the fifteen most used resource types, on one thread.
 */
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { compileAll, readDefinitions } from './definitions.mjs';
import { loadEngine, root } from './engine.mjs';
import { ratios } from './hand-written.mjs';
import { resourcesOf } from './resources.mjs';

const folder = resolve(process.argv[2] ?? join(root, '../shared/data/azure-policy/policyDefinitions'));
const total = Number(process.argv[3] ?? 20_000);
if (!existsSync(folder)) {
  process.stderr.write(`${folder} does not exist: name the folder policyDefinitions of a copy of github.com/Azure/azure-policy.\n`);
  process.exit(2);
}

const engine = await loadEngine();
const texts = readDefinitions(folder);
const begun = performance.now();
const { compiled, types, chosen } = compileAll(engine, texts, 15);
const compileTime = performance.now() - begun;

const resources = types.flatMap(([type], index) => [
  ...resourcesOf(
    engine,
    type,
    chosen.filter(({ policy }) => policy.types.includes(type)).map(({ text }) => text),
    Math.round((total * (index + 1)) / 15) - Math.round((total * index) / 15),
    index + 1,
  ),
]);
// As in an export: types mixed, so that nothing is decided by what came before.
const order = resources
  .map((_, index) => index)
  .sort((left, right) => ((left * 7919) % resources.length) - ((right * 7919) % resources.length));
const mixed = order.map((index) => resources[index]);
const lines = mixed.map((resource) => JSON.stringify(resource));
const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);

const set = engine.compileSet(chosen.map(({ policy }) => policy));
const context = {
  now: '2026-01-01T00:00:00Z',
  subscription: { subscriptionId: 's' },
  resourceGroup: { name: 'g', location: 'westeurope' },
  related: () => [],
};
const counts = { evaluations: 0, nonCompliant: 0 };
const visit = (_policy, verdict) => {
  counts.evaluations += 1;
  if (verdict.compliance === 'NonCompliant') counts.nonCompliant += 1;
};

/** The best of several rounds in seconds of processor time, so that a busy machine does not show. */
function best(rounds, work) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

const judgeAll = () => {
  counts.evaluations = 0;
  counts.nonCompliant = 0;
  for (const resource of mixed) set.evaluate(resource, context, visit);
};
const judgeLines = () => {
  for (const line of lines) set.evaluate(JSON.parse(line), context, visit);
};
let parsed = 0;
const parseLines = () => {
  for (const line of lines) parsed += Object.keys(JSON.parse(line)).length;
};

const inMemory = best(Number(process.env.ROUNDS ?? 8), judgeAll);
const { evaluations, nonCompliant } = counts;
const parseTime = best(5, parseLines);
const fromText = best(5, judgeLines);

const rate = (seconds) => `${(evaluations / seconds / 1e6).toFixed(2)} million a second`;
const rows = [
  ['machine', `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} threads (one used), Node ${process.versions.node}`],
  ['definitions compiled', `${compiled.length} in ${(compileTime / 1000).toFixed(2)} s`],
  ['definitions judged', `${chosen.length} of ${types.length} types`],
  ['resources', `${mixed.length}, ${(size / mixed.length).toFixed(0)} bytes each`],
  ['evaluations', `${evaluations} (${(evaluations / mixed.length).toFixed(1)} a resource), ${nonCompliant} not compliant`],
  ['in memory', rate(inMemory)],
  ['from JSON text', rate(fromText)],
  ['JSON.parse alone', `${parseTime.toFixed(2)} s; with evaluation ${fromText.toFixed(2)} s, ${(fromText / parseTime).toFixed(2)} times`],
  ['memory', `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB resident, resources and texts included`],
  ...ratios(engine, best),
];
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(24)}${value}\n`);
if (parsed === 0) process.exitCode = 1;
