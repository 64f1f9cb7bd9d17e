import { readFileSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../json.ts';
import { CollectError } from '../problems.ts';

export const lockName = '.collecting.lock';

/** A collector on another machine is taken for dead when it has not touched the lock for so long. */
const deadMs = 60_000;
const touchMs = 15_000;
/** Those of this process, from before the file is there: nothing comes between for a second one. */
const held = new Set<string>();

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts; another process may get the same number later. */
  readonly born: string;
}

/**
 * Keeps a second collection out of a folder: both would write behind each other.
 * @returns what gives the folder back
 * @throws {CollectError} `folder-in-use`, and what the system throws
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, lockName);
  const self: Owner = { pid: process.pid, host: hostname(), born: bornOf(process.pid) };
  if (held.has(path)) throw inUse(folder, self);
  held.add(path);
  try {
    await takeLock(folder, path, JSON.stringify(self));
  } catch (error) {
    held.delete(path);
    throw error;
  }
  const touching = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), touchMs);
  touching.unref();
  return async () => {
    clearInterval(touching);
    held.delete(path);
    await rm(path, { force: true });
  };
}

async function takeLock(folder: string, path: string, own: string): Promise<void> {
  for (let tries = 0; !(await isMade(path, own)); tries += 1) {
    const owner = await ownerIn(path);
    if (tries > 2 || (owner !== undefined && (await isAlive(owner, path)))) throw inUse(folder, owner);
    await rm(path, { force: true });
  }
}

async function isMade(path: string, own: string): Promise<boolean> {
  try {
    await writeFile(path, own, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  // Two that find a dead one's lock at the same moment: the one whose text stands there has it.
  return (await readFile(path, 'utf8').catch(() => '')) === own;
}

/** @returns undefined for a lock that cannot be read: half written, by one that died. */
async function ownerIn(path: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isObject(value) || typeof value['pid'] !== 'number') return undefined;
    return { pid: value['pid'], host: String(value['host']), born: String(value['born']) };
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, host, born }: Owner, path: string): Promise<boolean> {
  if (host !== hostname()) {
    const touched = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return Date.now() - touched < deadMs;
  }
  // An earlier process had the same number: what this one holds was refused before.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one that lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return bornOf(pid) === born;
}

/** Where the system tells it (Linux); elsewhere nothing, and a process with that number is taken for the same. */
function bornOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function inUse(folder: string, owner: Owner | undefined): CollectError {
  const who = owner === undefined ? '' : ` (process ${owner.pid} on ${owner.host})`;
  return new CollectError('folder-in-use', `Another collection writes into ${folder}${who}.`, {
    hint: 'Wait for it, stop it, or name another folder.',
  });
}
