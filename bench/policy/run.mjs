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
const begun = process.cpuUsage();
const { compiled, types, chosen } = compileAll(engine, texts, 15);
const { user, system } = process.cpuUsage(begun);
const compileTime = (user + system) / 1e6;

/** As in an export: lines, types mixed, so that nothing is decided by what came before. */
function linesOf(variety) {
  const resources = types.flatMap(([type], index) => [
    ...resourcesOf(
      engine,
      type,
      chosen.filter(({ policy }) => policy.types.includes(type)).map(({ text }) => text),
      {
        count: Math.round((total * (index + 1)) / 15) - Math.round((total * index) / 15),
        seed: index + 1,
        variety,
      },
    ),
  ]);
  return resources
    .map((resource, index) => [(index * 7919) % resources.length, JSON.stringify(resource)])
    .sort(([left], [right]) => left - right)
    .map(([, line]) => line);
}

const lines = linesOf('mixed');
const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);

const policies = chosen.map(({ policy }) => policy);
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

const rounds = Number(process.env.ROUNDS ?? 40);

/** Evaluations a second on resources that were read before, with a set that knows nothing yet but the rounds before. */
function inMemory(of) {
  const set = engine.compileSet(policies);
  const resources = of.map((line) => JSON.parse(line));
  const seconds = best(rounds, () => {
    counts.evaluations = 0;
    counts.nonCompliant = 0;
    for (const resource of resources) set.evaluate(resource, context, visit);
  });
  return { ...counts, seconds };
}

// First, while the engine has seen nothing else: whoever has twelve rules runs twelve.
const twelve = ratios(engine, best);
const mixed = inMemory(lines);
const unlike = inMemory(linesOf('unlike'));
const alike = inMemory(linesOf('alike'));

const set = engine.compileSet(policies);
let parsed = 0;
const parseTime = best(rounds, () => {
  for (const line of lines) parsed += Object.keys(JSON.parse(line)).length;
});
const fromText = best(rounds, () => {
  for (const line of lines) set.evaluate(JSON.parse(line), context, visit);
});

const rate = ({ evaluations, seconds }) => `${(evaluations / seconds / 1e6).toFixed(2)} million a second`;
const each = ({ evaluations, seconds }) =>
  `${rate({ evaluations, seconds })}, ${((seconds / lines.length) * 1e6).toFixed(1)} us a resource`;
const rows = [
  ['machine', `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} threads (one used), Node ${process.versions.node}`],
  ['definitions compiled', `${compiled.length} in ${compileTime.toFixed(2)} s`],
  ['definitions judged', `${chosen.length} of ${types.length} types`],
  ['resources', `${lines.length}, ${(size / lines.length).toFixed(0)} bytes each`],
  [
    'evaluations',
    `${mixed.evaluations} (${(mixed.evaluations / lines.length).toFixed(1)} a resource), ${mixed.nonCompliant} not compliant`,
  ],
  ['in memory', each(mixed)],
  ['  no text twice', each(unlike)],
  ['  copies of templates', each(alike)],
  ['from JSON text', rate({ evaluations: mixed.evaluations, seconds: fromText })],
  ['JSON.parse alone', `${parseTime.toFixed(2)} s; with evaluation ${fromText.toFixed(2)} s, ${(fromText / parseTime).toFixed(2)} times`],
  ['memory', `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB resident, resources and texts included`],
  ...twelve,
];
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(24)}${value}\n`);
if (parsed === 0) process.exitCode = 1;
