/** Builds the published program into `dist/`: every command a chunk of its own, so that starting loads only what is used. */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../rolldown.config.mjs';
import { root } from './prepare.mjs';

rmSync(join(root, 'dist'), { recursive: true, force: true });
const bundle = await rolldown(config);
await bundle.write(config.output);
await bundle.close();
chmodSync(join(root, 'dist/plumbline.js'), 0o755);
