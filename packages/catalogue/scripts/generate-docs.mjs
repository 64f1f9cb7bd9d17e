// Writes docs/catalogue.md from the built package: run `npx tsc -b packages/catalogue` first. With `--check` it only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = at('../../../docs/catalogue.md');
if (!existsSync(at('../dist/catalogue-page.js'))) {
  process.stderr.write('The catalogue is not built: run npx tsc -b packages/catalogue first.\n');
  process.exit(2);
}
const { cataloguePage } = await import('../dist/catalogue-page.js');
const { recommendations } = await import('../dist/recommendations.generated.js');
const page = cataloguePage(recommendations);
if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== page) {
    process.stderr.write('docs/catalogue.md is out of date: run node packages/catalogue/scripts/generate-docs.mjs\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, page);
}
