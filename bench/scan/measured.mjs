/** Runs a program and tells what it cost: time on the clock, processor time and the largest memory of all its threads. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reporter = join(tmpdir(), `plumbline-bench-${process.pid}.mjs`);
writeFileSync(
  reporter,
  `import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.send?.({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 }); });`,
);

/** @returns ms, cpuMs, peakMb (of the whole process, its workers included), code, out, err */
export function measured(args) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, ['--import', reporter, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    let usage;
    let out = '';
    let err = '';
    child.on('message', (message) => {
      usage = message;
    });
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.stderr.on('data', (text) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ms: performance.now() - begun, code, out, err, ...usage }));
  });
}

/** The middle of several runs, taken in turns, so that a busy minute of the machine hits all of them. */
export async function inTurns(programs, rounds) {
  const runs = programs.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, program] of programs.entries()) {
      await program.before?.();
      runs[at].push(await measured(program.args));
    }
  return runs.map((own) => {
    const failed = own.find(({ code }) => code === null || code > 3);
    if (failed !== undefined) throw new Error(`A program of the benchmark failed:\n${failed.err}`);
    const middle = (key) => own.map((run) => run[key]).sort((a, b) => a - b)[Math.floor((own.length - 1) / 2)];
    return { ms: middle('ms'), cpuMs: middle('cpuMs'), peakMb: Math.max(...own.map(({ peakMb }) => peakMb)), out: own[0].out };
  });
}
