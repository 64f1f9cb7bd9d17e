import type { Entry, OfferedLine } from '@plumbline/inventory';
import { type LineKeys, wordsOfKeys } from '../../alike/line-keys.ts';
import { ancestorsOf } from '../../arm-id.ts';
import type { ResourceState } from '../../run.ts';
import { isUnreadableKey } from '../../unreadable.ts';
import type { VerdictVector } from '../../verdict-vectors.ts';
import type { Watch } from '../../watch.ts';
import {
  isEmbedded,
  isFixed,
  isGiven,
  isJoined,
  isNoSubject,
  isSubscription,
  noVector,
  TableWriter,
  Words,
  wordsOfDigest,
} from './line-table.ts';
import { hashOf, hashPlaces, hashUnder } from './place-hash.ts';

/** What a part may be asked again line by line. */
export interface RecordedLines {
  readonly table: ReturnType<TableWriter['table']>;
  /** Vectors as JSON, by their positions in the table. */
  readonly vectors: readonly string[];
}

const noSubjects = new Set(['microsoft.security/assessments', 'microsoft.authorization/policyexemptions']);
const fixedTypes = new Set([
  ...noSubjects,
  'microsoft.resources/subscriptions',
  'microsoft.management/managementgroups',
  'microsoft.management/managementgroups/subscriptions',
  'microsoft.authorization/policyassignments',
]);

/** @returns what is special about the line of an entry. */
export function flagsOf({ key, type }: { readonly key: string; readonly type: string }): number {
  if (noSubjects.has(type) || isUnreadableKey(key)) return isFixed | isNoSubject;
  return fixedTypes.has(type) ? isFixed : 0;
}

/** Gathers hashes of what one resource looked at, each once. */
export class Looks implements Pick<Watch, 'byKey' | 'under'> {
  list: number[] = [];

  byKey(key: string): void {
    this.add(hashOf(key));
  }

  under(place: string, type: string): void {
    this.add(hashUnder(hashOf(place), hashOf(type)));
  }

  private add(look: number): void {
    if (!this.list.includes(look)) this.list.push(look);
  }
}

/** Notes down, while a part is assessed in full, what assessing some of its lines again will need. */
export class PartRecorder implements Watch {
  private readonly writer = new TableWriter();
  private readonly keys: LineKeys;
  private readonly digests = new Words();
  private readonly reads = new Words();
  private readonly sizes = new Words();
  private readonly entryByLine = new Map<number, Entry>();
  private readonly vectorTexts: string[] = [];
  private readonly positionByVector = new Map<VerdictVector, number>();
  private readonly lineByHolder = new Map<number, number>();
  private readonly endsOfRuns: number[] = [];
  private lookedAt = new Looks();
  private lines = 0;
  private entries = 1;
  private isOdd = false;
  private current: ResourceState | undefined;

  /** @param keys told of each line that is read */
  constructor(keys: LineKeys) {
    this.keys = keys;
  }

  /** Called before the line is read. */
  line({ bytes, from, to }: OfferedLine): void {
    if (this.entries !== 1) this.isOdd = true;
    this.entries = 0;
    this.lines += 1;
    this.digests.pushAll(this.keys.digester.of(bytes, from, to).subarray(0, wordsOfDigest));
    this.sizes.push(to - from);
    this.keys.clear();
  }

  /** The line was taken from its bytes, or it was not. */
  read(isTaken: boolean): void {
    if (isTaken) this.entries += 1;
    this.reads.pushAll(this.keys.words);
  }

  entry(entry: Entry): void {
    this.entries += 1;
    this.entryByLine.set(this.lines - 1, entry);
    if (isUnreadableKey(entry.key)) this.isOdd = true;
  }

  byKey(key: string): void {
    this.lookedAt.byKey(key);
  }

  under(place: string, type: string): void {
    this.lookedAt.under(place, type);
  }

  subject(state: ResourceState): void {
    this.lookedAt = new Looks();
    this.current = state;
  }

  decided(vector: VerdictVector, joined: boolean): void {
    const state = this.current;
    if (state === undefined) return;
    const flags = joined ? isJoined : 0;
    this.passNoSubjects();
    const { rows } = this.writer;
    if (rows < this.lines) {
      const entry = this.entryByLine.get(rows);
      if (entry !== undefined && entry.key !== state.key) this.isOdd = true;
      this.row(state, vector, flags | flagsOf(state));
      if (state.type === 'microsoft.network/virtualnetworks') this.lineByHolder.set(hashOf(state.key), rows);
      return;
    }
    if (state.implied !== true) this.isOdd = true;
    const holder = this.lineByHolder.get(hashOf(ancestorsOf(state.key)[0] ?? ''));
    const kind = state.type === 'microsoft.resources/subscriptions' ? isSubscription : holder === undefined ? isGiven : isEmbedded;
    if (kind === isGiven && !joined) this.isOdd = true;
    this.row(state, vector, flags | kind, holder ?? 0);
  }

  /** All lines of a run were told. */
  endRun(): void {
    this.endsOfRuns.push(this.lines);
  }

  /** @returns undefined where the part can only be assessed as a whole. @param places of its runs in blocks, so many words each */
  recorded(places: Uint32Array, words: number): RecordedLines | undefined {
    this.passNoSubjects();
    const { writer, lines } = this;
    if (this.isOdd || this.entries !== 1 || writer.rows < lines) return undefined;
    const digests = this.digests.all();
    const reads = this.reads.all();
    const sizes = this.sizes.all();
    for (let at = 0; at < lines; at += 1) {
      const digest = digests.subarray(at * wordsOfDigest, (at + 1) * wordsOfDigest);
      writer.line({ digest, reads: reads.subarray(at * wordsOfKeys, (at + 1) * wordsOfKeys), bytes: sizes[at] ?? 0 });
    }
    for (const [run, end] of this.endsOfRuns.entries())
      writer.piece(places.subarray(run * words, (run + 1) * words), end - (this.endsOfRuns[run - 1] ?? 0));
    return { table: writer.table(), vectors: this.vectorTexts };
  }

  /** Lines that are told of nowhere. */
  private passNoSubjects(): void {
    for (let entry = this.entryByLine.get(this.writer.rows); entry !== undefined; entry = this.entryByLine.get(this.writer.rows)) {
      const flags = flagsOf(entry);
      if ((flags & isNoSubject) === 0) return;
      this.row({ key: entry.key, type: entry.type, subscription: entry.subscription ?? '' }, undefined, flags);
    }
  }

  private row(
    { key, type, subscription }: Pick<ResourceState, 'key' | 'type' | 'subscription'>,
    vector: VerdictVector | undefined,
    flags: number,
    holder?: number,
  ): void {
    const places: number[] = [];
    const { writer } = this;
    writer.row({
      key: hashPlaces(key, places),
      type: writer.types.positionOf(type),
      subscription: writer.subscriptions.positionOf(subscription),
      vector: vector === undefined ? noVector : this.positionOf(vector),
      flags,
      places,
      looks: vector === undefined ? [] : this.lookedAt.list,
      ...(holder === undefined ? {} : { holder }),
    });
  }

  private positionOf(vector: VerdictVector): number {
    let position = this.positionByVector.get(vector);
    if (position === undefined) {
      position = this.vectorTexts.length;
      this.vectorTexts.push(vector.text);
      this.positionByVector.set(vector, position);
    }
    return position;
  }
}
