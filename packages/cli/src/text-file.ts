import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OperationError } from './operation-error.ts';
import { systemReason } from './problems.ts';

/**
 * A text as people save it: UTF-8, or UTF-16 as Windows PowerShell writes what a command prints. Bytes that are neither are an error:
 * a replaced character would be compared with the estate as if somebody had written it.
 * @throws {TypeError} that `systemReason` knows
 */
export function decoded(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
}

function encodingOf([a, b, c, d]: Uint8Array): string {
  // With two zeros behind it the mark is that of UTF-32, which nobody uses and UTF-8 refuses.
  if (a === 0xff && b === 0xfe && (c !== 0 || d !== 0)) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Reads a text file that an option names.
 * @param what what it is, as the subject of a sentence: 'The catalogue own.json'.
 * @throws {OperationError} with the reason and what to do
 */
export async function textFile(file: string, cwd: string, what = file): Promise<string> {
  try {
    return decoded(await readFile(resolve(cwd, file)));
  } catch (cause) {
    const { reason, hint } = systemReason(cause, 'read');
    throw new OperationError('unreadable-file', `${what} cannot be read: ${reason}.`, { hint, cause });
  }
}
