/** `npm run check`: format, lint, types, dead code, package boundaries, generated files. Each prints its name; all run, then the first failure decides. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install, root } from './prepare.mjs';

install();

const checks = [
  ['format', ['biome', 'check', '.']],
  ['types', ['tsc', '-b']],
  ['types of tests', ['tsc', '-p', 'tsconfig.tests.json']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ['dead code', ['knip']],
  ['package boundaries', ['node', 'scripts/check-boundaries.mjs']],
  ['file sizes', ['node', 'scripts/check-sizes.mjs']],
  ['generated files', ['node', 'scripts/check-generated.mjs']],
];

const failed = [];
for (const [name, [command, ...args]] of checks) {
  const startedMs = Date.now();
  const executable = command === 'node' ? process.execPath : join(root, 'node_modules/.bin', command);
  const { status } = spawnSync(executable, args, { cwd: root, stdio: 'inherit' });
  console.error(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
