/** Builds the published program into `dist/`: every command a chunk of its own, so that starting loads only what is
 * used, and the dashboard beside them. */
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { build as buildScreens } from 'vite';
import config from '../rolldown.config.mjs';
import { root } from './prepare.mjs';

// Built beside its place, so that a build that fails leaves the one that works.
const beside = join(root, 'dist.part');
rmSync(beside, { recursive: true, force: true });
const bundle = await rolldown(config);
await bundle.write({ ...config.output, dir: beside });
await bundle.close();
chmodSync(join(beside, 'plumbline.js'), 0o755);
const dashboard = join(root, 'packages/dashboard');
await buildScreens({ root: dashboard, logLevel: 'warn', build: { outDir: join(beside, 'ui'), emptyOutDir: true } });
// The same screens for the page that `scan --format html` writes.
await buildScreens({
  root: dashboard,
  configFile: join(dashboard, 'vite.page.config.ts'),
  logLevel: 'warn',
  build: { outDir: join(beside, 'page'), emptyOutDir: true },
});
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(beside, join(root, 'dist'));
