/**
 * What a collection costs: time on the clock, processor time, requests and the largest memory of the collector, at several sizes, against a
 * stand-in for Azure on this machine that answers at once. `--heap 64` leaves the collector no more than so many MB for what it holds: then
 * the largest memory shows what it needs, and not what it was given.
 *
 *   npm run build && node bench/collect/run.mjs --sizes 10000,100000 [--subscriptions 300] [--heap 64]
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { measured } from '../scan/measured.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    subscriptions: { type: 'string', default: '300' },
    heap: { type: 'string' },
  },
});
const heap = values.heap === undefined ? [] : [`--max-old-space-size=${values.heap}`];
const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-collect-'));
Object.assign(process.env, {
  AZURE_TENANT_ID: '0f0f0f0f-0000-4000-8000-000000000000',
  AZURE_CLIENT_ID: 'collector',
  AZURE_CLIENT_SECRET: 'right',
});

const bundle = await rolldown({
  input: new URL('stand-in.mjs', import.meta.url).pathname,
  platform: 'node',
  resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
  logLevel: 'silent',
});
const program = join(folder, 'stand-in.mjs');
await bundle.write({ file: program, codeSplitting: false });
await bundle.close();

const rows = [['resources', 'subscriptions', 'requests', 'time', 'processor', 'largest memory', 'export']];
for (const size of values.sizes.split(',').map(Number)) {
  const ready = join(folder, `ready-${size}`);
  const azure = spawn(process.execPath, ['--max-old-space-size=8192', program, String(size), values.subscriptions, ready], {
    stdio: 'inherit',
  });
  try {
    while (!existsSync(ready) && azure.exitCode === null) await sleep(50);
    const url = readFileSync(ready, 'utf8');
    const out = join(folder, `export-${size}`);
    const to = ['--endpoint', url, '--graph-endpoint', url, '--authority', url, '--ca', `${ready}.pem`];
    const { ms, cpuMs, peakMb, code, err } = await measured([...heap, join(root, 'dist/plumbline.js'), 'collect', '--out', out, ...to]);
    if (code !== 0 && code !== 3) throw new Error(`The collection failed:\n${err}`);
    const requests = Number((/with ([\d,]+) requests/.exec(err)?.[1] ?? '0').replaceAll(',', ''));
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    const things = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0);
    rows.push([
      size.toLocaleString('en'),
      values.subscriptions,
      requests.toLocaleString('en'),
      `${(ms / 1000).toFixed(1)} s`,
      `${(cpuMs / 1000).toFixed(1)} s`,
      `${Math.round(peakMb)} MB`,
      `${things.toLocaleString('en')} things`,
    ]);
  } finally {
    azure.kill();
  }
}
rmSync(folder, { recursive: true });
console.log(
  rows
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
    .replace('\n', `\n|${' --- |'.repeat(rows[0].length)}\n`),
);
