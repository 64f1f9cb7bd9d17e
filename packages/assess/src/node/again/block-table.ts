import { Numbering } from '@plumbline/inventory';
import { type BlockIndex, numbersOfBlock, type RangeIndex, runOf, wordsOfLine, wordsOfMark } from '@plumbline/inventory/node';
import { Words } from './line-table.ts';

/** Of a run within a block: subscription, where it begins, its bytes, and how many lines of the block stand before it. */
const wordsOfRun = 4;
/** The run is of no subscription. */
const nobody = 0xffffffff;
/** Of a block: its checksum, its lines, and how many runs it has. */
const wordsOfBlock = wordsOfMark + 2;
/** Of a run of a part: the checksum of its block, and where in it the run begins. */
export const wordsOfPlace = wordsOfMark + 1;

/** Blocks as they are remembered. */
export interface WrittenBlocks {
  readonly blocks: Uint32Array;
  readonly runs: Uint32Array;
  readonly subscriptions: readonly string[];
}

const none = new Uint32Array(0);

export const noBlocks: WrittenBlocks = { blocks: new Uint32Array(0), runs: new Uint32Array(0), subscriptions: [] };

/** @returns how many lines each block has. */
export function linesOf({ blocks }: WrittenBlocks): Uint32Array {
  const lines = new Uint32Array(blocks.length / wordsOfBlock);
  for (let at = 0; at < lines.length; at += 1) lines[at] = blocks[at * wordsOfBlock + wordsOfMark] ?? 0;
  return lines;
}

export function marksOf({ blocks }: WrittenBlocks): Uint32Array {
  const marks = new Uint32Array((blocks.length / wordsOfBlock) * wordsOfMark);
  for (let at = 0; at < marks.length / wordsOfMark; at += 1)
    marks.set(blocks.subarray(at * wordsOfBlock, at * wordsOfBlock + wordsOfMark), at * wordsOfMark);
  return marks;
}

/** More lines of new blocks would take too much memory: those are read once more. */
const mostFreshLines = 2_000_000;

/** The blocks of all files of a scan, those that were known and those that are new. */
export class BlockTable {
  /** Bytes of blocks that were not known. */
  freshBytes = 0;
  private readonly known: WrittenBlocks;
  private readonly runsFrom: Uint32Array;
  private readonly names = new Numbering<string>();
  private readonly blocks = new Words();
  private readonly runs = new Words();
  private readonly offsets: number[] = [];
  /** Of new blocks. */
  private readonly linesByBlock = new Map<number, Uint32Array>();
  private freshLines = 0;

  constructor(known: WrittenBlocks) {
    this.known = known;
    this.runsFrom = new Uint32Array(known.blocks.length / wordsOfBlock);
    for (let block = 0, from = 0; block < this.runsFrom.length; block += 1) {
      this.runsFrom[block] = from;
      from += known.blocks[block * wordsOfBlock + wordsOfMark + 1] ?? 0;
    }
  }

  get count(): number {
    return this.offsets.length;
  }

  /** @returns the runs of a range, those of known blocks too, and of which block each is. */
  add(index: BlockIndex): { readonly range: RangeIndex; readonly blockOfRuns: Int32Array } {
    const names = new Numbering<string>();
    const runs: number[] = [];
    const blockOfRuns: number[] = [];
    let fresh = 0;
    let freshLines = 0;
    let before = 0;
    for (let at = 0; at < index.blocks.length; at += numbersOfBlock) {
      const [offset = 0, bytes = 0, lines = 0, position = -1] = index.blocks.subarray(at, at + numbersOfBlock);
      const from = this.runs.length;
      const add = (subscription: string | undefined, start: number, size: number, line: number) => {
        runs.push(subscription === undefined ? -1 : names.positionOf(subscription), offset + start, size, before + line);
        blockOfRuns.push(this.offsets.length);
        this.runs.push(subscription === undefined ? nobody : this.names.positionOf(subscription));
        this.runs.push(start);
        this.runs.push(size);
        this.runs.push(line);
      };
      if (position !== -1) this.addKnown(position, add);
      else {
        this.freshBytes += bytes;
        this.addFresh(index.freshLines.subarray(freshLines * wordsOfLine, (freshLines + lines) * wordsOfLine));
        freshLines += lines;
        for (; fresh < index.runs.length / 4; fresh += 1) {
          const run = runOf(index.runs, fresh);
          if (run.offset >= offset + bytes) break;
          add(index.subscriptions[run.subscription], run.offset - offset, run.bytes, run.firstLine - before);
        }
      }
      const mark = (at / numbersOfBlock) * wordsOfMark;
      for (let word = 0; word < wordsOfMark; word += 1) this.blocks.push(index.marks[mark + word] ?? 0);
      this.blocks.push(lines);
      this.blocks.push((this.runs.length - from) / wordsOfRun);
      this.offsets.push(offset);
      before += lines;
    }
    const range = { subscriptions: names.list, runs: Float64Array.from(runs), lines: index.lines, isDocuments: index.isDocuments };
    return { range, blockOfRuns: Int32Array.from(blockOfRuns) };
  }

  private addFresh(lines: Uint32Array): void {
    this.freshLines += lines.length / wordsOfLine;
    if (this.freshLines <= mostFreshLines) this.linesByBlock.set(this.offsets.length, lines);
  }

  private addKnown(position: number, add: (subscription: string | undefined, start: number, size: number, line: number) => void): void {
    const { blocks, runs, subscriptions } = this.known;
    const from = (this.runsFrom[position] ?? 0) * wordsOfRun;
    const count = blocks[position * wordsOfBlock + wordsOfMark + 1] ?? 0;
    for (let at = from; at < from + count * wordsOfRun; at += wordsOfRun)
      add(subscriptions[runs[at] ?? nobody], runs[at + 1] ?? 0, runs[at + 2] ?? 0, runs[at + 3] ?? 0);
  }

  /** Writes down where a run stands that begins at an offset of its file. @param into `wordsOfPlace` of them */
  place(block: number, offset: number, into: Uint32Array): void {
    for (let word = 0; word < wordsOfMark; word += 1) into[word] = this.blocks.at(block * wordsOfBlock + word);
    into[wordsOfMark] = offset - (this.offsets[block] ?? 0);
  }

  /** @returns the lines of a run of a new block, as `wordsOfLine` says; none where they are not known. */
  linesIn(block: number, { offset, bytes }: { readonly offset: number; readonly bytes: number }): Uint32Array {
    const lines = this.linesByBlock.get(block) ?? none;
    let from = 0;
    for (let start = this.offsets[block] ?? 0; from < lines.length && start < offset; from += wordsOfLine) start += (lines[from] ?? 0) + 1;
    let to = from;
    for (let start = offset; to < lines.length && start < offset + bytes; to += wordsOfLine) start += (lines[to] ?? 0) + 1;
    return lines.subarray(from, to);
  }

  written(): WrittenBlocks {
    return { blocks: this.blocks.all(), runs: this.runs.all(), subscriptions: this.names.list };
  }
}
