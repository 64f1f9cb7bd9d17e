/** Where the time of a scan goes: `node bench/scan/profile.mjs [resources]` prints a table of stages, from a profile of one thread. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from '../../scripts/prepare.mjs';
import { writeEstate } from '../estate/generate.mjs';

/** Outermost first: a sample counts for the innermost stage that it is in. */
const stages = [
  ['find lines and subscriptions', ['indexRange']],
  ['take from the bytes what rules look at', ['offer']],
  ['parse and normalise in full', ['takeLine', 'entryOf']],
  ['verdicts by likeness', ['byLikeness']],
  ['judge in full what is like nothing before', ['settledVerdicts', 'stateOfEntry', 'judged']],
  ['put together and count', ['finish', 'addCounts']],
  ['score and report', ['reportOf']],
  ['compile the catalogue', ['planOf', 'loadCatalogue']],
  ['collect garbage', ['(garbage collector)']],
];

const folder = mkdtempSync(join(tmpdir(), 'plumbline-profile-'));
try {
  build();
  const file = join(folder, 'estate.ndjson');
  const resources = Number(process.argv[2] ?? 100_000);
  await writeEstate(file, { resources });
  const program = join(root, 'dist/plumbline.js');
  const options = ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '500'];
  spawnSync(process.execPath, [...options, program, 'scan', file, '--workers', '0', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const profile = JSON.parse(
    readFileSync(
      join(
        folder,
        readdirSync(folder).find((name) => name.endsWith('.cpuprofile')),
      ),
      'utf8',
    ),
  );
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const stageByFunction = new Map(stages.flatMap(([stage, names]) => names.map((name) => [name, stage])));
  const stageOf = (id) => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const stage = stageByFunction.get(nodes.get(at).callFrame.functionName);
      if (stage !== undefined) return stage;
    }
    return 'everything else, start included';
  };
  const microseconds = new Map();
  let total = 0;
  for (const [at, id] of profile.samples.entries()) {
    if (nodes.get(id).callFrame.functionName === '(idle)') continue;
    total += profile.timeDeltas[at];
    const stage = stageOf(id);
    microseconds.set(stage, (microseconds.get(stage) ?? 0) + profile.timeDeltas[at]);
  }
  console.log(`${resources.toLocaleString('en')} resources, one thread\n\n| stage | share | us a resource |\n| --- | --: | --: |`);
  for (const [stage, time] of [...microseconds].sort(([, a], [, b]) => b - a))
    console.log(`| ${stage} | ${((100 * time) / total).toFixed(0)}% | ${(time / resources).toFixed(1)} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
