/** Fails when a generated file is not what its generator would write now. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './prepare.mjs';

const generators = ['packages/catalogue/scripts/generate-list.mjs', 'packages/inventory/scripts/generate-line-module.mjs'];
for (const generator of generators) {
  if (!existsSync(join(root, generator))) throw new Error(`${generator} is missing`);
  run(process.execPath, [join(root, generator), '--check']);
}
