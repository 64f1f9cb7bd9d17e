import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { InputProblem } from '../problem.ts';
import { type EntrySink, type IndexedLines, type InputSource, readInputs } from '../read-inputs.ts';
import type { CollectedType, IgnoredFiles, Reading } from '../reading.ts';
import { fileSource, streamSource } from './file-source.ts';
import { findInputs } from './find-inputs.ts';
import { nodePlatform } from './node-platform.ts';

export type { EntrySink, IndexedLines } from '../read-inputs.ts';
export { isFileChanged } from './file-changed.ts';
export { fileMarkOf } from './file-source.ts';
export {
  type BlockIndex,
  blockIndexer,
  digestKeyOf,
  type KnownBlocks,
  markOf,
  numbersOfBlock,
  wordsOfLine,
  wordsOfMark,
} from './line-blocks.ts';
export { firstLineOf, indexRange, isOfLines, type RangeIndex, type Runs, runOf } from './line-ranges.ts';
export { linesOfTypes } from './lines-of-types.ts';
export { makeFolder } from './make-folder.ts';
export { type RunFindings, type RunReader, runReader } from './run-reader.ts';
export { lineNumbersAt, sampledIndex } from './sampled-lines.ts';
export { type StandingFiles, standingFiles } from './standing-files.ts';
export { isStray } from './stray-line.ts';

export interface OpenOptions {
  /** Read where a path is `-`. */
  readonly stdin?: Readable;
  /** `--collected`: types that are declared to be completely collected. */
  readonly collected?: readonly (string | CollectedType)[];
  /** `--hierarchy`: a file of management groups; read before everything else. */
  readonly hierarchy?: string;
  readonly signal?: AbortSignal;
  /** The folder that relative paths start from; the process's own when absent. */
  readonly cwd?: string;
  /** Called after each piece: bytes read of all files as they lie on disk, their sum (undefined with standard input or a pipe), entries given out. */
  readonly onProgress?: (bytes: number, totalBytes: number | undefined, entries: number) => void;
  /** Bytes of the largest single value that is read; 256 MB. */
  readonly largest?: number;
  /** Takes what is found; `entries()` is empty then. */
  readonly sink?: EntrySink;
  /** Asked before each source is read, in order: whether most of its lines are read elsewhere. @param file undefined for what cannot be. */
  readonly index?: (file: { readonly name: string; readonly path: string } | undefined) => Promise<IndexedLines | undefined>;
}

/**
 * Opens files, folders, globs and standard input (`-`), plain or compressed with gzip, as one stream of entries: the arguments in
 * order, the files of a folder (read recursively) and of a glob sorted by path. Nothing is opened before `entries()` is iterated.
 *
 * @returns a reading; whatever cannot be found or read is a problem in its account. `entries()` throws only the signal's reason.
 */
export function openInputs(paths: readonly string[], options: OpenOptions = {}): Reading {
  const problems: InputProblem[] = [];
  let ignored: readonly IgnoredFiles[] = [];
  let totalBytes: number | undefined;

  const named = (path: string) => fileSource(path, resolve(options.cwd ?? '', path));

  async function* sources(): AsyncGenerator<InputSource> {
    const found = await findInputs(paths, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    problems.push(...found.problems);
    ignored = found.ignored;
    totalBytes = found.totalBytes;
    if (options.hierarchy !== undefined) {
      await options.index?.(undefined);
      yield { ...named(options.hierarchy), isHierarchy: true };
    }
    for (const input of found.inputs) {
      const file = input.kind === 'stdin' ? undefined : { name: input.path, path: resolve(options.cwd ?? '', input.path) };
      const indexed = await options.index?.(file);
      const source = input.kind === 'stdin' ? streamSource('-', options.stdin) : named(input.path);
      yield indexed === undefined ? source : { ...source, indexed };
    }
  }

  const { onProgress } = options;
  return readInputs(sources(), {
    platform: nodePlatform,
    before: () => ({ problems, ignored }),
    ...(options.collected === undefined ? {} : { collected: options.collected }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.sink === undefined ? {} : { sink: options.sink }),
    ...(options.largest === undefined ? {} : { largest: options.largest }),
    ...(onProgress === undefined ? {} : { onProgress: (bytes: number, entries: number) => onProgress(bytes, totalBytes, entries) }),
  });
}

/** @returns bytes on disk of what inputs name; undefined with standard input or a pipe among them. */
export async function sizeOfInputs(paths: readonly string[], cwd: string): Promise<number | undefined> {
  return (await findInputs(paths, { cwd })).totalBytes;
}
