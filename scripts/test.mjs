/** `npm test`: sets up a fresh clone, then every check and every test, on this Node.js and once more on the next one. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, npm, root, run } from './prepare.mjs';

const nextMajor = 24;
const nextVersion = '24.21.0';

install();
build();
run(process.execPath, [join(root, 'scripts/check.mjs')]);

const totals = { passed: 0, failed: 0, skipped: 0 };
test(process.execPath);
if (Number(process.versions.node.split('.')[0]) < nextMajor) test(nextNode());

// One plain line, for people and for whoever counts.
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
// Tests that need a browser or a database fail by themselves where CI demands these (PLUMBLINE_REQUIRE_…).
process.exit(totals.failed > 0 ? 1 : 0);

function test(node) {
  const report = join(root, '.cache/tests.json');
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(report, '{}');
  console.error(`Testing on ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}…`);
  const { status } = spawnSync(
    node,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += numPassedTests;
  totals.failed += numFailedTests;
  totals.skipped += numPendingTests + numTodoTests;
  if (status !== 0 || numPassedTests === 0) {
    console.log(`${totals.passed} passed, ${Math.max(totals.failed, 1)} failed, ${totals.skipped} skipped`);
    process.exit(status || 1);
  }
}

/** The next Node.js from its npm package, so that no other installer is needed. */
function nextNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, '.cache/next-node');
  const node = join(folder, 'node_modules', name, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  const isThere = existsSync(node) && spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim() === `v${nextVersion}`;
  if (!isThere) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    run(npm(), ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${nextVersion}`], { cwd: folder });
  }
  return node;
}
