/**
 * `npm run mutation [-- --minutes 15] [path …]`: changes the sources of `policy` and `score` in every way that Stryker's instrumenter
 * knows, one at a time, and reports the changes that no test notices. With `--minutes` it takes them in a random but fixed order and
 * stops in time, which estimates the score. With `--again` it takes only those that survived the last time: for use after tests were
 * added. docs/quality.md has the figures, and says what was looked at.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { instrument } from './mutation/instrument.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = ['packages/policy', 'packages/score'];
/** Tests that take longer when nothing is changed are left out: what only they would notice counts as survived. */
const longestTestMs = 1000;
const { values, positionals: wanted } = parseArgs({
  options: { minutes: { type: 'string' }, again: { type: 'boolean' } },
  allowPositionals: true,
});
const endMs = values.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
if (Number.isNaN(endMs)) throw new Error(`--minutes takes a number, not ${values.minutes}`);
const chosen = (file) => wanted.length === 0 || wanted.some((path) => file.startsWith(path));

const { tests, mutants: all, contentByName } = await instrument(root, packages, chosen);
/** Knuth's multiplicative hash of the position: an order without any pattern. */
const scattered = (at) => Math.imul(at + 1, 2_654_435_761) >>> 0;
const identityOf = ({ fileName, location, mutatorName, replacement }) => JSON.stringify([fileName, location, mutatorName, replacement]);
const report = join(root, 'reports/mutation.json');
const last = values.again ? JSON.parse(readFileSync(report, 'utf8')) : [];
const unnoticed = new Set(last.filter(({ status }) => status === 'survived' || status === 'not covered').map(identityOf));
const order = all.map((_, at) => at).filter((at) => !values.again || unnoticed.has(identityOf(all[at])));
if (Number.isFinite(endMs)) order.sort((a, b) => scattered(a) - scattered(b));
const mutants = order.map((at) => all[at]);

class Bench {
  /** The worker writes down which test it is at, which can be read while that one runs for ever. */
  current = new Int32Array(new SharedArrayBuffer(4));

  async open() {
    this.worker = new Worker(new URL('./mutation/worker.mjs', import.meta.url), { workerData: { tests, current: this.current } });
    await this.next();
  }

  /** The next message; undefined when the worker failed, or was at one test for longer than `longestMs` says, of processor time. */
  next(longestMs) {
    const { worker, current } = this;
    return new Promise((resolve, reject) => {
      const settle = (end, value) => {
        clearInterval(timer);
        worker.off('message', answered);
        worker.off('error', failed);
        end(value);
      };
      const answered = (message) => settle(resolve, message);
      const failed = (error) => (longestMs ? settle(resolve, undefined) : settle(reject, error));
      let [test, since] = [Atomics.load(current, 0), process.cpuUsage()];
      const look = () => {
        const now = Atomics.load(current, 0);
        const { user, system } = process.cpuUsage(since);
        if (now !== test) [test, since] = [now, process.cpuUsage()];
        else if ((user + system) / 1000 > longestMs(test)) settle(resolve, undefined);
      };
      const timer = longestMs ? setInterval(look, 200) : undefined;
      worker.on('message', answered);
      worker.on('error', failed);
    });
  }

  ask(message, longestMs) {
    const answer = this.next(longestMs);
    this.worker.postMessage(message);
    return answer;
  }

  async reopen() {
    await this.worker.terminate();
    await this.open();
  }
}

const bench = new Bench();
await bench.open();
const rehearsal = await bench.ask({ kind: 'rehearse' });
const outOfPlay = rehearsal.tests.filter((test) => !test.passed || test.tookMs > longestTestMs);
const tookMs = rehearsal.tests.map((test) => test.tookMs);
console.log(`${mutants.length} mutants, ${rehearsal.tests.length} tests; ${outOfPlay.length} tests do not run here:`);
for (const test of outOfPlay) console.log(`  ${test.name}`);

/** How often each test comes by a mutant, by the mutant and the test. */
const hitsByMutant = new Map();
for (const [test, hits] of Object.entries(rehearsal.perTest)) {
  if (outOfPlay.includes(rehearsal.tests[test])) continue;
  for (const [mutant, count] of Object.entries(hits)) {
    const reaching = hitsByMutant.get(mutant);
    if (reaching) reaching.set(Number(test), count);
    else hitsByMutant.set(mutant, new Map([[Number(test), count]]));
  }
}

/** A mutant that runs for ever counts as noticed; what is only slow does not. */
const longestMs = (test) => 3000 + 40 * (tookMs[test] ?? 0);

/** The worker's answer, in a fresh one where the last mutant spoilt it. */
async function judged(mutant, hits) {
  const ids = [...hits.keys()].sort((a, b) => tookMs[a] - tookMs[b]);
  // A hundred times as often is for ever; each test has its own limit, so that the quickest finds that out.
  const reached = ids.map((test) => ({ test, hitLimit: hits.get(test) * 100 + 100_000 }));
  const message = { kind: 'judge', id: mutant.id, reached };
  const first = await bench.ask(message, longestMs);
  if (first?.clean) return first;
  await bench.reopen();
  if (!first) return { status: 'timeout' };
  const second = await bench.ask(message, longestMs);
  if (!second?.clean) await bench.reopen();
  return second ?? { status: 'timeout' };
}

const results = [];
mkdirSync(dirname(report), { recursive: true });
/** Now and then too, so that survivors can be read while others are tried. */
const save = () => writeFileSync(report, JSON.stringify(results));
let shownMs = Date.now();
for (const mutant of mutants) {
  if (Date.now() > endMs) break;
  const hits = hitsByMutant.get(mutant.id);
  const unreached = mutant.id in rehearsal.atLoad ? 'static' : 'not covered';
  const { status, by } = hits ? await judged(mutant, hits) : { status: unreached };
  results.push({ ...mutant, status, by });
  if (Date.now() - shownMs > 10_000) {
    shownMs = Date.now();
    save();
    console.log(`${results.length} of ${mutants.length}, ${results.filter((one) => one.status === 'survived').length} survived`);
  }
}
await bench.worker.terminate();
console.log(`${results.length} of ${mutants.length} tried.`);

const place = ({ fileName, location }) => `${fileName}:${location.start.line + 1}:${location.start.column + 1}`;
const lineOf = ({ fileName, location }) => contentByName.get(fileName)?.split('\n')[location.start.line]?.trim();
for (const one of results) {
  if (one.status !== 'survived' && one.status !== 'not covered') continue;
  console.log(`\n${one.status}: ${place(one)} ${one.mutatorName}\n    ${lineOf(one)}\n    ${JSON.stringify(one.replacement)}`);
}

function scoreOf(list) {
  const count = (...statuses) => list.filter((one) => statuses.includes(one.status)).length;
  const noticed = count('killed', 'timeout');
  const decided = list.length - count('static');
  const share = decided === 0 ? '-' : `${((100 * noticed) / decided).toFixed(1)} %`;
  return [share, noticed, count('survived'), count('not covered'), count('static')];
}

const byFile = Map.groupBy ? Map.groupBy(results, (one) => one.fileName) : new Map();
if (byFile.size === 0) for (const one of results) byFile.set(one.fileName, [...(byFile.get(one.fileName) ?? []), one]);
const rows = [...byFile].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, list]) => [file, ...scoreOf(list)]);
const folders = [...new Set(rows.map(([file]) => dirname(file)))];
for (const folder of [...folders, ...packages])
  rows.push([folder, ...scoreOf(results.filter((one) => one.fileName.startsWith(`${folder}/`)))]);
console.log(`\n${['file', 'score', 'noticed', 'survived', 'not covered', 'static'].join('\t')}`);
for (const row of rows) console.log(row.join('\t'));
save();
