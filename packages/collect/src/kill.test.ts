import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { linesIn, playground, vaults } from './stand-in/playing.fixture.ts';

const { play, run, newFolder } = playground();
/** A few in the tests; PLUMBLINE_KILLS asks for more. */
const times = Number(process.env['PLUMBLINE_KILLS'] ?? 3);

/** Plain node reads no TypeScript. */
async function bundled(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('killed-collector.fixture.ts', import.meta.url)),
    platform: 'node',
    external: ['@azure/identity', 'undici', 'vitest'],
    resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
    logLevel: 'silent',
  });
  const file = fileURLToPath(new URL('../node_modules/.cache/killed-collector.mjs', import.meta.url));
  await bundle.write({ file, codeSplitting: false });
  await bundle.close();
  return file;
}

test(`killed ${times} times at any moment, it goes on at the page where it stopped, and nothing is lost`, {
  timeout: 60_000 + times * 10_000,
}, async () => {
  const estate = vaults(400);
  const plain = newFolder();
  const whole = await run(await play(estate, { pageRows: 50 }), plain);
  const file = await bundled();
  const out = newFolder();
  // Slow enough that a moment in the middle can be met.
  const played = await play(estate, { pageRows: 50, fault: () => ({ kind: 'slow', ms: 15 }) });
  const parameters = `${out}.json`;
  writeFileSync(parameters, JSON.stringify({ endpoints: played.endpoints, ca: played.ca, out, ...played.token() }));
  for (let kills = 0; kills < times; kills += 1) {
    const asked = played.seen.length;
    const child = spawn(process.execPath, [file, parameters], { stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('close', resolve));
    const until = asked + 8 + Math.floor(Math.random() * 120);
    while (played.seen.length < until && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGKILL');
    await gone;
  }
  const before = played.seen.length;
  const child = spawn(process.execPath, [file, parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(JSON.parse(text)).toMatchObject({ isResumed: true });
  expect([...new Set(linesIn(out))]).toEqual([...new Set(linesIn(plain))]);
  // What is asked twice is what was under way when it was killed.
  expect(played.seen.length - before).toBeLessThan(whole.requests);
});
