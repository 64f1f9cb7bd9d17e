import { type Line, takeLine } from './cut/lines.ts';
import { anyPlatform, type Platform } from './cut/platform.ts';
import { decoder, largestValue } from './decode.ts';
import { elementReader, type Place } from './element.ts';
import type { Entry } from './entry.ts';
import { type PlainResource, plainResources } from './extract/plain-resources.ts';
import { type FileFindings, fileFindings, mostProblems, withRest } from './file-findings.ts';
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
  /** Where the bytes that were given can be read again as they are. Asked for once the first were given. */
  standing?(): StandingFile | undefined;
  /** The file was named as one of management groups. */
  readonly isHierarchy?: boolean;
  /** Most of its lines are read elsewhere; `chunks` is not asked then. */
  readonly indexed?: IndexedLines;
}

/** A file as it was when its reading began. */
export interface StandingFile {
  readonly path: string;
  /** Told of another file, or of the same one after a change. */
  readonly mark: string;
}

/** A file of lines whose resources somebody else reads, such as workers. */
export interface IndexedLines {
  readonly bytes: number;
  /** The other lines, in order: read at once, so their bytes may be overwritten afterwards. */
  lines(): AsyncIterable<Omit<Line, 'largest'>>;
  /** What was found in the lines that are read elsewhere. Asked for when the account is. */
  elsewhere(): {
    readonly entries: number;
    readonly refused: number;
    readonly problems: readonly InputProblem[];
    readonly unlisted: number;
  };
  /** Of problems that call lines by other numbers than theirs, the same by those. */
  readonly byLine?: (problems: readonly InputProblem[]) => readonly InputProblem[];
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
  /** Takes what is found, in its order and as soon as it is; `entries()` is empty then. */
  readonly sink?: EntrySink;
}

/** Somebody who takes resources without having all of them read. */
export interface EntrySink {
  entry(entry: Entry): void;
  /** A resource as it stands in its source. The bytes are overwritten afterwards. @param place where they can be read again */
  text(bytes: Uint8Array, range: { readonly start: number; readonly end: number }, resource: PlainResource, place?: TextPlace): void;
}

/** Where a resource stands. Overwritten by the next. */
export interface TextPlace {
  readonly file: StandingFile;
  readonly offset: number;
}

const nothing: readonly Entry[] = [];

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
  const { sink } = options;
  const plainIn = sink && plainResources();
  const take =
    sink &&
    ((entry: Entry) => {
      entries += 1;
      sink.entry(entry);
    });
  const found: (() => { readonly file: FileAccount; readonly problems: readonly InputProblem[] })[] = [];
  const collected: CollectedType[] = (options.collected ?? []).map(collectedType);
  const notPermitted: NotPermitted[] = [];
  const pages = pageAccount();
  const ownOutputs: string[] = [];
  let entries = 0;
  let bytesBefore = 0;
  let hasBegun = false;

  async function* readIndexed(source: InputSource, indexed: IndexedLines): AsyncGenerator<readonly Entry[]> {
    const findings = fileFindings(source.file, (): Place => reader.place, take);
    const reader = elementReader({ platform: options.platform ?? anyPlatform, normalise, findings });
    findings.shape('ndjson');
    for await (const line of indexed.lines()) {
      options.signal?.throwIfAborted();
      takeLine(reader, { ...line, largest: options.largest ?? largestValue });
      yield* batches(findings.takeEntries());
    }
    bytesBefore += indexed.bytes;
    found.push(() => {
      const sums = findings.sums();
      const own = findings.listed();
      const other = indexed.elsewhere();
      const all = [...own.problems, ...other.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
      const unlisted = own.unlisted + other.unlisted + Math.max(0, all.length - mostProblems);
      const listed = all.slice(0, mostProblems);
      return {
        file: {
          file: source.file,
          shape: sums.shape,
          bytes: indexed.bytes,
          entries: sums.entries + other.entries,
          refused: sums.refused + other.refused,
        },
        problems: withRest(source.file, indexed.byLine?.(listed) ?? listed, unlisted),
      };
    });
    takeFacts(source.file, findings, found.length - 1);
  }

  /** What a file says about more than its entries. */
  function takeFacts(file: string, findings: FileFindings, index: number): void {
    if (findings.sums().isOwnOutput) ownOutputs.push(file);
    collected.push(...findings.collected);
    notPermitted.push(...findings.notPermitted);
    for (const page of findings.pages) pages.add(index, page.facts, page);
    options.onProgress?.(bytesBefore, entries);
  }

  async function* read(source: InputSource): AsyncGenerator<readonly Entry[]> {
    const findings = fileFindings(source.file, (): Place => reader.place, take);
    const isHierarchy = source.isHierarchy === true;
    const platform = options.platform ?? anyPlatform;
    let place: { readonly file: StandingFile; offset: number } | undefined;
    const offer = (bytes: Uint8Array, start: number, end: number): boolean => {
      const resource = plainIn?.(bytes, start, end);
      if (resource === undefined || sink === undefined) return false;
      findings.counted(resource.type);
      entries += 1;
      const offset = place === undefined ? undefined : decode.offsetOf(bytes, start);
      if (place === undefined || offset === undefined) sink.text(bytes, { start, end }, resource);
      else {
        place.offset = offset;
        sink.text(bytes, { start, end }, resource, place);
      }
      return true;
    };
    const reader = elementReader({ platform, normalise, findings, isHierarchy, offer: sink && offer });
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
        if (bytes === 0) {
          const file = source.standing?.();
          place = file && { file, offset: 0 };
        }
        bytes += chunk.length;
        decode.push(chunk);
        // Whoever takes what is found gets a turn between pieces too.
        if (sink === undefined) yield* batches(findings.takeEntries());
        else yield nothing;
        options.onProgress?.(bytesBefore + (source.bytesRead?.() ?? bytes), entries);
      }
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      faults.push({ ...error.problem, file: source.file });
    }
    if (bytes > 0 || faults.length === 0) decode.end();
    yield* batches(findings.takeEntries());

    const sums = findings.sums();
    const total = source.bytesRead?.() ?? bytes;
    bytesBefore += total;
    const cut = faults.length > 0;
    // A source that breaks off is one problem, not also that of the value it breaks off in.
    const problems = [...findings.problems().filter((problem) => !(cut && problem.code === 'truncated')), ...faults];
    const file = { file: source.file, shape: sums.shape, bytes: total, entries: sums.entries, refused: sums.refused };
    found.push(() => ({ file, problems }));
    takeFacts(source.file, findings, found.length - 1);
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
      for await (const source of sources) yield* source.indexed === undefined ? read(source) : readIndexed(source, source.indexed);
    },
    account() {
      const accounts = found.map((accountOf) => accountOf());
      const files = accounts.map(({ file }) => file);
      const incomplete = pages.incomplete();
      const before = options.before?.();
      const ignored: IgnoredFiles[] = [...(before?.ignored ?? [])];
      if (ownOutputs.length > 0) ignored.push({ reason: 'own-output', count: ownOutputs.length, examples: ownOutputs.slice(0, 3) });
      return {
        files: files.map((file, index) => {
          const reason = incomplete.get(index);
          return reason === undefined ? file : { ...file, incomplete: reason };
        }),
        // Of a file that nobody read to its end only what it has given so far is known.
        entries: Math.max(
          entries,
          files.reduce((sum, file) => sum + file.entries, 0),
        ),
        refused: files.reduce((sum, file) => sum + file.refused, 0),
        problems: [...(before?.problems ?? []), ...accounts.flatMap(({ problems }) => problems)],
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
