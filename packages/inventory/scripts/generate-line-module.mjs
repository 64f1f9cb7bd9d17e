/** Compiles `assembly/` into the WebAssembly module that reads lines; `--check` fails where that is not what is written down. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = 'src/extract/line-module.generated.ts';
const options = ['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd', '--noAssert', '-O3'];
const pages = String(256);
const binaries = [];
const { error, stderr } = await asc.main(
  ['assembly/line.ts', '--outFile', 'line.wasm', ...options, '--initialMemory', pages, '--maximumMemory', pages],
  {
    readFile: (name, folder) => {
      try {
        return readFileSync(join(here, folder ?? '', name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => binaries.push(contents),
  },
);
const messages = stderr.toString();
if (error !== null || messages !== '') throw new Error(`assembly/ was not compiled.\n${messages}`, { cause: error });
const text = `// Written by scripts/generate-line-module.mjs from assembly/; do not change by hand.

/** Base 64. */
export const lineModuleText =
  '${Buffer.from(binaries[0]).toString('base64')}';
`;
const path = join(here, file);
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text)
  throw new Error(`${file} is not what assembly/ compiles to: node packages/inventory/scripts/generate-line-module.mjs`);
