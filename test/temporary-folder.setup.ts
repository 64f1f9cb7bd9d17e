// All temporary files of a run lie in one folder that goes with it, whatever a test, or a program that was killed in it, leaves behind.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-tests-'));
  // PostgreSQL does not run as root, and has its folder in this one.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
}

export function teardown(): void {
  if (folder === undefined) return;
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    process.stderr.write(`Temporary files were left behind: ${String(error)}\n`);
  }
}
