import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { OperationError } from './operation-error.ts';
import { systemReason } from './problems.ts';
import type { Terminal } from './terminal.ts';

/** Bytes gathered before each write. */
const chunkLength = 64 * 1024;

/** Writes to standard output, and stops quietly where nobody reads any more. */
export async function writeToTerminal(pieces: Iterable<string>, terminal: Terminal): Promise<void> {
  for (const chunk of chunked(pieces)) {
    refuseWhenInterrupted(terminal);
    try {
      if (!(await terminal.stdout.write(chunk))) return;
    } catch (error) {
      throw outputFailed('standard output', error);
    }
  }
}

/**
 * Writes a file beside its place and renames it there when it is complete, so that a reader finds the old one or the new one
 * and a failure leaves the old one. Devices and pipes (`/dev/stdout`) are written directly.
 * @param file as the user named it.
 */
export async function writeToFile(pieces: Iterable<string>, file: string, terminal: Terminal): Promise<void> {
  if (file === '') throw new OperationError('usage', '--output has no name.', { hint: 'Name a file; was a variable empty?' });
  const named = resolve(terminal.cwd, file);
  try {
    const target = await realpath(named).catch(() => named);
    const existing = await stat(target).catch(() => undefined);
    if (existing?.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    if (existing !== undefined && !existing.isFile()) return await writeDirectly(pieces, target, terminal);
    await writeBeside(pieces, target, { terminal, mode: existing === undefined ? 0o666 : existing.mode & 0o777 });
  } catch (error) {
    throw error instanceof OperationError ? error : outputFailed(file, error);
  }
}

async function writeBeside(
  pieces: Iterable<string>,
  target: string,
  options: { readonly terminal: Terminal; readonly mode: number },
): Promise<void> {
  const beside = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomBytes(6).toString('hex')}.part`);
  const handle = await open(beside, 'wx', options.mode);
  // For a process that is told to end at once.
  const forget = () => rmSync(beside, { force: true });
  process.once('exit', forget);
  try {
    try {
      await writeAll(pieces, handle, options.terminal);
      // Some disks tell only now that they are full.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    process.removeListener('exit', forget);
  }
}

async function writeDirectly(pieces: Iterable<string>, target: string, terminal: Terminal): Promise<void> {
  const handle = await open(target, 'w');
  try {
    await writeAll(pieces, handle, terminal);
  } finally {
    await handle.close();
  }
}

async function writeAll(pieces: Iterable<string>, handle: FileHandle, terminal: Terminal): Promise<void> {
  for (const chunk of chunked(pieces)) {
    refuseWhenInterrupted(terminal);
    await handle.appendFile(chunk);
  }
}

function* chunked(pieces: Iterable<string>): Iterable<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** @throws {OperationError} `interrupted` after Ctrl-C. */
export function refuseWhenInterrupted(terminal: Terminal): void {
  if (terminal.signal.aborted) throw new OperationError('interrupted', 'Interrupted.');
}

function outputFailed(place: string, cause: unknown): OperationError {
  const { reason, hint } = systemReason(cause, 'write');
  return new OperationError('output-failed', `The result could not be written to ${place}: ${reason}. Nothing was left half written.`, {
    hint,
    cause,
  });
}
