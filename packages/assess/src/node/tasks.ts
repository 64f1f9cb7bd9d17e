import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import type { Catalogue } from '@plumbline/catalogue';
import type { CollectedType, Entry, OfferedLine } from '@plumbline/inventory';
import {
  type BlockIndex,
  blockIndexer,
  digestKeyOf,
  indexRange,
  type KnownBlocks,
  type RangeIndex,
  type RunFindings,
  type RunReader,
  runReader,
} from '@plumbline/inventory/node';
import type { Resource } from '@plumbline/policy';
import { type AlikeKnowledge, alikeKnowledge } from '../alike/alike-reader.ts';
import { type Above, assessorOf } from '../assess.ts';
import type { Assessment } from '../assessment.ts';
import type { WrittenHierarchy } from '../hierarchy.ts';
import { planOf } from '../judge-plan.ts';
import { type PartCounts, partOf, type Question } from '../part.ts';
import type { AssessOptions } from '../run.ts';
import type { TallyCounts } from '../run-tally.ts';
import { wordsOfPlace } from './again/block-table.ts';
import { writtenTable } from './again/line-table.ts';
import { PartRecorder } from './again/recorder.ts';
import { renewed } from './again/renewed.ts';

/** Plain data that every worker needs before its first part. */
export interface Setup {
  readonly files: readonly { readonly name: string; readonly path: string; readonly size: number }[];
  readonly options: Pick<AssessOptions, 'now' | 'scope' | 'prefer' | 'explain'>;
  readonly collected: readonly CollectedType[];
  /** What stands above subscriptions. */
  readonly above: readonly Entry[];
  /** Folder for lists of assessments; absent: nobody wants them. */
  readonly listFolder: string | undefined;
  /** Whether lines are remembered for the next scan. */
  readonly isRemembering: boolean;
}

/** Lines of some subscriptions, in the order in which they were given: the later of two with one id wins. */
export interface PartLines {
  readonly subscriptions: readonly string[];
  /** File, offset, bytes, first line; again and again. */
  readonly runs: Float64Array;
  /** Of each run its place in a block; absent where some of them stand in none. */
  readonly blocks?: Uint32Array | undefined;
  /** The lines of those runs that stand in new blocks; absent where they are not known. */
  readonly fresh?: FreshLines | undefined;
}

export interface FreshLines {
  /** How many are of each run. */
  readonly counts: Uint32Array;
  /** So many words each as `wordsOfLine` says. */
  readonly lines: Uint32Array;
}

/** What is remembered of the lines of a part: a table, and the vectors that it names, as JSON. */
export interface WrittenLines {
  readonly bytes: Uint8Array;
  readonly vectors: readonly string[];
}

export type Task =
  /** Blocks that `blocks` need not look into. */
  | { readonly kind: 'known'; readonly known: KnownBlocks }
  | { readonly kind: 'blocks'; readonly path: string; readonly from: number; readonly to: number; readonly size: number }
  /** Assesses again only what has changed. */
  | {
      readonly kind: 'renew';
      readonly part: PartLines;
      readonly lines: WrittenLines;
      readonly hierarchy: WrittenHierarchy;
      readonly tally: TallyCounts;
    }
  | { readonly kind: 'index'; readonly path: string; readonly from: number; readonly to: number; readonly size: number }
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'digest'; readonly part: PartLines }
  | { readonly kind: 'assess'; readonly part: PartLines; readonly answers: readonly Answer[] }
  | { readonly kind: 'answer'; readonly part: PartLines; readonly questions: readonly Question[] };

export type Answer = readonly [string, readonly Resource[]];

export interface AssessedPart {
  readonly counts: PartCounts;
  readonly findings: readonly RunFindings[];
  /** Where the list of its assessments stands, one a line. */
  readonly list: ListPlace | undefined;
  /** What to remember of its lines; undefined where that is no use. */
  readonly lines: WrittenLines | undefined;
}

/** What of a part is not as it was. */
export interface RenewedPart {
  readonly tally: TallyCounts;
  readonly entries: readonly { readonly file: number; readonly entries: number }[];
  readonly looksAtClock: boolean;
  readonly lines: WrittenLines;
}

export interface ListPlace {
  readonly path: string;
  readonly offset: number;
  readonly bytes: number;
}

export interface TaskResults {
  readonly index: RangeIndex;
  readonly setup: undefined;
  readonly known: undefined;
  readonly blocks: BlockIndex;
  /** undefined: the part has to be assessed in full. */
  readonly renew: RenewedPart | undefined;
  /** Of everything that stands in the part, in its order. */
  readonly digest: string;
  readonly assess: AssessedPart;
  readonly answer: readonly Answer[];
}

export type Result = TaskResults[Task['kind']];

/** @returns what does tasks one after the other, in whatever thread. @param name tells the files of several workers apart. */
export function taskRunner(catalogue: Catalogue, name: string): { run(task: Task): Result; close(): void } {
  let setup: Setup | undefined;
  let above: Above | undefined;
  let reader: RunReader | undefined;
  let listBytes = 0;
  let alike: AlikeKnowledge | undefined;
  let digestKey: Uint8Array | undefined;
  let indexBlocks: ReturnType<typeof blockIndexer> | undefined;

  const prepared = () => {
    if (setup === undefined || above === undefined || reader === undefined) throw new Error('No setup came before the first part.');
    return { setup, above, reader };
  };
  const optionsOf = ({ options, collected }: Setup): AssessOptions => ({ ...options, catalogue, collected: () => collected });

  const filled = (lines: PartLines, answers: readonly Answer[], recorder?: PartRecorder) => {
    const ready = prepared();
    const part = partOf({
      ...optionsOf(ready.setup),
      above: ready.above,
      subscriptions: new Set(lines.subscriptions),
      answers: new Map(answers),
      alike,
      watch: recorder,
    });
    const offer =
      alike &&
      ((line: OfferedLine) => {
        recorder?.line(line);
        const isTaken = part.offer(line);
        recorder?.read(isTaken);
        return isTaken;
      });
    const take = (entry: Entry) => {
      recorder?.entry(entry);
      part.add(entry);
    };
    const { runs } = lines;
    for (let at = 0; at < runs.length; at += 4) {
      const run = { file: runs[at] ?? 0, offset: runs[at + 1] ?? 0, bytes: runs[at + 2] ?? 0, firstLine: runs[at + 3] ?? 0 };
      ready.reader.read(run, take, offer);
      recorder?.endRun();
    }
    return part;
  };

  const assessed = (lines: PartLines, answers: readonly Answer[]): AssessedPart => {
    const { setup: given, above: around, reader: lineReader } = prepared();
    const isRecorded = given.isRemembering && lines.blocks !== undefined && answers.length === 0;
    const recorder = isRecorded && alike?.keys !== undefined ? new PartRecorder(alike.keys) : undefined;
    const part = filled(lines, answers, recorder);
    const { counts, assessments } = part.finish();
    const findings = lineReader.takeFindings();
    if (given.listFolder === undefined) {
      part.end();
      const isPlain = isRenewable({ counts, findings }) && around.exemptions.every(({ expired }) => expired);
      const recorded = isPlain && lines.blocks !== undefined ? recorder?.recorded(lines.blocks, wordsOfPlace) : undefined;
      const remembered = recorded && { bytes: writtenTable(recorded.table), vectors: recorded.vectors };
      return { counts, findings, list: undefined, lines: remembered };
    }
    const path = `${given.listFolder}/${name}.ndjson`;
    const offset = listBytes;
    listBytes += written(assessments(), path);
    return { counts, findings, list: { path, offset, bytes: listBytes - offset }, lines: undefined };
  };

  const renew = ({ part, lines, hierarchy, tally }: Task & { readonly kind: 'renew' }): RenewedPart | undefined => {
    const { setup: given, above: around, reader: lineReader } = prepared();
    if (alike?.keys === undefined) return undefined;
    const { keys } = alike;
    const again = renewed(part, lines, { options: optionsOf(given), above: around, reader: lineReader, keys, hierarchy, tally });
    lineReader.takeFindings();
    return again;
  };

  return {
    run(task) {
      switch (task.kind) {
        case 'known':
          indexBlocks = blockIndexer(task.known);
          digestKey = digestKeyOf(task.known.key);
          return undefined;
        case 'blocks':
          if (indexBlocks === undefined) throw new Error('Nobody said which blocks are known.');
          return indexBlocks(task.path, task);
        case 'renew':
          return renew(task);
        case 'index':
          return indexRange(task.path, task);
        case 'setup': {
          setup = task.setup;
          const assessor = assessorOf(optionsOf(setup));
          for (const entry of setup.above) assessor.add(entry);
          above = assessor.finish().above;
          // Reasons and lists name single resources.
          alike =
            setup.listFolder === undefined && setup.options.explain === 'none' ? alikeKnowledge(planOf(catalogue), digestKey) : undefined;
          reader = runReader(setup.files, (length) => alike?.extractor.room(length));
          return undefined;
        }
        case 'digest':
          return digestOf(task.part, prepared());
        case 'assess':
          return assessed(task.part, task.answers);
        case 'answer': {
          const part = filled(task.part, []);
          const answers = part.answers(task.questions);
          part.end();
          prepared().reader.takeFindings();
          return answers;
        }
      }
    },
    close: () => reader?.close(),
  };
}

function digestOf({ runs }: PartLines, { setup, reader }: { readonly setup: Setup; readonly reader: RunReader }): string {
  const hash = createHash('sha256');
  for (let at = 0; at < runs.length; at += 4) {
    // Which file a line stands in is part of the account of a scan.
    const file = runs[at] ?? 0;
    hash.update(`${String(file)} ${setup.files[file]?.name ?? ''}\n`);
    for (const piece of reader.pieces({ file: runs[at] ?? 0, offset: runs[at + 1] ?? 0, bytes: runs[at + 2] ?? 0 })) hash.update(piece);
    hash.update('\n');
  }
  return hash.digest('hex');
}

/** Whether nothing in a part speaks of others in a way that has to be put together anew when one line changes. */
function isRenewable({ counts, findings }: Pick<AssessedPart, 'counts' | 'findings'>): boolean {
  return (
    !counts.isEntangled &&
    counts.questions.length === 0 &&
    counts.duplicates === 0 &&
    counts.rawTally === undefined &&
    counts.exemptions.every(({ exemption }) => exemption.expired) &&
    counts.filledScopes.length === 0 &&
    findings.every(({ refused, problems, unlisted }) => refused === 0 && problems.length === 0 && unlisted === 0)
  );
}

/** Characters gathered before each write. */
const pieceLength = 1 << 18;

/** @returns bytes written. */
function written(assessments: Iterable<Assessment>, path: string): number {
  const file = openSync(path, 'a');
  let bytes = 0;
  let piece = '';
  const flush = () => {
    const buffer = Buffer.from(piece);
    appendFileSync(file, buffer);
    bytes += buffer.length;
    piece = '';
  };
  try {
    for (const assessment of assessments) {
      piece += `${JSON.stringify(assessment)}\n`;
      if (piece.length > pieceLength) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
  return bytes;
}
