import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own way (`recursive`) never ends where nothing can be made and the system
 * says that the folder above is missing, as `/proc` does.
 *
 * @throws the system's error, also where something else than a folder has the name
 */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    makeOne(path, mode);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path), mode);
    makeOne(path, mode);
  }
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Asked only now: most folders are there, and another process may make this one meanwhile.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    if (codeOf(error) !== 'EEXIST') throw error;
    throw Object.assign(new Error('it is a file, not a folder', { cause: error }), { code: 'ENOTDIR' });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
