import { appendFileSync, closeSync, openSync } from 'node:fs';
import type { Entry } from '@plumbline/inventory';
import type { RangeIndex } from '@plumbline/inventory/node';
import { runOf } from '@plumbline/inventory/node';
import type { PartLines } from './tasks.ts';

/** Numbers a run takes: subscription, file, offset, bytes, first line, order. */
const numbers = 6;
/** Lines of one source, so that its order and that of its lines fit into one number. */
const linesOfSource = 2 ** 32;
/** Bytes of input that are assessed at once: some thousand resources, so that a worker's memory stays small. */
const partBytes = 6 << 20;

/** Where the lines of every subscription stand, in files and in what was written down of other inputs. */
export class EstateLines {
  readonly files: { name: string; path: string; size: number }[] = [];
  private readonly indexBySubscription = new Map<string, number>();
  private runs = new Float64Array(numbers * 1024);
  private count = 0;
  private readonly spoolPath: string;
  private spool: { readonly handle: number; readonly file: number; bytes: number; lines: number; pending: string } | undefined;

  /** @param spoolPath where to write down resources that do not stand in a file of lines */
  constructor(spoolPath: string) {
    this.spoolPath = spoolPath;
  }

  /** @returns the index of the file. */
  addFile(name: string, path: string, size: number): number {
    this.files.push({ name, path, size });
    return this.files.length - 1;
  }

  /** @param source position of the file among the inputs; `lines` how many lines stand before the range. */
  addRange(index: RangeIndex, place: { readonly source: number; readonly file: number; readonly lines: number }): void {
    const known = index.subscriptions.map((subscription) => this.indexOf(subscription));
    for (let at = 0; at < index.runs.length / 4; at += 1) {
      const run = runOf(index.runs, at);
      const subscription = known[run.subscription];
      if (subscription === undefined) continue;
      const line = place.lines + run.firstLine + 1;
      this.add([subscription, place.file, run.offset, run.bytes, line, place.source * linesOfSource + line]);
    }
  }

  /** Writes a resource down. @param line where it stands in its source, as far as that decides which of two wins. */
  addEntry(entry: Entry, place: { readonly source: number; readonly line: number }): void {
    this.spool ??= { handle: openSync(this.spoolPath, 'w'), file: this.addFile('', this.spoolPath, 0), bytes: 0, lines: 0, pending: '' };
    const { spool } = this;
    const text = JSON.stringify(entry.resource);
    const bytes = Buffer.byteLength(text);
    spool.pending += `${text}\n`;
    spool.lines += 1;
    this.add([
      this.indexOf(entry.subscription ?? ''),
      spool.file,
      spool.bytes,
      bytes,
      spool.lines,
      place.source * linesOfSource + place.line,
    ]);
    spool.bytes += bytes + 1;
    if (spool.pending.length > 1 << 20) this.flush();
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
    return this.indexBySubscription.has(subscription);
  }

  /** @yields parts by subscription in rising order. */
  *parts(): Iterable<PartLines> {
    const subscriptions = [...this.indexBySubscription.keys()];
    const order = Uint32Array.from(subscriptions.keys()).sort((a, b) => ((subscriptions[a] ?? '') < (subscriptions[b] ?? '') ? -1 : 1));
    const rank = new Uint32Array(order.length);
    for (const [position, index] of order.entries()) rank[index] = position;
    const rankOf = (run: number) => rank[this.runs[run * numbers] ?? 0] ?? 0;
    const orderOf = (run: number) => this.runs[run * numbers + 5] ?? 0;
    const sorted = Uint32Array.from({ length: this.count }, (_, run) => run).sort(
      (a, b) => rankOf(a) - rankOf(b) || orderOf(a) - orderOf(b),
    );
    let total = 0;
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
        yield this.part(sorted.subarray(from, at), subscriptions);
        from = at;
        bytes = 0;
      }
      bytes += this.runs[run * numbers + 3] ?? 0;
    }
    if (from < sorted.length) yield this.part(sorted.subarray(from), subscriptions);
  }

  private part(runs: Uint32Array, subscriptions: readonly string[]): PartLines {
    const own = new Set<string>();
    const lines = new Float64Array(runs.length * 4);
    for (const [position, run] of runs.entries()) {
      own.add(subscriptions[this.runs[run * numbers] ?? 0] ?? '');
      lines.set(this.runs.subarray(run * numbers + 1, run * numbers + 5), position * 4);
    }
    return { subscriptions: [...own], runs: lines };
  }

  private indexOf(subscription: string): number {
    let index = this.indexBySubscription.get(subscription);
    if (index === undefined) {
      index = this.indexBySubscription.size;
      this.indexBySubscription.set(subscription, index);
    }
    return index;
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
    if (this.spool === undefined || this.spool.pending === '') return;
    appendFileSync(this.spool.handle, this.spool.pending);
    this.spool.pending = '';
  }
}

/** By the first digits of the GUID, so that parts stay the same ones from one scan to the next though their sizes change. */
function slotIn(subscription: string, slots: number): number {
  const digits = Number.parseInt(subscription.slice(0, 8), 16);
  return Number.isNaN(digits) ? -1 : Math.floor((digits / 2 ** 32) * slots);
}
