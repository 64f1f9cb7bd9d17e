import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The engine as a user's bundle has it: one file, plain JavaScript. */
export async function loadEngine() {
  const bundle = await rolldown({ input: join(root, 'packages/policy/src/index.ts') });
  const file = join(mkdtempSync(join(tmpdir(), 'plumbline-policy-')), 'policy.mjs');
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return import(pathToFileURL(file).href);
}
