// What is collected lies in a hidden folder within the export until all of it is there, so that a scan finds the last complete export or
// none. A journal tells how far each file is good: after a break everything behind that is cut off, and the next page is asked for.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gzipSync } from 'node:zlib';
import { makeFolder } from '@plumbline/inventory/node';
import { isObject, type JsonMap } from '../json.ts';
import { CollectError, reasonOf } from '../problems.ts';
import { lockFolder, lockName } from './folder-lock.ts';

export const workFolder = '.collecting';
const journalName = 'journal.ndjson';
/** A collection that began longer ago is not gone on with. */
const oldestMs = 86_400_000;

/** One page, or one bundle of requests, that was answered and written. */
export interface Step {
  readonly unit: string;
  /** How many pages of the unit come before it. */
  readonly page: number;
  /** Where the unit goes on; undefined: it has ended. */
  readonly next?: string;
  /** What was asked, for the manifest. */
  readonly asked: Asked;
  readonly refused?: readonly Refused[];
  /** Resource Graph's totals, which may change while pages are read. */
  readonly total?: number;
}

export interface Asked {
  readonly at: string;
  readonly what: string;
  readonly request: string;
  readonly scopes: number;
  readonly rows: number;
  readonly requestIds: readonly string[];
}

export interface Refused {
  readonly type: string;
  readonly scope?: string;
  readonly status?: number;
  readonly reason: string;
}

export interface Folder {
  /** Where a unit stands; undefined: not begun. */
  state(
    unit: string,
  ): { readonly page: number; readonly next: string | undefined; readonly rows: number; readonly isDone: boolean } | undefined;
  /** Something was collected before a break. */
  readonly isResumed: boolean;
  readonly startedAt: string;
  /** Writes objects behind those of their files, and then notes the step: both or, after a break, neither. */
  write(step: Step, objectsByFile: ReadonlyMap<string, readonly JsonMap[]>, redactions: ReadonlyMap<string, number>): Promise<void>;
  /** Of what was written, file by file and line by line. */
  read(file: string): AsyncGenerator<JsonMap>;
  /** All steps, in the order in which they were noted. */
  steps(): AsyncGenerator<Step & { readonly redactions?: Readonly<Record<string, number>> }>;
  /** Puts the export in its place. @param manifest in pieces */
  finish(manifest: Iterable<string> | AsyncIterable<string>): Promise<void>;
  /** Gives the folder back to others. */
  close(): Promise<void>;
  /** Things in a file of the collection; 0 where there is none. */
  rows(file: string): number;
  /** Bytes and things of each file that is part of the export. */
  files(): ReadonlyMap<string, FileState>;
}

export interface FileState {
  readonly bytes: number;
  readonly rows: number;
}

/** A type's file: `microsoft.compute_virtualmachines.ndjson.gz`. */
export function fileOf(type: string): string {
  const name = type
    .toLowerCase()
    .replaceAll('/', '_')
    .replaceAll(/[^a-z0-9._-]/g, '-')
    // A hidden file would be passed over by a scan.
    .replace(/^\.+/, '-');
  return `${name.length <= 180 ? name : `${name.slice(0, 140)}-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`}.ndjson.gz`;
}

/**
 * Opens the folder of an export, and what is left of a collection that was broken off.
 * @param key what is collected and how; what was begun with another is thrown away
 * @throws {CollectError} `bad-folder`
 */
export async function openFolder(path: string, key: object, now: string): Promise<Folder> {
  try {
    makeFolder(path);
    const release = await lockFolder(path);
    try {
      return await opened(path, { key: createHash('sha256').update(JSON.stringify(key)).digest('hex'), now, release });
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    if (error instanceof CollectError) throw error;
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): CollectError {
  const isFull =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG');
  if (isFull) {
    return new CollectError('disk-full', `There is no space left for the folder ${path}: ${reasonOf(error)}.`, {
      hint: 'Make room; the same command goes on where this one stopped.',
      cause: error,
    });
  }
  return new CollectError('bad-folder', `The folder ${path} cannot be used: ${reasonOf(error)}.`, {
    hint: 'Name a folder that can be written, and that holds nothing or an older export of plumbline collect.',
    cause: error,
  });
}

async function opened(
  path: string,
  { key, now, release }: { readonly key: string; readonly now: string; readonly release: () => Promise<void> },
): Promise<Folder> {
  const before = await ownFiles(path);
  const work = join(path, workFolder);
  await mkdir(work, { recursive: true });
  const journal = join(work, journalName);
  const states = new Map<string, { page: number; next: string | undefined; rows: number; isDone: boolean }>();
  const lengths = new Map<string, FileState>();
  let startedAt = now;
  let isResumed = false;
  let goodBytes = 0;
  for await (const { line, bytes } of journalLines(journal)) {
    if (goodBytes === 0) {
      const begun = typeof line['startedAt'] === 'string' ? line['startedAt'] : now;
      // What was read too long ago is an estate of its own.
      if (line['key'] !== key || Date.parse(now) - Date.parse(begun) > oldestMs) break;
      startedAt = begun;
    } else {
      const step = line as unknown as Step & { readonly files: Readonly<Record<string, FileState>> };
      note(states, step);
      for (const [file, length] of Object.entries(step.files)) lengths.set(file, length);
      isResumed = true;
    }
    goodBytes += bytes;
  }
  if (goodBytes === 0) {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const first = `${JSON.stringify({ plumbline: 'collecting/1', key, startedAt })}\n`;
    await writeFile(journal, first);
  } else {
    await truncate(journal, goodBytes);
    for (const file of await readdir(work)) {
      if (file === journalName) continue;
      const length = lengths.get(file)?.bytes;
      if (length === undefined) await rm(join(work, file), { force: true });
      else if ((await stat(join(work, file))).size > length) await truncate(join(work, file), length);
    }
  }
  let last: Promise<void> = Promise.resolve();
  let failure: CollectError | undefined;

  return {
    isResumed,
    startedAt,
    state: (unit) => states.get(unit),
    rows: (file) => lengths.get(file)?.rows ?? 0,
    files: () => new Map([...lengths].filter(([file]) => !file.startsWith('.')).sort(([a], [b]) => (a < b ? -1 : 1))),
    write(step, objectsByFile, redactions) {
      // One after the other: the lengths that are noted have to be those of everything before.
      const turn = last.then(async () => {
        // Behind half a page nothing may be written: its length would be noted as good.
        if (failure !== undefined) throw failure;
        const files: Record<string, FileState> = {};
        for (const [file, objects] of objectsByFile) {
          if (objects.length === 0) continue;
          const bytes = gzipSync(objects.map((object) => `${JSON.stringify(object)}\n`).join(''), { level: 6 });
          await appendFile(join(work, file), bytes);
          const before = lengths.get(file) ?? { bytes: 0, rows: 0 };
          files[file] = { bytes: before.bytes + bytes.length, rows: before.rows + objects.length };
        }
        for (const [file, length] of Object.entries(files)) lengths.set(file, length);
        const found = redactions.size === 0 ? {} : { redactions: Object.fromEntries(redactions) };
        await appendFile(journal, `${JSON.stringify({ ...step, files, ...found })}\n`);
        note(states, step);
      });
      last = turn.catch((error: unknown) => {
        failure ??= unusable(path, error);
      });
      return turn.catch((error: unknown) => {
        throw failure ?? error;
      });
    },
    async *read(file) {
      if (!lengths.has(file)) return;
      // After a break between moving files and the end, it lies in its place already.
      const here = join(work, file);
      yield* linesOf(existsSync(here) ? here : join(path, file));
    },
    async *steps() {
      let isFirst = true;
      for await (const { line } of journalLines(journal)) {
        if (!isFirst) yield line as unknown as Step;
        isFirst = false;
      }
    },
    async close() {
      await last;
      await release();
    },
    async finish(manifest) {
      try {
        await put(manifest);
      } catch (error) {
        throw unusable(path, error);
      }
    },
  };

  async function put(manifest: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const handle = await open(join(work, 'manifest.json'), 'w');
    try {
      for await (const piece of manifest) await handle.appendFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Without its manifest a folder is no export: from here on until the new one lies there, nothing is declared complete.
    await rm(join(path, 'manifest.json'), { force: true });
    const names = new Set([...lengths.keys()].filter((file) => !file.startsWith('.')));
    for (const file of before) if (!names.has(file)) await rm(join(path, file), { force: true });
    for (const file of names) await rename(join(work, file), join(path, file)).catch(unlessMoved(join(path, file)));
    await rename(join(work, 'manifest.json'), join(path, 'manifest.json'));
    await rm(work, { recursive: true, force: true });
  }
}

function note(states: Map<string, { page: number; next: string | undefined; rows: number; isDone: boolean }>, step: Step): void {
  // A unit that was begun anew counts from there.
  const rows = step.page === 0 ? 0 : (states.get(step.unit)?.rows ?? 0);
  states.set(step.unit, { page: step.page + 1, next: step.next, rows: rows + step.asked.rows, isDone: step.next === undefined });
}

/** @returns the files of the export that lies in the folder already. @throws when anything else does */
async function ownFiles(path: string): Promise<readonly string[]> {
  const names = (await readdir(path)).filter((name) => name !== workFolder && name !== lockName);
  if (names.length === 0) return [];
  const manifest = await readFile(join(path, 'manifest.json'), 'utf8').catch(() => '{}');
  const read: unknown = JSON.parse(manifest);
  const files = isObject(read) && Array.isArray(read['files']) ? read['files'].filter((file) => typeof file === 'string') : [];
  const own = new Set(['manifest.json', ...files]);
  const other = names.filter((name) => !own.has(name) && !/^[a-z0-9._-]+\.ndjson\.gz$/.test(name));
  const isExport = isObject(read) && read['plumbline'] === 'export/1' && 'collector' in read;
  // A finish that was broken off leaves files of ours without a manifest.
  const isHalfMoved = manifest === '{}' && other.length === 0 && (await stat(join(path, workFolder)).catch(() => undefined)) !== undefined;
  if ((isExport && other.length === 0) || isHalfMoved) return names.filter((name) => name !== 'manifest.json');
  throw new CollectError(
    'bad-folder',
    `The folder ${path} holds something that is no export of plumbline collect: ${(other.length > 0 ? other : names).slice(0, 3).join(', ')}.`,
    {
      hint: 'Name another folder: what lies beside an export would be scored with it.',
    },
  );
}

function unlessMoved(place: string): (error: unknown) => void {
  return (error) => {
    if (!existsSync(place)) throw error;
  };
}

/** Line by line, as it may name a million requests. What stands behind the last line break was cut off. */
async function* journalLines(path: string): AsyncGenerator<{ readonly line: JsonMap; readonly bytes: number }> {
  if (!existsSync(path)) return;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let end = rest.indexOf(10, from); end !== -1; end = rest.indexOf(10, from)) {
      const line = objectIn(rest.toString('utf8', from, end));
      if (line === undefined) return;
      yield { line, bytes: end + 1 - from };
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
}

function objectIn(text: string): JsonMap | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function* linesOf(path: string): AsyncGenerator<JsonMap> {
  const source = createReadStream(path);
  const text = source.pipe(createGunzip());
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
      const value: unknown = JSON.parse(line);
      if (isObject(value)) yield value;
    }
  } finally {
    source.destroy();
  }
}
