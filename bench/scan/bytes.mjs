/** From bytes to milliseconds: `node bench/scan/bytes.mjs [resources]` prints what each step costs a resource, on one thread, warm, the best of 30 rounds. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.mjs';
import { writeEstate } from '../estate/generate.mjs';

// What is measured is not offered by the packages' indexes.
execFileSync(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-b', join(root, 'packages/assess')], { stdio: 'inherit' });
const built = (path) => import(join(root, 'packages', path));
const { alikeKnowledge } = await built('assess/dist/alike/alike-reader.js');
const { typeReadingOf } = await built('assess/dist/alike/wanted-of-type.js');
const { planOf } = await built('assess/dist/judge-plan.js');
const { loadCatalogue } = await built('catalogue/dist/index.js');
const { passValue } = await built('inventory/dist/extract/pass-value.js');
const { Extractor } = await built('inventory/dist/index.js');

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bytes-'));
try {
  const file = join(folder, 'estate.ndjson');
  await writeEstate(file, { resources: Number(process.argv[2] ?? 2_500) });
  const plan = planOf(loadCatalogue({}).catalogue);
  const { extractor } = alikeKnowledge(plan);
  const read = readFileSync(file);
  // As a scan does, which reads pieces of this size.
  const room = extractor.room(read.length);
  const bytes = room === undefined ? read : Buffer.from(room.buffer, room.byteOffset, room.length);
  read.copy(bytes);
  const lines = [];
  for (let from = 0, feed = bytes.indexOf(10); feed !== -1; from = feed + 1, feed = bytes.indexOf(10, from)) lines.push([from, feed]);
  const plain = new Extractor((spelling) => typeReadingOf(plan, spelling), { isPlain: true });
  const steps = {
    'find the line': () => {
      for (let feed = bytes.indexOf(10); feed !== -1; ) feed = bytes.indexOf(10, feed + 1);
    },
    'make a text of it': () => {
      for (const [from, to] of lines) bytes.utf8Slice(from, to);
    },
    'make a text of it and JSON.parse': () => {
      for (const [from, to] of lines) JSON.parse(bytes.utf8Slice(from, to));
    },
    'check every byte, without WebAssembly': () => {
      for (const [from, to] of lines) passValue(bytes, from, to);
    },
    'check every byte, gather what rules read, without WebAssembly': () => {
      for (const [from, to] of lines) plain.read(bytes, from, to);
    },
    'check every byte, gather what rules read': () => {
      for (const [from, to] of lines) extractor.read(bytes, from, to);
    },
    'the same, and its hash': () => {
      for (const [from, to] of lines) if (extractor.read(bytes, from, to)) extractor.seen.hash();
    },
  };
  const best = Object.fromEntries(Object.keys(steps).map((step) => [step, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < 30; round += 1)
    for (const [step, run] of Object.entries(steps)) {
      const begun = performance.now();
      run();
      best[step] = Math.min(best[step], performance.now() - begun);
    }
  const parse = best['make a text of it and JSON.parse'];
  console.log(`${lines.length.toLocaleString('en')} resources, ${Math.round(bytes.length / lines.length)} bytes each\n`);
  console.log('| step | us a resource | of JSON.parse |\n| --- | --: | --: |');
  for (const [step, ms] of Object.entries(best))
    console.log(`| ${step} | ${((ms / lines.length) * 1000).toFixed(2)} | ${(ms / parse).toFixed(2)} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
