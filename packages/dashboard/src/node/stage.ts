// What a test in a browser needs: the built dashboard, a server with an estate, a Chromium.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { findChromium, launchChromium } from './chromium.ts';
import { type FixtureEstate, fixtureEstate } from './fixture-estate.ts';
import { type FixtureOptions, type FixtureServer, fixtureServer } from './fixture-server.ts';

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(workspace, 'dist');
export const exampleEstate = join(workspace, '../../examples/estate');

export interface Stage {
  readonly browser: Browser;
  readonly estate: FixtureEstate;
  /** Another server for the same or another estate; closed with the stage. */
  serve(options?: Partial<Omit<FixtureOptions, 'folder'>>): Promise<FixtureServer>;
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
  await buildOnce();
  const estate = await fixtureEstate([exampleEstate], new Date().toISOString());
  const browser = await launchChromium(findChromium() ?? '');
  const servers: FixtureServer[] = [];
  return {
    browser,
    estate,
    async serve(options = {}) {
      const server = await fixtureServer({ estate, ...options, folder });
      servers.push(server);
      return server;
    },
    async close() {
      await browser.close();
      for (const server of servers) await server.close();
    },
  };
}

/** Builds when something is newer than what was built. */
async function buildOnce(): Promise<void> {
  const page = join(folder, 'index.html');
  const built = existsSync(page) ? statSync(page).mtimeMs : 0;
  const sources = readdirSync(join(workspace, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(tsx?|css|svg)$/.test(name) && !/\.test\.ts$|^node/.test(name),
  );
  const newest = Math.max(
    ...[...sources.map((name) => join('src', name)), 'index.html', 'vite.config.ts'].map((name) => statSync(join(workspace, name)).mtimeMs),
  );
  if (newest > built) await build({ root: workspace, configFile: join(workspace, 'vite.config.ts'), logLevel: 'warn' });
}
