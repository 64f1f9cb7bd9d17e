import { closeSync, openSync, writeSync } from 'node:fs';
import { type Entry, Numbering } from '@plumbline/inventory';
import type { RangeIndex } from '@plumbline/inventory/node';
import { firstLineOf, runOf, wordsOfLine } from '@plumbline/inventory/node';
import { type BlockTable, wordsOfPlace } from './again/block-table.ts';
import { joined } from './again/line-table.ts';
import type { PartLines } from './tasks.ts';

/** Numbers a run takes: subscription, file, offset, bytes, first line, source, line in it, block (-1: none). */
const numbers = 8;
/** Bytes of input that are assessed at once: some thousand resources, so that a worker's memory stays small. */
const partBytes = 6 << 20;
/** What a subscription adds to that by itself: it is judged too, named in the input or not. */
const subscriptionBytes = 2048;

/** Written down at once. */
const spoolPieceBytes = 1 << 20;
const lineFeed = 10;
const space = 32;

/** What is written down of inputs that are no files of lines. */
interface Spool {
  readonly handle: number;
  readonly file: number;
  /** Written, or waiting to be. */
  bytes: number;
  lines: number;
  pending: Buffer;
  filled: number;
  /** The last run, as long as lines join it. */
  last: { readonly subscription: string; readonly source: number; readonly run: number } | undefined;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a resource stands in its source, as far as that decides which of two wins. */
interface PlaceInSource {
  readonly source: number;
  readonly line: number;
}

/** Where the lines of every subscription stand, in files and in what was written down of other inputs. */
export class EstateLines {
  readonly files: { name: string; path: string; size: number }[] = [];
  readonly subscriptions = new Numbering<string>();
  private runs = new Float64Array(numbers * 1024);
  private count = 0;
  private readonly spoolPath: string;
  private spool: Spool | undefined;

  private readonly blocks: BlockTable | undefined;

  /**
   * @param spoolPath where to write down resources that do not stand in a file of lines
   * @param blocks those that the files are divided into, where they are
   */
  constructor(spoolPath: string, blocks?: BlockTable) {
    this.spoolPath = spoolPath;
    this.blocks = blocks;
  }

  /** @returns the index of the file. */
  addFile(name: string, path: string, size: number): number {
    this.files.push({ name, path, size });
    return this.files.length - 1;
  }

  /** @param source position of the file among the inputs; `lines` how many lines stand before the range. */
  addRange(
    index: RangeIndex,
    place: { readonly source: number; readonly file: number; readonly lines: number },
    blockOfRuns?: Int32Array,
  ): void {
    const known = index.subscriptions.map((subscription) => this.subscriptions.positionOf(subscription));
    for (let at = 0; at < index.runs.length / 4; at += 1) {
      const run = runOf(index.runs, at);
      const subscription = known[run.subscription];
      if (subscription === undefined) continue;
      const first = firstLineOf(run, index, place.lines);
      const line = index.isSampled ? run.offset + 1 : first;
      this.add([subscription, place.file, run.offset, run.bytes, first, place.source, line, blockOfRuns?.[at] ?? -1]);
    }
  }

  /** Writes a resource down. */
  addEntry(entry: Entry, place: PlaceInSource): void {
    const text = Buffer.from(JSON.stringify(entry.resource));
    this.write(text, { start: 0, end: text.length }, { ...place, subscription: entry.subscription ?? '' });
  }

  /** Writes a resource down as it stands in a source. */
  addText(bytes: Uint8Array, range: Range, place: PlaceInSource & { readonly subscription: string }): void {
    this.write(bytes, range, place);
  }

  private write(
    bytes: Uint8Array,
    { start, end }: Range,
    { source, line, subscription }: PlaceInSource & { readonly subscription: string },
  ): void {
    this.spool ??= {
      handle: openSync(this.spoolPath, 'w'),
      file: this.addFile('', this.spoolPath, 0),
      bytes: 0,
      lines: 0,
      pending: Buffer.allocUnsafe(spoolPieceBytes),
      filled: 0,
      last: undefined,
    };
    const { spool } = this;
    const size = end - start + 1;
    if (spool.filled + size > spool.pending.length) this.flush();
    if (size > spool.pending.length) spool.pending = Buffer.allocUnsafe(size);
    const { pending, filled } = spool;
    pending.set(bytes.subarray(start, end), filled);
    // Between the members of a value a line feed is as good as a space, and within a text there is none.
    for (let feed = pending.indexOf(lineFeed, filled); feed !== -1 && feed < filled + size - 1; feed = pending.indexOf(lineFeed, feed))
      pending[feed] = space;
    pending[filled + size - 1] = lineFeed;
    spool.filled += size;
    spool.lines += 1;
    const { last } = spool;
    if (last?.subscription === subscription && last.source === source) {
      // Lines behind each other are one run.
      const at = last.run * numbers + 3;
      this.runs[at] = (this.runs[at] ?? 0) + size;
    } else {
      this.add([this.subscriptions.positionOf(subscription), spool.file, spool.bytes, size - 1, spool.lines, source, line, -1]);
      spool.last = { subscription, source, run: this.count - 1 };
    }
    spool.bytes += size;
  }

  /** Called once, before `parts`. */
  end(): void {
    this.flush();
    if (this.spool === undefined) return;
    closeSync(this.spool.handle);
    const file = this.files[this.spool.file];
    if (file !== undefined) file.size = this.spool.bytes;
  }

  has(subscription: string): boolean {
    return this.subscriptions.has(subscription);
  }

  /** @yields parts by subscription in rising order, each made when it is asked for: all of them at once are as large as the index. */
  *parts(): Iterable<() => PartLines> {
    const subscriptions = this.subscriptions.list;
    const order = Uint32Array.from(subscriptions.keys()).sort((a, b) => ((subscriptions[a] ?? '') < (subscriptions[b] ?? '') ? -1 : 1));
    const rank = new Uint32Array(order.length);
    for (const [position, index] of order.entries()) rank[index] = position;
    const rankOf = (run: number) => rank[this.runs[run * numbers] ?? 0] ?? 0;
    const sourceOf = (run: number) => this.runs[run * numbers + 5] ?? 0;
    const lineOf = (run: number) => this.runs[run * numbers + 6] ?? 0;
    const sorted = Uint32Array.from({ length: this.count }, (_, run) => run).sort(
      (a, b) => rankOf(a) - rankOf(b) || sourceOf(a) - sourceOf(b) || lineOf(a) - lineOf(b),
    );
    let total = subscriptions.length * subscriptionBytes;
    for (let run = 0; run < this.count; run += 1) total += this.runs[run * numbers + 3] ?? 0;
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1, total / partBytes)));
    const slotOf = (run: number) => slotIn(subscriptions[this.runs[run * numbers] ?? 0] ?? '', slots);
    let from = 0;
    let bytes = 0;
    for (let at = 0; at < sorted.length; at += 1) {
      const run = sorted[at] ?? 0;
      const before = sorted[at - 1];
      const isNew = before !== undefined && rankOf(run) !== rankOf(before);
      if (isNew && (bytes >= partBytes || slotOf(run) !== slotOf(before))) {
        const own = sorted.subarray(from, at);
        yield () => this.part(own, subscriptions);
        from = at;
        bytes = 0;
      }
      bytes += (this.runs[run * numbers + 3] ?? 0) + (isNew ? subscriptionBytes : 0);
    }
    const last = sorted.subarray(from);
    if (last.length > 0) yield () => this.part(last, subscriptions);
  }

  private part(runs: Uint32Array, subscriptions: readonly string[]): PartLines {
    const own: string[] = [];
    const lines = new Float64Array(runs.length * 4);
    let blocks = this.blocks && new Uint32Array(runs.length * wordsOfPlace);
    const counts = new Uint32Array(runs.length);
    const fresh: Uint32Array[] = [];
    for (const [position, run] of runs.entries()) {
      const subscription = subscriptions[this.runs[run * numbers] ?? 0] ?? '';
      // The runs of one stand behind each other.
      if (own.at(-1) !== subscription) own.push(subscription);
      lines.set(this.runs.subarray(run * numbers + 1, run * numbers + 5), position * 4);
      const block = this.runs[run * numbers + 7] ?? -1;
      if (block === -1) blocks = undefined;
      if (blocks === undefined || this.blocks === undefined) continue;
      const [offset = 0, bytes = 0] = this.runs.subarray(run * numbers + 2, run * numbers + 4);
      this.blocks.place(block, offset, blocks.subarray(position * wordsOfPlace, (position + 1) * wordsOfPlace));
      const found = this.blocks.linesIn(block, { offset, bytes });
      counts[position] = found.length / wordsOfLine;
      if (found.length > 0) fresh.push(found);
    }
    return { subscriptions: own, runs: lines, blocks, fresh: blocks && { counts, lines: joined(Uint32Array, fresh) } };
  }

  private add(run: readonly number[]): void {
    if ((this.count + 1) * numbers > this.runs.length) {
      const grown = new Float64Array(this.runs.length * 2);
      grown.set(this.runs);
      this.runs = grown;
    }
    this.runs.set(run, this.count * numbers);
    this.count += 1;
  }

  private flush(): void {
    const { spool } = this;
    if (spool === undefined || spool.filled === 0) return;
    for (let written = 0; written < spool.filled; )
      written += writeSync(spool.handle, spool.pending, written, spool.filled - written, spool.bytes - spool.filled + written);
    spool.filled = 0;
  }
}

/** By the first digits of the GUID, so that parts stay the same ones from one scan to the next though their sizes change. */
function slotIn(subscription: string, slots: number): number {
  const digits = Number.parseInt(subscription.slice(0, 8), 16);
  return Number.isNaN(digits) ? -1 : Math.floor((digits / 2 ** 32) * slots);
}
