// Assesses inputs of any size: files of lines are indexed by subscription and assessed in parts, by as many workers as there are
// cores, and nothing of a part stays but its counts. Inputs of other shapes are read here and written down for the parts.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Catalogue } from '@plumbline/catalogue';
import type { Entry, InputProblem, ReadingAccount } from '@plumbline/inventory';
import { type EntrySink, isStray, type OpenOptions, openInputs, type RangeIndex, runReader } from '@plumbline/inventory/node';
import { subscriptionOf } from '../arm-id.ts';
import { type Assessed, type Assessor, assess, assessorOf } from '../assess.ts';
import type { Assessment } from '../assessment.ts';
import type { Estate } from '../estate-index.ts';
import { hierarchyBuilder, joinedHierarchyFacts, type WrittenHierarchy, writtenHierarchy } from '../hierarchy.ts';
import { planOf } from '../judge-plan.ts';
import { type Merger, merger } from '../merge.ts';
import type { AssessmentRun, AssessOptions } from '../run.ts';
import { runOf } from '../run-of.ts';
import { scopeFilterOf } from '../scope.ts';
import { BlockTable } from './again/block-table.ts';
import { type Asking, answered, forEach } from './asking-parts.ts';
import type { CatalogueRecipe } from './catalogue-recipe.ts';
import { EstateLines } from './estate-lines.ts';
import { indexedRanges, otherRuns, problemsByLine, sizeOfLines } from './indexed-ranges.ts';
import { assessmentsIn } from './lists.ts';
import { growingPool, localPool, type Pool, workerPool } from './pool.ts';
import { byteOrder, contextDigest, namesOf, openState, type RememberedPart, type ScanState } from './scan-state.ts';
import type { AssessedPart, ListPlace, PartLines } from './tasks.ts';

export interface AssessFilesOptions extends Omit<AssessOptions, 'collected'> {
  readonly catalogue: Catalogue;
  /** How to make the catalogue again in a worker; absent where that cannot be done: then there are no workers. */
  readonly recipe?: CatalogueRecipe;
  /** 0: all in this thread; as many as there are cores by default. */
  readonly workers?: number;
  /** The built worker. */
  readonly script?: URL;
  /** Whether `assessments()` of the run will be asked; without, it throws. */
  readonly lists: boolean;
  readonly reading?: Omit<OpenOptions, 'index'>;
  /** File that remembers results for the next scan; not used with lists, which need every resource. */
  readonly state?: string;
  /** Of the program: another one assesses everything again. */
  readonly version?: string;
  /** Called now and then: bytes of the parts that are done, and entries in them. */
  readonly onProgress?: (bytes: number, entries: number) => void;
  /** Bytes from which on a file is divided; lower ones are read as they are. */
  readonly smallestIndexed?: number;
  /** Bytes that a block of a file has at least, with a state; the usual number when absent. */
  readonly leastBlock?: number;
  /** Bytes between the lines that are looked at to find out where subscriptions begin; 0: all are. The usual number when absent. */
  readonly sampleStep?: number;
}

export interface AssessedFiles {
  readonly run: AssessmentRun;
  readonly account: ReadingAccount;
  /** How many parts were what they had been, were assessed again line by line, and in full. */
  readonly parts: PartAccount;
  /** Deletes what was written down; `assessments()` cannot be asked afterwards. */
  close(): void;
}

export interface PartAccount {
  kept: number;
  renewed: number;
  full: number;
}

/** Parts cannot settle between them what one of them says about another. */
class Entangled extends Error {}

const smallestIndexed = 4 << 20;

/**
 * @param inputs files, folders, globs and `-`
 * @throws what reading throws, and the signal's reason when aborted
 */
export async function assessFiles(inputs: readonly string[], options: AssessFilesOptions): Promise<AssessedFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    // Where the catalogue cannot be made again it holds more than its text tells.
    const isRemembered = options.state !== undefined && !options.lists && options.recipe !== undefined;
    const state = isRemembered ? openState(options.state, `${options.version ?? ''} ${byteOrder}`) : undefined;
    const pool = poolFor(options, state);
    try {
      return { ...(await inParts(inputs, options, { pool, folder, state })), close };
    } finally {
      state?.close();
      await pool.close();
    }
  } catch (error) {
    close();
    if (isStray(error) && options.sampleStep !== 0) return assessFiles(inputs, { ...options, sampleStep: 0 });
    // Standard input cannot be read twice; nothing entangled is ever found in it before it is written down, though.
    if (error instanceof Entangled) return { ...(await asWhole(inputs, options)), close: () => {} };
    throw error;
  }
}

/**
 * By how many per cent a heap may grow before it is collected. Of a part nothing stays, so what is alive is small and quickly collected;
 * left to itself a heap grows to four times that, in every thread.
 */
const heapGrowingPercent = 100;

/**
 * Bytes of byte code that a function runs through before it is compiled to fast machine code: six times what V8 takes. A scan is over in seconds
 * and each thread compiles for itself, so much of what is compiled sooner never pays for it.
 */
const bytesBeforeCompiling = 400_000;

/** Bytes of byte code that others are copied into a function for: half of what V8 takes, which is compiled in two thirds of the time. */
const bytesOfCopies = 400;

function poolFor(options: AssessFilesOptions, state: ScanState | undefined): Pool {
  const { catalogue, recipe, script } = options;
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  setFlagsFromString(`--interrupt-budget=${bytesBeforeCompiling}`);
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${bytesOfCopies}`);
  const size = options.workers ?? availableParallelism();
  if (size < 1 || recipe === undefined || script === undefined) return localPool(catalogue);
  const workers = () => workerPool(recipe, { size, script, catalogue });
  // Where most is known already one thread has little to do, and each other one would compile the program first.
  return state === undefined || state.known.marks.length === 0 ? workers() : growingPool(localPool(catalogue), workers);
}

/** The plain way, whose memory grows with the estate. */
async function asWhole(inputs: readonly string[], options: AssessFilesOptions): Promise<Omit<AssessedFiles, 'close'>> {
  const reading = openInputs(inputs, options.reading);
  const run = await assess(reading.entries(), { ...options, collected: () => reading.account().collected });
  return { run, account: reading.account(), parts: { kept: 0, renewed: 0, full: 1 } };
}

/** What was found in lines of a file that were read in parts. */
interface Elsewhere {
  entries: number;
  refused: number;
  unlisted: number;
  readonly problems: InputProblem[];
}

async function inParts(
  inputs: readonly string[],
  options: AssessFilesOptions,
  { pool, folder, state }: { readonly pool: Pool; readonly folder: string; readonly state: ScanState | undefined },
): Promise<Omit<AssessedFiles, 'close'>> {
  const blocks = state && new BlockTable(state.blocks);
  if (state !== undefined) await pool.toAll({ kind: 'known', known: { ...state.known, leastBytes: options.leastBlock } });
  const lines = new EstateLines(join(folder, 'resources.ndjson'), blocks);
  const elsewhere = new Map<number, Elsewhere>();
  let source = -1;
  let line = 0;
  let isIndexed = false;

  const index: OpenOptions['index'] = async (named) => {
    source += 1;
    line = 0;
    isIndexed = false;
    if (named === undefined) return undefined;
    const { name, path } = named;
    const size = sizeOfLines(path, options.smallestIndexed ?? smallestIndexed);
    if (size === undefined) return undefined;
    const ranges = await indexedRanges(pool, { path, size, blocks, step: options.sampleStep });
    if (ranges.some(({ range }) => range.isDocuments)) return undefined;
    isIndexed = true;
    const file = lines.addFile(name, path, size);
    const found: Elsewhere = { entries: 0, refused: 0, unlisted: 0, problems: [] };
    elsewhere.set(file, found);
    let before = 0;
    const others: { readonly range: RangeIndex; readonly before: number }[] = [];
    for (const { range, blockOfRuns } of ranges) {
      lines.addRange(range, { source, file, lines: before }, blockOfRuns);
      others.push({ range, before });
      before += range.lines;
    }
    return {
      bytes: size,
      elsewhere: () => found,
      ...(ranges.some(({ range }) => range.isSampled) ? { byLine: problemsByLine(path) } : {}),
      async *lines() {
        const reader = runReader(lines.files);
        for (const run of otherRuns(others)) {
          for (const one of reader.lines({ file, ...run })) {
            line = one.line;
            yield one;
          }
        }
        reader.close();
      },
    };
  };

  const above: Entry[] = [];
  const sink: EntrySink = {
    entry(entry) {
      if (entry.subscription === undefined) above.push(entry);
      else {
        // Within an indexed file the line decides, so that entries keep their place among those of the parts.
        if (!isIndexed) line += 1;
        lines.addEntry(entry, { source, line });
      }
    },
    text(bytes, range, { subscription }) {
      if (!isIndexed) line += 1;
      lines.addText(bytes, range, { source, line, subscription });
    },
  };
  const reading = openInputs(inputs, { ...options.reading, index, sink });
  for await (const _none of reading.entries()) options.signal?.throwIfAborted();
  lines.end();
  const { collected } = reading.account();
  const top = assessedAbove(above, { ...options, collected: () => collected }, lines);
  const { now, scope = [], prefer = 'rule', explain = 'none' } = options;
  await pool.toAll({
    kind: 'setup',
    setup: {
      files: lines.files,
      options: { now, scope, prefer, explain },
      collected,
      above,
      listFolder: options.lists ? folder : undefined,
      isRemembering: state !== undefined && scope.length === 0,
    },
  });

  const sum = merger(planOf(options.catalogue), lines.subscriptions);
  sum.add({ ...top.settled, tally: top.settled.tally.counts(), rawTally: top.settled.rawTally?.counts() });
  const hierarchies = [writtenHierarchy(top.above.hierarchy)];
  state?.begin(
    contextDigest([
      options.recipe,
      catalogueFacts(options.catalogue),
      { scope, prefer, explain, collected },
      above.map(({ key, resource }) => [key, resource]),
      top.above.exemptions,
    ]),
  );
  const parts: PartAccount = { kept: 0, renewed: 0, full: 0 };
  const lists = await assessedParts({ pool, lines, options, sum, elsewhere, hierarchies, state, account: parts });
  if (blocks !== undefined) state?.save(blocks);

  const hierarchy = hierarchyBuilder(joinedHierarchyFacts(hierarchies)).build();
  const settled = sum.settled(options.lists ? () => listed(top, lists) : notAsked);
  const ids = scopeFilterOf(scope, hierarchy).ids;
  return { run: runOf(settled, { catalogue: options.catalogue, now, scope: ids, hierarchy }), account: reading.account(), parts };
}

/** Policies stand in the recipe, and compiled ones can do things that no text tells. */
function catalogueFacts({ edition, items, controls }: Catalogue): unknown {
  return { edition, controls, items: items.filter(({ applied }) => applied === undefined) };
}

/** Assesses what stands above subscriptions. @throws Entangled when it looks down into them, or speaks of what lies in them. */
function assessedAbove(entries: readonly Entry[], options: AssessOptions, lines: EstateLines): Assessed {
  const watched = (own: Estate): Estate => {
    const check = (key: string) => {
      if (lines.has(subscriptionOf(key) ?? '')) throw new Entangled();
    };
    return {
      ...own,
      byKey: (key) => {
        check(key);
        return own.byKey(key);
      },
      under: (key, type) => {
        check(key);
        return own.under(key, type);
      },
    };
  };
  let isEntangled = false;
  const assessor: Assessor = assessorOf(options, undefined, (own) => {
    const estate = watched(own);
    const guarded =
      <A extends readonly unknown[], R>(ask: (...args: A) => R) =>
      (...args: A): R => {
        try {
          return ask(...args);
        } catch (error) {
          // Judging turns what is thrown into a verdict, so it is remembered here.
          isEntangled ||= error instanceof Entangled;
          throw error;
        }
      };
    return { ...estate, byKey: guarded(estate.byKey), under: guarded(estate.under) };
  });
  for (const entry of entries) assessor.add(entry);
  const assessed = assessor.finish();
  if (isEntangled || assessed.settled.tally.subscriptions().length > 0) throw new Entangled();
  return assessed;
}

interface Parts {
  readonly pool: Pool;
  readonly lines: EstateLines;
  readonly options: AssessFilesOptions;
  readonly sum: Merger;
  readonly elsewhere: ReadonlyMap<number, Elsewhere>;
  readonly hierarchies: WrittenHierarchy[];
  readonly state: ScanState | undefined;
  readonly account: PartAccount;
}

/** @returns where the lists of the parts stand, by subscription in rising order. */
async function assessedParts(parts: Parts): Promise<readonly ListPlace[]> {
  const { pool, lines, options, elsewhere, state, account } = parts;
  const lists = new Map<number, ListPlace | undefined>();
  const asking: Asking[] = [];
  const all: (() => PartLines)[] = [];

  let bytes = 0;
  let entries = 0;
  const take = (result: AssessedPart, position: number, part: PartLines) => {
    if (result.counts.isEntangled) throw new Entangled();
    lists.set(position, result.list);
    parts.sum.add(result.counts);
    parts.hierarchies.push(result.counts.hierarchy);
    for (const findings of result.findings) {
      entries += findings.entries;
      const found = elsewhere.get(findings.file);
      if (found === undefined) continue;
      found.entries += findings.entries;
      found.refused += findings.refused;
      found.unlisted += findings.unlisted;
      found.problems.push(...findings.problems);
    }
    bytes += bytesOf(part);
    options.onProgress?.(bytes, entries);
  };

  const isStillTrue = ({ now, result }: RememberedPart) =>
    (now === undefined || now === options.now) && !result.counts.questions.some(({ key }) => lines.has(subscriptionOf(key) ?? ''));

  const remember = (part: PartLines, digest: string, result: AssessedPart) => {
    if (state === undefined || !isWhole(result)) return;
    const now = result.counts.looksAtClock ? options.now : undefined;
    const { counts, findings } = result;
    state.remember({ subscriptions: namesOf(part.subscriptions), digest, now, result: { counts, findings } }, result.lines);
  };

  /** What is remembered of a part, as far as it can be made to hold again. */
  const again = async (known: RememberedPart, part: PartLines, digest: string): Promise<AssessedPart | undefined> => {
    if (!isStillTrue(known)) return undefined;
    if (known.digest === digest) {
      account.kept += 1;
      state?.keep(known);
      return { ...known.result, list: undefined, lines: undefined };
    }
    const { counts } = known.result;
    const remembered = part.blocks === undefined ? undefined : state?.linesOf(known);
    const renewed =
      remembered && (await pool.run({ kind: 'renew', part, lines: remembered, hierarchy: counts.hierarchy, tally: counts.tally }));
    if (renewed === undefined) return undefined;
    account.renewed += 1;
    const { tally, entries, looksAtClock, lines: renewedLines } = renewed;
    const result: AssessedPart = {
      counts: { ...counts, tally, looksAtClock: counts.looksAtClock || looksAtClock },
      findings: entries.map((own) => ({ ...own, refused: 0, problems: [], unlisted: 0 })),
      list: undefined,
      lines: renewedLines,
    };
    remember(part, digest, result);
    return result;
  };

  await forEach(pool.size, lines.parts(), async (partLines, position) => {
    options.signal?.throwIfAborted();
    all[position] = partLines;
    const part = partLines();
    const digest = state === undefined ? '' : await digestOf(part, { pool, lines });
    const known = state?.part(part.subscriptions);
    const asBefore = known && (await again(known, part, digest));
    if (asBefore !== undefined) {
      take(asBefore, position, part);
      return;
    }
    account.full += 1;
    const result = await pool.run({ kind: 'assess', part, answers: [] });
    const questions = result.counts.questions.filter(({ key }) => lines.has(subscriptionOf(key) ?? ''));
    if (questions.length === 0) {
      remember(part, digest, result);
      take(result, position, part);
    } else asking.push({ position, questions });
  });
  if (asking.length > 0) await answered(asking, { pool, all, lines }, take);
  return [...lists].sort(([a], [b]) => a - b).flatMap(([, list]) => list ?? []);
}

/** @returns what tells all that stands in a part, and in which files. */
async function digestOf(part: PartLines, { pool, lines }: { readonly pool: Pool; readonly lines: EstateLines }): Promise<string> {
  const { blocks, runs } = part;
  if (blocks === undefined) return pool.run({ kind: 'digest', part });
  const digest = createHash('sha256').update(new Uint8Array(blocks.buffer, blocks.byteOffset, blocks.byteLength));
  // Which file a line stands in is part of the account of a scan.
  for (let at = 0, last = -1; at < runs.length; at += 4) {
    const file = runs[at] ?? 0;
    if (file !== last) digest.update(`${at} ${file} ${lines.files[file]?.name}\n`);
    last = file;
  }
  return digest.digest('hex');
}

function bytesOf({ runs }: PartLines): number {
  let bytes = 0;
  for (let at = 2; at < runs.length; at += 4) bytes += runs[at] ?? 0;
  return bytes;
}

/** Whether a result hangs on nothing but the bytes of its part: problems name lines, which move. */
function isWhole({ counts, findings }: AssessedPart): boolean {
  return (
    !counts.isEntangled &&
    counts.questions.length === 0 &&
    findings.every(({ refused, problems }) => refused === 0 && problems.length === 0)
  );
}

/** Keys of subscriptions stand together in the order of keys, so what stands above them comes before and behind. */
function* listed(top: Assessed, lists: readonly ListPlace[]): Iterable<Assessment> {
  const isBefore = ({ resource }: Assessment) => resource.toLowerCase() < '/subscriptions/';
  for (const assessment of top.settled.assessments()) if (isBefore(assessment)) yield assessment;
  yield* assessmentsIn(lists);
  for (const assessment of top.settled.assessments()) if (!isBefore(assessment)) yield assessment;
}

function notAsked(): never {
  throw new Error('The list of assessments was not asked for when the run began.');
}
