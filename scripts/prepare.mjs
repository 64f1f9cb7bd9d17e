/** Installs and builds what is missing, and nothing twice: the set-up that `npm start` and `npm test` share. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a command in the repository; ends this process with its exit code when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error !== undefined) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Installs the locked dependencies, unless they are already those of the lock file. */
export function install() {
  const wanted = hashOf(['package-lock.json']);
  if (stampOf('node_modules/.plumbline-lock') === wanted) return;
  console.error('Installing dependencies…');
  // Not `npm ci`: it refuses a lock file written against a registry that lacks the optional packages of some platform.
  run(npm(), ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', process.stderr, 'inherit'] });
  writeStamp('node_modules/.plumbline-lock', wanted);
}

/** Builds `dist/`, unless its sources have not changed since it was built. */
export function build() {
  const wanted = hashOf([...sourcesUnder('packages'), 'rolldown.config.mjs', 'package-lock.json', 'package.json']);
  if (stampOf('dist/.built') === wanted && existsSync(join(root, 'dist/plumbline.js'))) return;
  console.error('Building…');
  run(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', process.stderr, 'inherit'] });
  writeStamp('dist/.built', wanted);
}

export function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function sourcesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((item) => {
    const path = `${folder}/${item.name}`;
    if (item.isDirectory()) return item.name === 'node_modules' || item.name === 'dist' ? [] : sourcesUnder(path);
    return item.name.endsWith('.tsbuildinfo') || item.name.includes('.test.') ? [] : [path];
  });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    // Size and time are enough here, and reading every source would cost more than the start that this saves.
    const full = join(root, path);
    if (!existsSync(full)) continue;
    const { size, mtimeMs } = statSync(full);
    hash.update(path.endsWith('package-lock.json') ? readFileSync(full) : `${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function stampOf(path) {
  const full = join(root, path);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

function writeStamp(path, stamp) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), stamp);
}
