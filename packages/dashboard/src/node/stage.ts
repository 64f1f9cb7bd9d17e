// What a test in a browser needs: the built dashboard, a server with an estate, a Chromium.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from './chromium.ts';
import { type ExampleServer, type Examples, exampleServer, examples } from './example.ts';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(workspace, 'dist');

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
  buildOnce();
  const stores: Examples = await examples();
  const browser = await launchChromium(findChromium() ?? '');
  const servers: ExampleServer[] = [];
  return {
    browser,
    async serve({ asksForToken = false } = {}) {
      const server = await exampleServer(await stores.open(), { screens: folder, asksForToken });
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

/** Builds when something is newer than what was built. */
function buildOnce(): void {
  const page = join(folder, 'index.html');
  const built = existsSync(page) ? statSync(page).mtimeMs : 0;
  const sources = readdirSync(join(workspace, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(tsx?|css|svg)$/.test(name) && !/\.test\.ts$|^node/.test(name),
  );
  const newest = Math.max(
    ...[...sources.map((name) => join('src', name)), 'index.html', 'vite.config.ts'].map((name) => statSync(join(workspace, name)).mtimeMs),
  );
  if (newest <= built) return;
  // In a process of its own: a test's environment would put React's development build into it.
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: workspace,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
}
