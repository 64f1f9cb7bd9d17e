// Where the lines of a file stand, as workers find it out.
import { statSync } from 'node:fs';
import type { InputProblem } from '@plumbline/inventory';
import { firstLineOf, isOfLines, lineNumbersAt, type RangeIndex, runOf, sampledIndex } from '@plumbline/inventory/node';
import type { BlockTable } from './again/block-table.ts';
import type { Pool } from './pool.ts';

/** Bytes of a file that one worker indexes at once. */
const rangeBytes = 32 << 20;

/** @returns the size of a file of lines that is worth dividing; undefined for any other, also one that cannot be read: reading it will tell. */
export function sizeOfLines(path: string, smallest: number): number | undefined {
  try {
    const { size } = statSync(path);
    return size >= smallest && isOfLines(path) ? size : undefined;
  } catch {
    return undefined;
  }
}

interface Ranged {
  readonly range: RangeIndex;
  readonly blockOfRuns?: Int32Array;
}

interface FileToIndex {
  readonly path: string;
  readonly size: number;
  /** Where it is divided into them. */
  readonly blocks: BlockTable | undefined;
  /** Bytes between the lines that are looked at; 0: all are; the usual number when absent. */
  readonly step?: number | undefined;
}

export async function indexedRanges(pool: Pool, { path, size, blocks, step }: FileToIndex): Promise<readonly Ranged[]> {
  const sampled = blocks === undefined && step !== 0 ? sampledIndex(path, size, step) : undefined;
  if (sampled !== undefined) return [{ range: sampled }];
  const count = Math.max(pool.size, Math.ceil(size / rangeBytes));
  const edge = (at: number) => Math.floor((size * at) / count);
  const ranges = Array.from({ length: count }, (_, at) => ({ path, from: edge(at), to: edge(at + 1), size }));
  if (blocks === undefined) return Promise.all(ranges.map(async (range) => ({ range: await pool.run({ kind: 'index', ...range }) })));
  const found = await Promise.all(ranges.map((range) => pool.run({ kind: 'blocks', ...range })));
  return found.map((index) => blocks.add(index));
}

/** Lines of no subscription. @param ranges before: how many lines stand before each */
export function* otherRuns(ranges: readonly { readonly range: RangeIndex; readonly before: number }[]) {
  for (const { range, before } of ranges) {
    for (let at = 0; at < range.runs.length / 4; at += 1) {
      const run = runOf(range.runs, at);
      if (run.subscription === -1) yield { offset: run.offset, bytes: run.bytes, firstLine: firstLineOf(run, range, before) };
    }
  }
}

/** @returns what gives problems the numbers of their lines, where lines were called by where they begin. */
export function problemsByLine(path: string): (problems: readonly InputProblem[]) => readonly InputProblem[] {
  const known = new Map<number, number>();
  return (problems) => {
    const missing = problems.flatMap(({ line }) => (line === undefined || known.has(line) ? [] : [line]));
    for (const [offset, line] of lineNumbersAt(
      path,
      missing.map((place) => place - 1),
    ))
      known.set(offset + 1, line);
    return problems.map((problem) =>
      problem.line === undefined ? problem : { ...problem, line: known.get(problem.line) ?? problem.line },
    );
  };
}
