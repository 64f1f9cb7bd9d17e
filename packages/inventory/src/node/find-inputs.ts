// Turns the arguments of a command into a list of files, in an order that does not depend on the system.
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { InputProblem } from '../problem.ts';
import type { IgnoredFiles } from '../reading.ts';
import { unreadable } from './file-source.ts';

export type FoundInput = { readonly kind: 'stdin' } | { readonly kind: 'file'; readonly path: string };

export interface FoundInputs {
  readonly inputs: readonly FoundInput[];
  readonly problems: readonly InputProblem[];
  readonly ignored: readonly IgnoredFiles[];
  /** Bytes on disk; undefined with standard input or a pipe among them. */
  readonly totalBytes: number | undefined;
}

/** Files that lie beside exports and never hold one. Everything else in a folder is opened, and judged by its content. */
const notData =
  /\.(?:md|png|jpe?g|gif|svg|webp|ico|pdf|docx?|pptx?|sh|ps1|bat|cmd|py|js|mjs|ts|bicep|tf|log)$|^(?:thumbs\.db|desktop\.ini|license)$/i;
const notDataFolder = /^(?:node_modules|__macosx)$/i;

type Reason = IgnoredFiles['reason'];

export async function findInputs(
  paths: readonly string[],
  options: { readonly signal?: AbortSignal; readonly cwd?: string } = {},
): Promise<FoundInputs> {
  const inputs: FoundInput[] = [];
  const problems: InputProblem[] = [];
  const ignored = new Map<Reason, { count: number; examples: string[] }>();
  let totalBytes: number | undefined = 0;

  /** Paths are shown as they were named, and opened from `cwd`. */
  const at = (path: string) => resolve(options.cwd ?? '', path);

  const ignore = (reason: Reason, path: string) => {
    const note = ignored.get(reason) ?? { count: 0, examples: [] };
    note.count += 1;
    if (note.examples.length < 3) note.examples.push(path);
    ignored.set(reason, note);
  };
  const fail = (path: string, cause: unknown) => {
    problems.push({ ...unreadable(cause).problem, file: path });
  };
  const addFile = (path: string, bytes: number | undefined) => {
    inputs.push({ kind: 'file', path });
    totalBytes = totalBytes === undefined || bytes === undefined ? undefined : totalBytes + bytes;
  };

  /** @param above the real paths of the folders that lead here: a link to one of them is not followed again. */
  const walk = async (folder: string, above: readonly string[]): Promise<void> => {
    options.signal?.throwIfAborted();
    const real = await realpath(at(folder));
    if (above.includes(real)) return ignore('special', folder);
    const names = (await readdir(at(folder))).sort(byCodeUnit);
    for (const name of names) {
      const path = join(folder, name);
      try {
        if (name.startsWith('.')) ignore('hidden', path);
        else {
          const status = await stat(at(path));
          if (status.isDirectory()) {
            if (notDataFolder.test(name)) ignore('not-data', path);
            else await walk(path, [...above, real]);
          } else if (!status.isFile()) ignore('special', path);
          else if (notData.test(name)) ignore('not-data', path);
          else addFile(path, status.size);
        }
      } catch (cause) {
        if (options.signal?.aborted === true) throw cause;
        fail(path, cause);
      }
    }
  };

  const addPath = async (path: string): Promise<void> => {
    const status = await stat(at(path));
    if (!status.isDirectory()) return addFile(path, status.isFile() ? status.size : undefined);
    const before = inputs.length + problems.length;
    await walk(path, []);
    if (inputs.length + problems.length > before) return;
    const hint = 'Look at what the export printed: the files may be in another folder. Hidden files are not read.';
    problems.push({ code: 'empty-folder', file: path, message: 'The folder holds no file to read.', hint });
  };

  const exists = (path: string) =>
    stat(at(path)).then(
      () => true,
      () => false,
    );

  for (const path of paths) {
    options.signal?.throwIfAborted();
    if (path === '-') {
      inputs.push({ kind: 'stdin' });
      totalBytes = undefined;
      continue;
    }
    try {
      if (!isDynamicPattern(path) || (await exists(path))) await addPath(path);
      else {
        // On Windows a backslash separates folders; elsewhere it takes a character's meaning away.
        const pattern = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
        const sorted = (
          await glob([pattern], {
            expandDirectories: false,
            followSymbolicLinks: false,
            ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
          })
        ).sort(byCodeUnit);
        if (sorted.length === 0) {
          problems.push({
            code: 'no-match',
            file: path,
            message: 'The pattern matches no file.',
            hint: 'Check the pattern, and the folder from which you started.',
          });
        }
        for (const match of sorted) await addPath(match);
      }
    } catch (cause) {
      if (options.signal?.aborted === true) throw cause;
      fail(path, cause);
    }
  }
  return {
    inputs,
    problems,
    ignored: [...ignored].map(([reason, note]) => ({ reason, ...note })),
    totalBytes,
  };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
