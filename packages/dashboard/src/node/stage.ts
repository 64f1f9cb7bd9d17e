// What a test in a browser needs: the built dashboard, a server with an estate, a Chromium.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from './chromium.ts';
import { type ExampleServer, type Examples, exampleServer, examples } from './example.ts';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

export interface Stage {
  readonly browser: Browser;
  /** A server over a store of its own; closed with the stage. */
  serve(options?: { readonly asksForToken?: boolean }): Promise<ExampleServer>;
  close(): Promise<void>;
}

/**
 * @returns why nothing can be tested in a browser here; undefined when it can.
 * @throws when PLUMBLINE_REQUIRE_CHROMIUM says that it has to be.
 */
export function whyNoBrowser(): string | undefined {
  if (findChromium() !== undefined) return undefined;
  const reason = 'No Chromium was found: apt-get install chromium, or name one in PLUMBLINE_CHROMIUM.';
  if (process.env['PLUMBLINE_REQUIRE_CHROMIUM'] === '1') throw new Error(reason);
  return reason;
}

export async function setStage(): Promise<Stage> {
  const screens = builtScreens();
  const stores: Examples = await examples();
  const browser = await launchChromium(findChromium() ?? '');
  const servers: ExampleServer[] = [];
  return {
    browser,
    async serve({ asksForToken = false } = {}) {
      const server = await exampleServer(await stores.open(), { screens, asksForToken });
      servers.push(server);
      return server;
    },
    async close() {
      await browser.close();
      for (const server of servers) await server.close();
      stores.close();
    },
  };
}

/**
 * @returns the folder of a build of these very sources. Test files run side by side, so each builds beside and the first one's stays.
 */
function builtScreens(): string {
  const names = readdirSync(join(workspace, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|css|svg)$/.test(name) && !/\.test\.ts$|^node/.test(name))
    .map((name) => join('src', name));
  const files = [...names.sort(), 'index.html', 'vite.config.ts', 'package.json'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(workspace, file)));
  const folder = join(workspace, 'node_modules/.cache', `screens-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;

  const beside = `${folder}.${process.pid}`;
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  // In a process of its own: a test's environment would put React's development build into it.
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', beside, '--emptyOutDir'], {
    cwd: workspace,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
  try {
    renameSync(beside, folder);
  } catch (error) {
    // Another test file was first; anything else is a fault.
    if (!existsSync(folder)) throw error;
    rmSync(beside, { recursive: true, force: true });
  }
  return folder;
}
