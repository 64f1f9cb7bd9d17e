/**
 * Loads instrumented code and its tests once, then switches on one mutant after the other and runs the tests that reach it, the
 * quickest first, until one fails. A failure counts only if the same test passes without the mutant: module state could be spoilt.
 */
import { parentPort, workerData } from 'node:worker_threads';

const switches = { activeMutant: undefined, isCounting: true };
globalThis['__stryker__'] = switches;
for (const file of workerData.tests) await import(file);
const { tests } = await import('./vitest.mjs');

async function passes(test) {
  Atomics.store(workerData.current, 0, test.id);
  try {
    await test.body();
    return true;
  } catch {
    return false;
  }
}

/** Of processor time, which a busy machine does not stretch: how long a test takes decides whether it runs for mutants. */
function processorMs(started) {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** Which tests pass here, which mutants each one reaches, and how long they take when nobody counts that. */
async function rehearse() {
  const passed = [];
  for (const test of tests) {
    // Text: Stryker's code takes the number 0 for no test at all.
    switches.currentTestId = String(test.id);
    passed.push(await passes(test));
  }
  switches.currentTestId = undefined;
  switches.isCounting = false;
  const { perTest = {}, static: atLoad = {} } = switches.mutantCoverage ?? {};
  const found = [];
  for (const test of tests) {
    const started = process.cpuUsage();
    const again = await passes(test);
    found.push({ id: test.id, name: test.name, passed: passed[test.id] && again, tookMs: processorMs(started) });
  }
  return { tests: found, perTest, atLoad };
}

/** @returns the verdict, and whether this worker can go on. */
async function judge({ id, reached }) {
  switches.isCounting = false;
  for (const { test: at, hitLimit } of reached) {
    const test = tests[at];
    switches.activeMutant = id;
    switches.hitCount = 0;
    switches.hitLimit = hitLimit;
    const passed = await passes(test);
    const endless = switches.hitCount > hitLimit;
    switches.activeMutant = undefined;
    switches.hitCount = undefined;
    if (!passed) return { id, status: endless ? 'timeout' : 'killed', by: test.name, clean: await passes(test) };
  }
  return { id, status: 'survived', clean: true };
}

async function answer(message) {
  const found = message.kind === 'rehearse' ? await rehearse() : await judge(message);
  parentPort.postMessage(found);
}

parentPort.on('message', (message) => void answer(message));
parentPort.postMessage({ kind: 'ready' });
