// A part assessed again line by line: only lines that are new or were changed, and those that had looked at one of them.
import { type Entry, Numbering } from '@plumbline/inventory';
import type { RunReader } from '@plumbline/inventory/node';
import type { LineKeys } from '../../alike/line-keys.ts';
import { type Above, impliedSubscription } from '../../assess.ts';
import { embeddedIn } from '../../embedded.ts';
import { hierarchyBuilder, joinedHierarchyFacts, type WrittenHierarchy, writtenHierarchy } from '../../hierarchy.ts';
import { settlerOf } from '../../judge.ts';
import { planOf } from '../../judge-plan.ts';
import { layered } from '../../part.ts';
import { prune } from '../../prune.ts';
import { stateBuilder } from '../../resource-state.ts';
import { type AssessOptions, judgeOptionsOf } from '../../run.ts';
import type { TallyCounts } from '../../run-tally.ts';
import { settledVerdicts } from '../../settle.ts';
import { type VerdictVectors, verdictVectors } from '../../verdict-vectors.ts';
import { watchedEstate } from '../../watch.ts';
import type { PartLines, WrittenLines } from '../tasks.ts';
import {
  isEmbedded,
  isFixed,
  isJoined,
  isNoSubject,
  isSubscription,
  type LineTable,
  lineIn,
  readTable,
  TableWriter,
  wordsOfPiece,
  writtenTable,
} from './line-table.ts';
import { LineChanged, type LinesAgain, linesAgain } from './lines-again.ts';
import { linesEstate } from './lines-estate.ts';
import { recounted, talliedIn } from './part-tally.ts';
import { type Judged, patch, patchesOf } from './patched.ts';
import { hashOf, hashPlaces, hashUnder } from './place-hash.ts';
import { flagsOf, Looks, type RecordedLines } from './recorder.ts';
import { Rows, startsOf } from './rows.ts';

export interface RenewOptions {
  readonly options: AssessOptions;
  readonly above: Above;
  readonly reader: RunReader;
  readonly keys: LineKeys;
  /** What the part says about its subscriptions' place. */
  readonly hierarchy: WrittenHierarchy;
  /** What was counted of it. */
  readonly tally: TallyCounts;
}

export interface Renewed {
  readonly tally: TallyCounts;
  readonly lines: WrittenLines;
  readonly entries: readonly { readonly file: number; readonly entries: number }[];
  readonly looksAtClock: boolean;
}

/** @param remembered may be written to. @returns undefined where the part has to be assessed in full. */
export function renewed(part: PartLines, remembered: WrittenLines, options: RenewOptions): Renewed | undefined {
  const table = readTable(remembered.bytes);
  try {
    const lines = linesAgain(table, part, options);
    return lines && new Renewal(part, { table, remembered, lines }, options).result();
  } catch (error) {
    // Reading all of the part will tell what has become of it.
    if (error instanceof LineChanged) return undefined;
    throw error;
  }
}

const subnets = 'microsoft.network/virtualnetworks/subnets';
/** More changes than this are better assessed in full. */
const mostChanged = 0.2;

const mostUnused = 1000;

class Renewal {
  private readonly part: PartLines;
  private readonly table: LineTable;
  private readonly bytes: Uint8Array;
  private readonly lines: LinesAgain;
  private readonly given: RenewOptions;
  private readonly rows: Rows;
  private readonly isGone: Uint8Array;
  private readonly texts: Numbering<string>;
  private readonly interned: VerdictVectors = verdictVectors();
  private readonly entries = new Map<number, Entry>();
  private added: Entry[] = [];
  private looksAtClock = false;
  private isAsking = false;

  constructor(
    part: PartLines,
    { table, remembered, lines }: { readonly table: LineTable; readonly remembered: WrittenLines; readonly lines: LinesAgain },
    given: RenewOptions,
  ) {
    this.part = part;
    this.table = table;
    this.bytes = remembered.bytes;
    this.lines = lines;
    this.given = given;
    this.texts = new Numbering(remembered.vectors);
    this.isGone = new Uint8Array(table.rows);
    this.isGone.set(lines.isGone);
    this.rows = new Rows(table, this.isGone);
  }

  result(): Renewed | undefined {
    const { table, lines, isGone } = this;
    const gone = rowsIn(isGone);
    // Vectors that no row has any more stay in their list until all is assessed again.
    if (this.texts.list.length > table.rows + mostUnused) return undefined;
    if (lines.fresh.length + gone.length > table.lines * mostChanged + 16) return undefined;
    if (gone.some((row) => this.has(row, isFixed) || this.has(row, isJoined))) return undefined;
    const added = this.freshEntries();
    if (added === undefined) return undefined;
    this.added = added;
    if (!this.dropEmbedded(gone) || this.isAnyTwice(added) || this.isAnySubnetBare(gone)) return undefined;
    if (this.changesWhatIsCollected(gone)) return undefined;
    const affected = this.affected(gone);
    if (affected.some((row) => this.has(row, isJoined))) return undefined;

    const judge = this.judge();
    const judgedByRow = new Map<number, Judged>();
    for (const row of affected) {
      const entry = this.entryOfAny(row);
      if (entry === undefined) return undefined;
      judgedByRow.set(row, judge(entry, row < table.lines));
    }
    const judgedAdded = added.map((entry) => judge(entry, true));
    const children = this.newChildren(added, judge);
    if (children === undefined || this.isAsking) return undefined;
    const about = { entries: this.entriesByFile(), looksAtClock: this.looksAtClock };
    const patched = children.length === 0 ? this.patched(judgedByRow, judgedAdded) : undefined;
    if (patched !== undefined) return { ...patched, ...about };
    const recorded = this.recorded({ judgedByRow, judgedAdded, children });
    return { tally: talliedIn(recorded), lines: { bytes: writtenTable(recorded.table), vectors: recorded.vectors }, ...about };
  }

  /** The quick way for what most changes are. */
  private patched(judgedByRow: ReadonlyMap<number, Judged>, judgedAdded: readonly Judged[]): Pick<Renewed, 'tally' | 'lines'> | undefined {
    const { table, lines, added, isGone, texts } = this;
    const pieces = this.pieces();
    if (isGone.indexOf(1, table.lines) !== -1 || pieces.length !== table.pieces.length) return undefined;
    const patches = patchesOf({ rows: this.rows, lines, added, judgedAdded, judgedByRow });
    const rejudged = patches?.map(({ row, judged }) => ({
      subscription: table.names.subscriptions[table.subscriptions[row] ?? 0] ?? '',
      type: table.names.types[table.types[row] ?? 0] ?? '',
      before: texts.list[table.vectors[row] ?? 0] ?? '',
      after: texts.list[judged.vector] ?? '',
      isImplied: row >= table.lines,
    }));
    const tally = rejudged && recounted(this.given.tally, rejudged);
    if (patches === undefined || tally === undefined) return undefined;
    patch(table, patches, pieces);
    return { tally, lines: { bytes: this.bytes, vectors: texts.list } };
  }

  /** The runs as they are now. */
  private pieces(): Uint32Array {
    const { linesOfRuns } = this.lines;
    const { blocks } = this.part;
    const pieces = new Uint32Array(linesOfRuns.length * wordsOfPiece);
    const words = wordsOfPiece - 1;
    for (const [run, count] of linesOfRuns.entries()) {
      if (blocks !== undefined) pieces.set(blocks.subarray(run * words, (run + 1) * words), run * wordsOfPiece);
      pieces[run * wordsOfPiece + words] = count;
    }
    return pieces;
  }

  private has(row: number, flag: number): boolean {
    return ((this.table.flags[row] ?? 0) & flag) !== 0;
  }

  /** What the fresh lines hold; undefined where one is not just a resource of the part. */
  private freshEntries(): Entry[] | undefined {
    const { reader } = this.given;
    reader.takeFindings();
    const found: Entry[] = [];
    for (const { file, offset, bytes } of this.lines.fresh) {
      const before = found.length;
      reader.read({ file, offset, bytes, firstLine: 1 }, (entry) => found.push(entry));
      if (found.length !== before + 1) return undefined;
    }
    const isClean = reader
      .takeFindings()
      .every(({ refused, problems, unlisted }) => refused === 0 && problems.length === 0 && unlisted === 0);
    const isOwn = (entry: Entry) => entry.subscription !== undefined && this.part.subscriptions.includes(entry.subscription);
    return isClean && found.every((entry) => flagsOf(entry) === 0 && isOwn(entry)) ? found : undefined;
  }

  /** Children of networks that are gone go with them. @returns false where an assessment of the input speaks of one. */
  private dropEmbedded(gone: readonly number[]): boolean {
    const { table, isGone } = this;
    const holders = new Set(gone);
    for (let row = table.lines; row < table.rows; row += 1) {
      if (!holders.has(table.holders[row - table.lines] ?? 0) || !this.has(row, isEmbedded)) continue;
      if (this.has(row, isJoined)) return false;
      isGone[row] = 1;
    }
    return true;
  }

  private isAnyTwice(added: readonly Entry[]): boolean {
    const keys = new Set(added.map(({ key }) => key as string));
    return keys.size < added.length || added.some(({ key }) => this.isThere(key) !== false);
  }

  /** Whether a row that stays has this id; undefined where that cannot be told. */
  private isThere(key: string): boolean | undefined {
    let isThere: boolean | undefined = false;
    for (const row of this.rows.withKey(hashOf(key))) {
      if (row >= this.table.lines) return undefined;
      if (this.entryOf(row).key === key) isThere = true;
    }
    return isThere;
  }

  /** A network may hold a subnet of which the line is gone. */
  private isAnySubnetBare(gone: readonly number[]): boolean {
    const { table, added } = this;
    const position = table.names.types.indexOf(subnets);
    const again = new Set(added.map(({ key }) => hashOf(key)));
    return gone.some((row) => row < table.lines && table.types[row] === position && !again.has(table.keys[row] ?? 0));
  }

  /** Whether the first or the last of a type that others look for comes or goes in a subscription. */
  private changesWhatIsCollected(gone: readonly number[]): boolean {
    const { table, added } = this;
    const { keptPathsByType } = planOf(this.given.options.catalogue);
    const { types, subscriptions } = table.names;
    const counts = new Map<string, number>();
    const count = (type: string | undefined, subscription: string | undefined, difference: number) => {
      if (type === undefined || !keptPathsByType.has(type)) return;
      const name = `${subscription} ${type}`;
      counts.set(name, (counts.get(name) ?? 0) + difference);
    };
    for (const row of gone) if (row < table.lines) count(types[table.types[row] ?? 0], subscriptions[table.subscriptions[row] ?? 0], -1);
    for (const { type, subscription } of added) count(type, subscription, 1);
    return [...counts].some(([name, difference]) => {
      if (difference === 0) return false;
      const [subscription = '', type = ''] = name.split(' ');
      const position = subscriptions.indexOf(subscription);
      const stay = this.rows.ofType(types.indexOf(type)).filter((row) => table.subscriptions[row] === position).length;
      // Those that stay and those that come are there now; those that stay and those that went were there before.
      const come = added.filter((entry) => entry.type === type && entry.subscription === subscription).length;
      return (stay + come === 0) !== (stay + come - difference === 0);
    });
  }

  /** Rows that stay and looked at what came or went. */
  private affected(gone: readonly number[]): number[] {
    const { table, rows, added } = this;
    const wanted = new Set<number>();
    const want = (key: number, type: string, places: ArrayLike<number>) => {
      wanted.add(key);
      const ofType = hashOf(type);
      for (let at = 0; at < places.length; at += 1) wanted.add(hashUnder(places[at] ?? 0, ofType));
    };
    // Who looks at what has changed only for itself sees what was there before.
    const { fresh, seenSame } = this.lines;
    const unseen = new Set(seenSame.values());
    for (const row of gone)
      if (!seenSame.has(row)) want(table.keys[row] ?? 0, table.names.types[table.types[row] ?? 0] ?? '', rows.placesOf(row));
    for (const [at, { key, type }] of added.entries()) {
      const line = fresh[at];
      if (line !== undefined && unseen.has(line)) continue;
      const places: number[] = [];
      want(hashPlaces(key, places), type, places);
    }
    if (wanted.size === 0) return [];
    return rowsLookingAt(table, wanted).filter((row) => this.isGone[row] !== 1);
  }

  private judge(): (entry: Entry, isLine: boolean) => Judged {
    const { given, part, rows, added, interned } = this;
    const { above } = given;
    const plan = planOf(given.options.catalogue);
    const options = judgeOptionsOf({
      ...given.options,
      onClock: () => {
        this.looksAtClock = true;
      },
    });
    const facts = joinedHierarchyFacts([writtenHierarchy(above.hierarchy), given.hierarchy]);
    const hierarchy = hierarchyBuilder(facts).build();
    const collected = given.options.collected?.() ?? [];
    const own = linesEstate({ plan, rows, added, hierarchy, collected, entryOf: (row) => this.entryOf(row) });
    const estate = layered(own, { above, subscriptions: new Set(part.subscriptions), answers: new Map() }, () => {
      this.isAsking = true;
    });
    const stateOf = stateBuilder(plan, interned, { ...options, isBrief: true });
    return (entry, isLine) => {
      const looks = new Looks();
      const paths = isLine ? plan.keptPathsByType.get(entry.type) : undefined;
      const state = stateOf(entry, paths === undefined ? undefined : prune(entry.resource, paths));
      const settled = settlerOf(watchedEstate(estate, looks), options);
      const vector = state.vector ?? settledVerdicts(state, settled, interned, true).vector;
      return { vector: this.texts.positionOf(JSON.stringify(vector.verdicts)), looks: looks.list };
    };
  }

  private entryOf(row: number): Entry {
    let entry = this.entries.get(row);
    if (entry === undefined) {
      this.given.reader.read({ ...this.lines.standing(row), firstLine: 1 }, (found) => {
        entry = found;
      });
      if (entry === undefined || hashOf((entry as Entry).key) !== this.table.keys[row]) throw new LineChanged();
      this.entries.set(row, entry);
    }
    return entry;
  }

  /** Also of rows that are no lines. */
  private entryOfAny(row: number): Entry | undefined {
    const { table } = this;
    if (row < table.lines) return this.has(row, isNoSubject) ? undefined : this.entryOf(row);
    if (this.has(row, isSubscription)) return impliedSubscription(table.names.subscriptions[table.subscriptions[row] ?? 0] ?? '');
    if (!this.has(row, isEmbedded)) return undefined;
    const children = embeddedIn(this.entryOf(table.holders[row - table.lines] ?? 0));
    return children.find(({ key }) => hashOf(key) === table.keys[row]);
  }

  private newChildren(added: readonly Entry[], judge: (entry: Entry, isLine: boolean) => Judged) {
    const found = new Map<string, { readonly child: Entry; readonly judged: Judged; readonly holder: number }>();
    for (const [holder, entry] of added.entries()) {
      for (const child of embeddedIn(entry)) {
        if (found.has(child.key) || added.some(({ key }) => key === child.key)) continue;
        const isThere = this.isThere(child.key);
        if (isThere === undefined) return undefined;
        if (!isThere) found.set(child.key, { child, judged: judge(child, false), holder });
      }
    }
    return [...found.values()];
  }

  private recorded({
    judgedByRow,
    judgedAdded,
    children,
  }: {
    readonly judgedByRow: ReadonlyMap<number, Judged>;
    readonly judgedAdded: readonly Judged[];
    readonly children: readonly { readonly child: Entry; readonly judged: Judged; readonly holder: number }[];
  }): RecordedLines {
    const { table, lines, added, rows, isGone } = this;
    const writer = new TableWriter(table.names);
    const looksFrom = startsOf(table.lookCounts);
    const lineByRow = new Int32Array(table.lines).fill(-1);
    const lineByAdded: number[] = [];

    const copy = (row: number, holder?: number) => {
      const judged = judgedByRow.get(row);
      const from = looksFrom[row] ?? 0;
      writer.row({
        key: table.keys[row] ?? 0,
        type: table.types[row] ?? 0,
        subscription: table.subscriptions[row] ?? 0,
        vector: judged?.vector ?? table.vectors[row] ?? 0,
        flags: table.flags[row] ?? 0,
        places: rows.placesOf(row),
        looks: judged?.looks ?? table.looks.subarray(from, from + (table.lookCounts[row] ?? 0)),
        ...(holder === undefined ? {} : { holder }),
      });
    };
    const add = (entry: Entry, { vector, looks }: Judged, more: { readonly flags: number; readonly holder?: number }) => {
      const places: number[] = [];
      writer.row({
        key: hashPlaces(entry.key, places),
        type: writer.types.positionOf(entry.type),
        subscription: writer.subscriptions.positionOf(entry.subscription ?? ''),
        vector,
        places,
        looks,
        ...more,
      });
    };

    const { order } = lines;
    const starts = { places: rows.placesFrom, looks: looksFrom };
    for (let position = 0; position < order.length; position += 1) {
      const row = order[position] ?? 0;
      if (row >= 0) {
        let end = row;
        while (order[position + end - row] === end && !judgedByRow.has(end)) {
          lineByRow[end] = position + end - row;
          end += 1;
        }
        if (end > row) {
          writer.copyLines(table, { start: row, end }, starts);
          position += end - row - 1;
          continue;
        }
        lineByRow[row] = position;
        writer.line(lineIn(table, row));
        copy(row);
        continue;
      }
      const at = -1 - row;
      const fresh = lines.fresh[at];
      const entry = added[at];
      const judged = judgedAdded[at];
      if (fresh === undefined || entry === undefined || judged === undefined) continue;
      lineByAdded[at] = position;
      writer.line(fresh);
      add(entry, judged, { flags: 0 });
    }
    for (let row = table.lines; row < table.rows; row += 1)
      if (isGone[row] !== 1) copy(row, Math.max(0, lineByRow[table.holders[row - table.lines] ?? 0] ?? 0));
    for (const { child, judged, holder } of children) add(child, judged, { flags: isEmbedded, holder: lineByAdded[holder] ?? 0 });
    const pieces = this.pieces();
    for (let at = 0; at < pieces.length; at += wordsOfPiece)
      writer.piece(pieces.subarray(at, at + wordsOfPiece - 1), pieces[at + wordsOfPiece - 1] ?? 0);
    return { table: writer.table(), vectors: this.texts.list };
  }

  private entriesByFile(): Renewed['entries'] {
    const counts = new Map<number, number>();
    for (const [run, count] of this.lines.linesOfRuns.entries()) {
      const file = this.part.runs[run * 4] ?? 0;
      counts.set(file, (counts.get(file) ?? 0) + count);
    }
    return [...counts].map(([file, entries]) => ({ file, entries }));
  }
}

/** One bit of each hash that is wanted: of hundreds hardly any other passes. */
const sieve = new Uint8Array(1 << 16);
const sieveMask = sieve.length - 1;

/** @returns rows in rising order. Thousands have looked at several things each, and at what is wanted only some, if any. */
function rowsLookingAt({ looks, lookCounts }: LineTable, wanted: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (const look of wanted) sieve[look & sieveMask] = 1;
  for (let at = 0; at < looks.length; at += 1) {
    const look = looks[at] as number;
    if (sieve[look & sieveMask] === 1 && wanted.has(look)) found.push(at);
  }
  for (const look of wanted) sieve[look & sieveMask] = 0;
  const rows: number[] = [];
  for (let row = 0, end = 0, next = 0; next < found.length && row < lookCounts.length; row += 1) {
    end += lookCounts[row] as number;
    if ((found[next] as number) < end) rows.push(row);
    while (next < found.length && (found[next] as number) < end) next += 1;
  }
  return rows;
}

function rowsIn(isGone: Uint8Array): number[] {
  const rows: number[] = [];
  for (let row = isGone.indexOf(1); row !== -1; row = isGone.indexOf(1, row + 1)) rows.push(row);
  return rows;
}
