/** `npm run screenshots`: photographs every screen of the example estate into docs/screenshots. Names of pictures as arguments take only those. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const conditions = ['plumbline-source', 'node', 'import', 'default'];
/** @type {{ module: { takeScreenshots: import('../src/node/screenshots.ts').takeScreenshots } }} */
const { module } = await runnerImport(join(root, 'packages/dashboard/src/node/screenshots.ts'), {
  configFile: false,
  logLevel: 'error',
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
});
await module.takeScreenshots({ root, folder: join(root, 'docs/screenshots'), only: process.argv.slice(2) });
