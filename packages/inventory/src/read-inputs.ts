import { anyPlatform, type Platform } from './cut/platform.ts';
import { decoder } from './decode.ts';
import { elementReader, type Place } from './element.ts';
import type { Entry } from './entry.ts';
import { fileFindings } from './file-findings.ts';
import { normaliser } from './normalise.ts';
import { pageAccount } from './page-account.ts';
import type { InputProblem } from './problem.ts';
import type { CollectedType, FileAccount, IgnoredFiles, NotPermitted, Reading } from './reading.ts';

/** One input, wherever its bytes come from. */
export interface InputSource {
  /** The name to call it by in problems. */
  readonly file: string;
  /**
   * Its bytes, decompressed, in pieces of any size. A piece may be overwritten once the next one is asked for.
   * Throws a `SourceFault` when they end before their end.
   */
  chunks(): AsyncIterable<Uint8Array>;
  /** Bytes taken from it so far, before decompression; what `chunks` gave when absent. */
  bytesRead?(): number;
  /** The file was named as one of management groups. */
  readonly isHierarchy?: boolean;
}

/** An input that cannot be read, or not to its end; what came before counts. */
export class SourceFault extends Error {
  override readonly name = 'SourceFault';
  readonly problem: Omit<InputProblem, 'file'>;
  constructor(problem: Omit<InputProblem, 'file'>, options?: ErrorOptions) {
    super(problem.message, options);
    this.problem = problem;
  }
}

export interface ReadOptions {
  /** Types that the user declares to be completely collected. */
  readonly collected?: readonly (string | CollectedType)[];
  readonly signal?: AbortSignal;
  /** Called now and then: bytes read of all inputs, and entries given out. */
  readonly onProgress?: (bytes: number, entries: number) => void;
  readonly platform?: Platform;
  /** Problems and notes from before reading, such as paths that do not exist. Asked for when the account is. */
  readonly before?: () => { readonly problems: readonly InputProblem[]; readonly ignored: readonly IgnoredFiles[] };
  /** Bytes of the largest single value that is read; 256 MB. */
  readonly largest?: number;
}

/** Entries handed out at once. */
const batchSize = 512;

/**
 * Reads inputs one after the other, as a stream.
 *
 * @param sources in the order in which they are read: of a resource that stands in several, the later is given out later.
 * @returns a reading whose `entries()` throws only the signal's reason, and what `chunks()` throws besides `SourceFault`.
 */
export function readInputs(sources: Iterable<InputSource> | AsyncIterable<InputSource>, options: ReadOptions = {}): Reading {
  const normalise = normaliser();
  const files: FileAccount[] = [];
  const problems: InputProblem[] = [];
  const collected: CollectedType[] = (options.collected ?? []).map(collectedType);
  const notPermitted: NotPermitted[] = [];
  const pages = pageAccount();
  const ownOutputs: string[] = [];
  let entries = 0;
  let refused = 0;
  let bytesBefore = 0;
  let hasBegun = false;

  async function* read(source: InputSource): AsyncGenerator<readonly Entry[]> {
    const findings = fileFindings(source.file, (): Place => reader.place);
    const isHierarchy = source.isHierarchy === true;
    const platform = options.platform ?? anyPlatform;
    const reader = elementReader({ platform, normalise, findings, isHierarchy });
    const decode = decoder({
      platform,
      reader,
      findings,
      isHierarchy,
      ...(options.largest === undefined ? {} : { largest: options.largest }),
    });
    const faults: InputProblem[] = [];
    let bytes = 0;
    try {
      for await (const chunk of source.chunks()) {
        options.signal?.throwIfAborted();
        bytes += chunk.length;
        decode.push(chunk);
        yield* batches(findings.takeEntries());
        options.onProgress?.(bytesBefore + (source.bytesRead?.() ?? bytes), entries);
      }
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      faults.push({ ...error.problem, file: source.file });
    }
    if (bytes > 0 || faults.length === 0) decode.end();
    yield* batches(findings.takeEntries());

    const sums = findings.sums();
    const index = files.length;
    const total = source.bytesRead?.() ?? bytes;
    bytesBefore += total;
    if (sums.isOwnOutput) ownOutputs.push(source.file);
    files.push({ file: source.file, shape: sums.shape, bytes: total, entries: sums.entries, refused: sums.refused });
    refused += sums.refused;
    const cut = faults.length > 0;
    // A source that breaks off is one problem, not also that of the value it breaks off in.
    problems.push(...findings.problems().filter((problem) => !(cut && problem.code === 'truncated')), ...faults);
    collected.push(...findings.collected);
    notPermitted.push(...findings.notPermitted);
    for (const page of findings.pages) pages.add(index, page.facts, page);
    options.onProgress?.(bytesBefore, entries);
  }

  function* batches(list: readonly Entry[]): Generator<readonly Entry[]> {
    entries += list.length;
    if (list.length > 0 && list.length <= batchSize * 2) yield list;
    else for (let at = 0; at < list.length; at += batchSize) yield list.slice(at, at + batchSize);
  }

  return {
    async *entries() {
      if (hasBegun) throw new Error('A reading can be iterated once.');
      hasBegun = true;
      options.signal?.throwIfAborted();
      for await (const source of sources) yield* read(source);
    },
    account() {
      const incomplete = pages.incomplete();
      const before = options.before?.();
      const ignored: IgnoredFiles[] = [...(before?.ignored ?? [])];
      if (ownOutputs.length > 0) ignored.push({ reason: 'own-output', count: ownOutputs.length, examples: ownOutputs.slice(0, 3) });
      return {
        files: files.map((file, index) => {
          const reason = incomplete.get(index);
          return reason === undefined ? file : { ...file, incomplete: reason };
        }),
        entries,
        refused,
        problems: [...(before?.problems ?? []), ...problems],
        collected: distinct(collected),
        notPermitted,
        ignored,
      };
    },
  };
}

function collectedType(given: string | CollectedType): CollectedType {
  if (typeof given === 'string') return { type: given.toLowerCase() };
  return {
    type: given.type.toLowerCase(),
    ...(given.subscription === undefined ? {} : { subscription: given.subscription.toLowerCase() }),
  };
}

function distinct(types: readonly CollectedType[]): readonly CollectedType[] {
  return [...new Map(types.map((type) => [`${type.type} ${type.subscription ?? ''}`, type])).values()];
}
