/**
 * What the dashboard promises at a million resources, each figure printed by this program: how soon each screen can be used on the first and
 * on the second visit, scrolling through a long list and jumping in it, the memory of the page, and the bytes sent.
 *
 *   npm run build && npx tsc -b
 *   node bench/dashboard/prepare.mjs --folder /tmp/plumbline-million --resources 1000000
 *   node bench/dashboard/run.mjs --folder /tmp/plumbline-million [--rows 100000] [--only screens|lists] [--chromium /usr/bin/chromium]
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { jumped, scrolled } from './scroll.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
if (values.folder === undefined) throw new Error('Name the folder that prepare.mjs has made: --folder FOLDER.');
const program = fileURLToPath(new URL('../../dist/plumbline.js', import.meta.url));
const port = 18_787;
const origin = `http://127.0.0.1:${port}`;

const server = spawn(process.execPath, [program, 'serve', '--data', values.folder, '--port', String(port), '--log-level', 'error'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
let browser;
try {
  await ready();
  browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox', '--disable-gpu'] });
  const { resources } = (await asked('/api/v1/score?coverage=counts')).coverage;
  const { items } = await asked('/api/v1/recommendations');
  const longest = items.toSorted((a, b) => b.unhealthy - a.unhealthy)[0];
  const [{ id }] = (await asked('/api/v1/resources?limit=1&type=microsoft.storage/storageaccounts')).items;
  print('resources', resources.toLocaleString('en'));
  if (values.only !== 'lists') await bytesOfFirstScreen();
  if (values.only !== 'lists')
    await screens([
      ['score', '/ui/score', '[data-value=score]'],
      ['score, controls', '/ui/score?model=controls', '[data-value=score]'],
      ['recommendations', '/ui/recommendations', 'table tbody tr'],
      ['recommendation', `/ui/recommendations/${longest.name}`, '#resource-rows table tbody tr'],
      ['recommendation, history', `/ui/recommendations/${longest.name}?tab=history`, '#resource-rows .trend'],
      ['resource', `/ui/resource?id=${encodeURIComponent(id)}`, '#resource-part table tbody tr'],
      ['history', '/ui/history', '.trend'],
      ['history, taken apart', '/ui/history', '.difference'],
      ['coverage', '/ui/coverage', '.facts'],
      ['inventory', '/ui/coverage?list=yes', '.facts'],
      ['exemptions', '/ui/exemptions', '.facts'],
      ['how it is computed', '/ui/models', '.explanation'],
    ]);
  if (values.only !== 'screens') {
    // The longest list with reasons: most resources are healthy. And everything that was read.
    const { name, healthy } = items.toSorted((a, b) => b.healthy - a.healthy)[0];
    await scrolling(`/ui/recommendations/${name}?tab=healthy`, Math.min(healthy, Number(values.rows)));
    await scrolling('/ui/coverage?list=yes', Math.min(resources, Number(values.rows)));
  }
} finally {
  await browser?.close();
  server.kill();
}

async function bytesOfFirstScreen() {
  const { page, session, close } = await opened();
  const sent = { files: 0, answers: 0 };
  const kinds = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, new URL(response.url).pathname));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sent[kinds.get(requestId)?.startsWith('/api/') ? 'answers' : 'files'] += encodedDataLength;
  });
  await page.goto(`${origin}/ui/score`);
  await page.locator('[data-value=score]').waitFor();
  await page.locator('.bone').first().waitFor({ state: 'detached' });
  print('first screen, bytes sent', `${kilobytes(sent.files)} of files, ${kilobytes(sent.answers)} of answers, compressed`);
  await close();
}

/** Usable: what the screen is about is drawn, and the page takes input. */
async function screens(list) {
  for (const [name, path, selector] of list) {
    const [first, second, memory] = [[], [], []];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const { page, session, close } = await opened();
      for (const times of [first, second]) {
        await page.goto('about:blank');
        const started = performance.now();
        await page.goto(`${origin}${path}`, { waitUntil: 'commit' });
        await page.locator(selector).first().waitFor();
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
        times.push(performance.now() - started);
        // The reader stays a while: trends and other lists below come in.
        await page.locator('.bone').first().waitFor({ state: 'detached', timeout: 60_000 });
      }
      memory.push(await heapOf(session));
      await close();
    }
    print(name, `first visit ${ms(middle(first))}, second ${ms(middle(second))}, ${megabytes(middle(memory))} of memory`);
  }
}

async function scrolling(path, rows) {
  const { page, session, close } = await opened();
  await page.goto(`${origin}${path}`);
  await page.locator('.table-long tr[data-index]').first().waitFor();
  await page.evaluate(() => document.querySelector('.table-long').scrollIntoView());
  const { seconds, longestBlankMs, longestFrameMs, frames, reached } = await page.evaluate(scrolled, rows);
  print(
    `scroll through ${reached.toLocaleString('en')} rows of ${path.split('?')[0]}`,
    `${seconds.toFixed(0)} s, ${frames} frames, longest time without a row in sight ${ms(longestBlankMs)}, longest frame ${ms(longestFrameMs)}`,
  );
  print('memory after it', megabytes(await heapOf(session)));
  for (const share of [0.5, 0.99, 0.25]) {
    const { ms: took, row } = await page.evaluate(jumped, share);
    print(`jump to row ${row.toLocaleString('en')}`, `in sight after ${ms(took)}`);
  }
  await close();
}

async function opened() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Performance.enable');
  return { page, session, close: () => context.close() };
}

async function heapOf(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
}

async function ready() {
  for (let tries = 0; tries < 2_400; tries += 1) {
    try {
      if ((await fetch(`${origin}/readyz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('The server did not become ready within twenty minutes.');
}

async function asked(path) {
  return (await fetch(`${origin}${path}`)).json();
}

function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function ms(number) {
  return `${Math.round(number).toLocaleString('en')} ms`;
}

function kilobytes(bytes) {
  return `${(bytes / 1_000).toFixed(0)} kB`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function print(what, figure) {
  console.log(`${what.padEnd(40)} ${figure}`);
}
