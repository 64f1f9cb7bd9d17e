/**
 * Where the time and the memory of a scan go: `node bench/scan/profile.mjs [resources]` prints a table of stages from a profile of one
 * thread, and what lives in its memory when that is largest.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, root } from '../../scripts/prepare.mjs';
import { writeEstate } from '../estate/generate.mjs';

/** Outermost first: a sample counts for the innermost stage that it is in. */
const stages = [
  ['find lines and subscriptions', ['indexRange']],
  ['read the lines of parts', ['piecesOf', 'lineEnd']],
  ['take from the bytes what rules look at', ['offer']],
  ['parse and normalise in full', ['takeLine', 'entryOf']],
  ['verdicts by likeness', ['byLikeness']],
  ['judge in full what is like nothing before', ['settledVerdicts', 'stateOfEntry', 'judged']],
  ['put together and count', ['finish', 'addCounts']],
  ['score and report', ['reportOf']],
  ['compile the catalogue', ['planOf', 'loadCatalogue']],
  ['collect garbage', ['(garbage collector)']],
];

/** The same of memory, by who made what lives. */
const makers = [
  ['the catalogue, compiled', ['planOf', 'loadCatalogue', 'itemsOf', 'typeReadingOf', 'alikeKnowledge']],
  ['classes, and what was learned of them', ['likenessOf', 'learn', 'joinedBy']],
  ['resources of the part, their ids and places', ['read', 'offer', 'partOf', 'assessorOf']],
  ['resources read in full', ['entryOf', 'takeLine', 'embed', 'stateOfEntry', 'add']],
  ['what the part is put together from', ['finish', 'byLikeness']],
  ['where lines stand', ['indexRange', 'addRange', 'parts']],
  ['counts of parts that are done', ['addCounts', 'take']],
  ['the report', ['reportOf', 'json', 'pieces']],
];

const parentsIn = (nodes) => new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));

/** @returns the name of the innermost stage that a node is in. */
function stageIn(stagesOf, { nodes, parents, otherwise }) {
  const stageByFunction = new Map(stagesOf.flatMap(([stage, names]) => names.map((name) => [name, stage])));
  return (id) => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const stage = stageByFunction.get(nodes.get(at).callFrame.functionName);
      if (stage !== undefined) return stage;
    }
    return otherwise;
  };
}

function addTo(sums, name, more) {
  sums.set(name, (sums.get(name) ?? 0) + more);
}

/** Prints the time of stages. */
function printTime(profile, resources) {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const stageOf = stageIn(stages, { nodes, parents: parentsIn(profile.nodes), otherwise: 'everything else, start included' });
  const microseconds = new Map();
  let total = 0;
  for (const [at, id] of profile.samples.entries()) {
    if (nodes.get(id).callFrame.functionName === '(idle)') continue;
    total += profile.timeDeltas[at];
    addTo(microseconds, stageOf(id), profile.timeDeltas[at]);
  }
  console.log(`${resources.toLocaleString('en')} resources, one thread\n\n| stage | share | us a resource |\n| --- | --: | --: |`);
  for (const [stage, time] of [...microseconds].sort(([, a], [, b]) => b - a))
    console.log(`| ${stage} | ${((100 * time) / total).toFixed(0)}% | ${(time / resources).toFixed(1)} |`);
}

/** Prints what lived when the heap was largest. */
function printMemory({ memory, spaces, profile, peakBytes }) {
  const nodes = new Map();
  const parents = new Map();
  const walk = (node, parent) => {
    nodes.set(node.id, node);
    if (parent !== undefined) parents.set(node.id, parent.id);
    for (const child of node.children) walk(child, node);
  };
  walk(profile.head, undefined);
  const makerOf = stageIn(makers, { nodes, parents, otherwise: 'the program and everything else' });
  const bytes = new Map();
  for (const [id, { selfSize }] of nodes) addTo(bytes, makerOf(id), selfSize);
  const mb = (count) => (count / 2 ** 20).toFixed(1);
  const committed = (names) => spaces.filter(({ space_name: name }) => names.some((one) => name.startsWith(one)));
  const size = (list) => list.reduce((sum, { space_size: own }) => sum + own, 0);
  console.log('\n| what lives when the heap is largest | MB |\n| --- | --: |');
  for (const [maker, count] of [...bytes].sort(([, a], [, b]) => b - a)) if (count > 2 ** 17) console.log(`| ${maker} | ${mb(count)} |`);
  const fresh = size(committed(['new_space', 'new_large']));
  const code = size(committed(['code']));
  const rest = size(spaces) - fresh - code;
  console.log('\n| memory of the process | MB |\n| --- | --: |');
  console.log(`| heap: room for new objects | ${mb(fresh)} |`);
  console.log(`| heap: room for objects that stay, of which used ${mb(memory.heapUsed)} with the new ones | ${mb(rest)} |`);
  console.log(`| heap: compiled code | ${mb(code)} |`);
  console.log(`| buffers and other memory outside the heap | ${mb(memory.external)} |`);
  console.log(`| resident at that moment | ${mb(memory.rss)} |`);
  console.log(`| resident at most, profiling included | ${mb(peakBytes)} |`);
}

const folder = mkdtempSync(join(tmpdir(), 'plumbline-profile-'));
try {
  build();
  const file = join(folder, 'estate.ndjson');
  const resources = Number(process.argv[2] ?? 100_000);
  await writeEstate(file, { resources });
  const scan = (options, env = {}) =>
    spawnSync(process.execPath, [...options, join(root, 'dist/plumbline.js'), 'scan', file, '--workers', '1', '--quiet'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env },
    });
  scan(['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-interval', '500']);
  const profiled = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  printTime(JSON.parse(readFileSync(join(folder, profiled), 'utf8')), resources);
  const heap = join(folder, 'heap.json');
  scan(['--import', pathToFileURL(join(import.meta.dirname, 'heap-at-peak.mjs')).href], { PLUMBLINE_HEAP: heap });
  printMemory(JSON.parse(readFileSync(heap, 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
