/**
 * Writes older/version-N.sqlite.gz: a small database of the newest version, kept for ever so that later migrations are tried on it.
 * Run once when a version is released, with the store built (`npx tsc -b packages/store`): node packages/store/scripts/keep-database.mjs
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundle = await rolldown({
  input: join(root, 'src/kept-database.fixture.ts'),
  platform: 'node',
  external: ['@photostructure/sqlite', 'pg', 'fast-check'],
  resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
});
const file = join(root, 'node_modules/.cache/plumbline-store/kept-database.mjs');
await bundle.write({ file, codeSplitting: false });
const { fill } = await import(file);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-kept-'));
await fill(folder);
const database = new DatabaseSync(join(folder, 'plumbline.sqlite'));
const { version } = database.prepare('SELECT max(version) AS version FROM migration').get();
database.exec('VACUUM');
database.close();
const target = join(root, `older/version-${version}.sqlite.gz`);
if (existsSync(target)) throw new Error(`${target} is kept already, and is never changed.`);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, gzipSync(readFileSync(join(folder, 'plumbline.sqlite')), { level: 9 }));
rmSync(folder, { recursive: true });
console.log(target);
