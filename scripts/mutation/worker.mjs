/**
 * Loads instrumented code and its tests once, then switches on one mutant after the other and runs the tests that reach it, the
 * quickest first, until one fails. A failure counts only if the same test passes without the mutant: module state could be spoilt.
 */
import { parentPort, workerData } from 'node:worker_threads';

const switches = { activeMutant: undefined };
globalThis['__stryker__'] = switches;
for (const file of workerData.tests) await import(file);
const { tests } = await import('./vitest.mjs');

async function passes(test) {
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

/** Which tests pass here, how long they take, and which mutants each one reaches. */
async function rehearse() {
  const found = [];
  for (const test of tests) {
    switches.currentTestId = test.id;
    const started = process.cpuUsage();
    const passed = await passes(test);
    found.push({ id: test.id, name: test.name, passed, tookMs: processorMs(started) });
  }
  switches.currentTestId = undefined;
  const { perTest = {}, static: atLoad = {} } = switches.mutantCoverage ?? {};
  switches.mutantCoverage = undefined;
  return { tests: found, perTest, atLoad };
}

/** @returns the verdict, and whether this worker can go on. */
async function judge({ id, tests: ids, hitLimit }) {
  for (const test of ids.map((one) => tests[one])) {
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
