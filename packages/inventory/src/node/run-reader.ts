import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import type { JsonObject } from '@plumbline/policy';
import { beginsLike, headBytes, isBlank, subscriptionInHead } from '../cut/line-index.ts';
import { type Line, takeLine } from '../cut/lines.ts';
import { largestValue } from '../decode.ts';
import { type ElementReader, elementReader, type Place } from '../element.ts';
import type { Entry } from '../entry.ts';
import type { OfferedLine } from '../extract/offered-line.ts';
import { type FileFindings, fileFindings } from '../file-findings.ts';
import { textIn } from '../json-member.ts';
import { normaliser } from '../normalise.ts';
import type { InputProblem } from '../problem.ts';
import { FileChanged } from './file-changed.ts';
import { takenOnTrust } from './line-ranges.ts';
import { nodePlatform } from './node-platform.ts';
import { StrayLine } from './stray-line.ts';

/** What was found in runs of one file, besides its entries. */
export interface RunFindings {
  readonly file: number;
  readonly entries: number;
  readonly refused: number;
  readonly problems: readonly InputProblem[];
  readonly unlisted: number;
}

export interface IndexedFile {
  /** The name to call it by in problems. */
  readonly name: string;
  readonly path: string;
  /** Where it is taken to end, in bytes. */
  readonly size: number;
}

/** Lines one behind the other. */
interface Run {
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
  /** Counted from 1, `calledByPlace` or `takenOnTrust`. */
  readonly firstLine: number;
}

export interface RunReader {
  /** @throws what `isStray` tells where a line that was taken on trust is of another subscription, or none. */
  read(
    run: Run,
    take: (entry: Entry) => void,
    /** Asked first about every line that may be a resource: whether it is taken as it is. */
    offer?: (line: OfferedLine) => boolean,
  ): void;
  /** Lines for somebody else to read; their bytes are overwritten by the next. */
  lines(run: Run): Iterable<PlacedLine>;
  /** The bytes of a run, piece by piece; each overwrites the one before. */
  pieces(run: Omit<Run, 'firstLine'>): Iterable<Uint8Array>;
  /** Since the last call. */
  takeFindings(): readonly RunFindings[];
  close(): void;
}

export interface PlacedLine extends Omit<Line, 'largest'> {
  /** In the file. */
  readonly offset: number;
}

const lineFeed = 10;
/** Read at once: what a processor has at hand, so that lines are not fetched from memory again when they are looked at. */
const keptBytes = 512 << 10;

/**
 * Reads runs of lines out of files that were indexed.
 *
 * @param files may grow
 * @param room of at most so many bytes, where whoever is offered lines reads them fastest
 */
export function runReader(files: readonly IndexedFile[], room?: (length: number) => Uint8Array | undefined): RunReader {
  const normalise = normaliser();
  const handles = new Map<number, number>();
  const readers = new Map<number, { readonly reader: ElementReader; readonly findings: FileFindings }>();
  const given = room?.(keptBytes);
  const kept = given === undefined ? nodePlatform.allocate(keptBytes) : Buffer.from(given.buffer, given.byteOffset, keptBytes);
  let bytes = kept;
  let second = nodePlatform.allocate(1 << 16);
  let lowered = nodePlatform.allocate(1 << 10);
  /** How the lines begin of a run of which only the first one is known. */
  const head = nodePlatform.allocate(headBytes);

  const readerOf = (file: number) => {
    let known = readers.get(file);
    if (known === undefined) {
      const findings: FileFindings = fileFindings(files[file]?.name ?? '', (): Place => reader.place);
      const reader: ElementReader = elementReader({ platform: nodePlatform, normalise, findings });
      known = { reader, findings };
      readers.set(file, known);
    }
    return known;
  };

  const nameOf = (file: number) => files[file]?.name ?? '';

  const handleOf = (file: number): number => {
    let handle = handles.get(file);
    if (handle === undefined) {
      handle = openSync(files[file]?.path ?? '', 'r');
      handles.set(file, handle);
    }
    return handle;
  };

  const load = (file: number, offset: number, length: number): number => {
    if (length <= keptBytes) bytes = kept;
    else if (length > bytes.length) bytes = nodePlatform.allocate(length);
    const handle = handleOf(file);
    let filled = 0;
    while (filled < length) {
      const count = readSync(handle, bytes, filled, length - filled, offset + filled);
      if (count === 0) throw new FileChanged(nameOf(file), 'became shorter');
      filled += count;
    }
    return filled;
  };

  /** Loads a run piece by piece, each of whole lines: how many bytes it has, and where in the file it stands. */
  function* piecesOf(run: Omit<Run, 'firstLine'>): Iterable<{ readonly end: number; readonly offset: number }> {
    for (let at = 0; at < run.bytes; ) {
      let wanted = Math.min(run.bytes - at, keptBytes);
      let filled = load(run.file, run.offset + at, wanted);
      let end = wholeLines(filled, at + wanted >= run.bytes);
      while (end === 0 && filled === wanted && at + wanted < run.bytes) {
        wanted = Math.min(run.bytes - at, wanted * 2);
        filled = load(run.file, run.offset + at, wanted);
        end = wholeLines(filled, at + wanted >= run.bytes);
      }
      yield { end, offset: run.offset + at };
      at += end === filled ? filled + 1 : end + 1;
    }
  }

  function* lines(run: Run): Iterable<PlacedLine> {
    let { firstLine: line } = run;
    for (const { end, offset } of piecesOf(run)) {
      // A search in all of the room would go on behind the piece, through what earlier ones left there.
      const held = bytes.subarray(0, end);
      for (let from = 0; from < end; line += 1) {
        const to = lineEnd(held, from);
        if (run.firstLine <= 0) line = offset + from + 1;
        yield { bytes, from, to, line, offset: offset + from, isLast: isLast(run, offset + to) };
        from = to + 1;
      }
    }
  }

  const lineEnd = (held: Uint8Array, from: number): number => {
    const feed = held.indexOf(lineFeed, from);
    return feed === -1 ? held.length : feed;
  };

  const isLast = (run: Run, end: number): boolean => end >= (files[run.file]?.size ?? 0);

  /** @returns where the last line that is there in full ends. */
  const wholeLines = (filled: number, isAll: boolean): number => {
    if (isAll) return filled;
    const feed = bytes.subarray(0, filled).lastIndexOf(lineFeed);
    return feed === -1 ? 0 : feed;
  };

  const entryOf = (text: string, file: number): Entry => {
    const resource = jsonIn(text);
    const entry = resource === undefined ? undefined : normalise(resource, textIn(resource, 'id') ?? '');
    // It was found to be a resource before.
    if (entry === undefined) throw new FileChanged(nameOf(file), 'became another one');
    return entry;
  };

  const again: OfferedLine['again'] = ({ file, offset, bytes: length }) => {
    if (length > second.length) second = nodePlatform.allocate(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(handleOf(file), second, filled, length - filled, offset + filled);
      if (count === 0) throw new FileChanged(nameOf(file), 'became shorter');
      filled += count;
    }
    return entryOf(nodePlatform.text(second, 0, length), file);
  };

  // One for all lines: there are millions.
  const offered = {
    bytes,
    from: 0,
    to: 0,
    file: 0,
    offset: 0,
    subscription: undefined as string | undefined,
    text: (start: number, end: number) => nodePlatform.text(offered.bytes, start, end),
    lowerText: (start: number, end: number) => {
      if (end - start > lowered.length) lowered = nodePlatform.allocate((end - start) * 2);
      for (let at = start; at < end; at += 1) {
        const byte = offered.bytes[at] as number;
        lowered[at - start] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
      }
      return nodePlatform.text(lowered, 0, end - start);
    },
    parse: () => entryOf(nodePlatform.text(offered.bytes, offered.from, offered.to), offered.file),
    again,
  };

  return {
    lines,
    *pieces(run) {
      for (let at = 0; at < run.bytes; at += keptBytes) {
        const filled = load(run.file, run.offset + at, Math.min(keptBytes, run.bytes - at));
        if (filled > 0) yield bytes.subarray(0, filled);
      }
    },
    read(run, take, offer) {
      const { reader, findings } = readerOf(run.file);
      let { firstLine: line } = run;
      const isOnTrust = line === takenOnTrust;
      const isCalledByPlace = line <= 0;
      offered.file = run.file;
      offered.subscription = undefined;
      for (const { end, offset } of piecesOf(run)) {
        const held = bytes.subarray(0, end);
        offered.bytes = bytes;
        if (isOnTrust && offset === run.offset) {
          head.set(bytes.subarray(0, headBytes));
          offered.subscription = subscriptionInHead(nodePlatform, bytes, { start: 0, end });
          if (offered.subscription === undefined) throw new FileChanged(nameOf(run.file), 'became another one');
        }
        for (let from = 0, to = 0; from < end; from = to + 1, line += 1) {
          to = lineEnd(held, from);
          offered.from = from;
          offered.to = to;
          offered.offset = offset + from;
          if (offer?.(offered) === true) findings.counted();
          else {
            if (isCalledByPlace) line = offset + from + 1;
            if (isOnTrust && !beginsLike(head, bytes, { start: from, end: to }) && !isBlank(bytes, from, to))
              throw new StrayLine(nameOf(run.file));
            takeLine(reader, { bytes, from, to, line, isLast: isLast(run, offset + to), largest: largestValue });
            for (const entry of findings.takeEntries()) take(entry);
          }
        }
      }
    },
    takeFindings() {
      const found = [...readers].map(([file, { findings }]) => {
        const { entries, refused } = findings.sums();
        return { file, entries, refused, ...findings.listed() };
      });
      readers.clear();
      return found;
    },
    close() {
      for (const handle of handles.values()) closeSync(handle);
      handles.clear();
    },
  };
}

function jsonIn(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}
