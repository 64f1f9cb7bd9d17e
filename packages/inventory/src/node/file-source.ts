import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type InputSource, SourceFault, type StandingFile } from '../read-inputs.ts';
import { isGzip } from '../sniff.ts';
import { gunzipped } from './gunzip.ts';

/** Bytes asked of the system at once: some hundred resources. */
const pieceBytes = 512 << 10;

/** A file, also a named pipe or `/dev/stdin`. @param file what it is called in problems. @param path where it is opened. */
export function fileSource(file: string, path: string): InputSource {
  const count = { bytes: 0 };
  const found: Found = { standing: undefined, isGzip: false };
  return {
    file,
    chunks: () => plain(counted(fileChunks(path, found), count), found),
    bytesRead: () => count.bytes,
    standing: () => (found.isGzip ? undefined : found.standing),
  };
}

/** What is found out about a file when reading it begins. */
interface Found {
  standing: StandingFile | undefined;
  isGzip: boolean;
}

/** Bytes of a file from which on it is worth being opened again. */
const leastStanding = 4 << 20;

/** @returns undefined where it cannot be, or is not worth being, read again. */
async function standingFile(path: string, handle: FileHandle): Promise<StandingFile | undefined> {
  const state = await handle.stat({ bigint: true });
  return state.isFile() && state.size >= leastStanding ? { path, mark: fileMarkOf(state) } : undefined;
}

/** @returns what another file has not, nor the same one once it was changed. */
export function fileMarkOf({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs].join(' ');
}

/** @param stream standard input; undefined where there is none. */
export function streamSource(file: string, stream: Readable | undefined): InputSource {
  const count = { bytes: 0 };
  return { file, chunks: () => plain(counted(streamChunks(stream), count)), bytesRead: () => count.bytes };
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count.bytes += chunk.length;
    yield chunk;
  }
}

/** Decompresses what is compressed. */
async function* plain(chunks: AsyncGenerator<Uint8Array>, found?: Found): AsyncGenerator<Uint8Array> {
  const first: Uint8Array[] = [];
  let length = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    first.push(Uint8Array.from(next.value));
    length += next.value.length;
    if (length >= 2) break;
  }
  const start = Buffer.concat(first);
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (start.length > 0) yield start;
    yield* chunks;
  }
  try {
    if (isGzip(start)) {
      if (found !== undefined) found.isGzip = true;
      yield* gunzipped(whole());
    } else yield* whole();
  } finally {
    await chunks.return(undefined);
  }
}

/** Reads ahead by one piece, so that the disk and the parser work at the same time. */
async function* fileChunks(path: string, found: Found): AsyncGenerator<Uint8Array> {
  const handle = await opened(path);
  found.standing = await standingFile(path, handle).catch(() => undefined);
  let ahead: Promise<{ bytesRead: number; buffer: Buffer }> | undefined;
  try {
    let current = Buffer.allocUnsafeSlow(pieceBytes);
    let other = Buffer.allocUnsafeSlow(pieceBytes);
    ahead = handle.read(current, 0, pieceBytes);
    for (;;) {
      const { bytesRead } = await ahead.catch((cause: unknown) => Promise.reject(unreadable(cause)));
      if (bytesRead === 0) return;
      ahead = handle.read(other, 0, pieceBytes);
      // Until it is awaited a failure must not count as unhandled; the await above reports it.
      ahead.catch(() => undefined);
      yield current.subarray(0, bytesRead);
      [current, other] = [other, current];
    }
  } finally {
    await ahead?.catch(() => undefined);
    await handle.close();
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function* streamChunks(stream: Readable | undefined): AsyncGenerator<Uint8Array> {
  if (stream === undefined) return;
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** @returns what a system error means to who named the path. */
export function unreadable(cause: unknown): SourceFault {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const hint = 'Check the spelling, and the folder from which you started.';
    return new SourceFault({ code: 'not-found', message: 'There is no file or folder of this name.', hint }, { cause });
  }
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  const [why, hint] = known ?? [
    `the system says: ${cause instanceof Error ? cause.message : String(cause)}`,
    'Check the file and the disk that it is on.',
  ];
  return new SourceFault({ code: 'not-readable', message: `This cannot be read: ${why}.`, hint }, { cause });
}

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ['you may not read it', 'Have its permissions changed (chmod u+r), or run as a user who may read it.'],
  EPERM: ['the system does not permit it', 'Have its permissions changed, or run as a user who may read it.'],
  EISDIR: ['it is a folder', 'Name the folder as an input of its own, or a file in it.'],
  ELOOP: ['its symbolic links lead in a circle', 'Name the file itself.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n) and try again.'],
  EIO: ['the disk failed while it was read', 'Copy the file to another disk.'],
  ENAMETOOLONG: ['the name is too long', 'Check the path.'],
};
