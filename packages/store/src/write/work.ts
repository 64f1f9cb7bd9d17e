import type { ImportedAssessment } from '@plumbline/assess';
import type { Entry, NotPermitted } from '@plumbline/inventory';
import { type Context, isRefused } from '../context.ts';
import type { Transaction, Value } from '../database.ts';
import type { Mirror } from '../mirror.ts';
import type { Setup } from '../setup.ts';
import type { MomentKind } from '../store.ts';
import type { Answers } from './answers.ts';
import type { BulkLoad } from './bulk-load.ts';
import type { FirstImport } from './first-import.ts';
import type { JournalChanges } from './journal.ts';

/** One change of one thing, normalised; what every line of a batch and every entry of an import becomes. */
export type Edit =
  /** `isKept`: no completion deletes it until an import has held it. */
  | { readonly kind: 'put'; readonly entry: Entry; readonly isKept?: true }
  | { readonly kind: 'delete'; readonly key: string }
  | {
      readonly kind: 'complete';
      readonly scope: string;
      readonly types: readonly string[] | undefined;
      readonly except?: readonly string[];
      readonly since?: number;
    }
  | { readonly kind: 'declare'; readonly type: string; readonly subscription: string }
  /** What could not be read, in place of what could not be read before. */
  | { readonly kind: 'refuse'; readonly notPermitted: readonly NotPermitted[] };

/** A resource by its subscription and number. */
export type Rids = Map<string, Set<number>>;

/** Everything that one transaction gathers on its way to the next moment. */
export interface Work {
  /** Replaced when what the estate assigns has changed. */
  setup: Setup;
  readonly transaction: Transaction;
  /** What look-ups were answered; kept from one write to the next where nobody else writes. */
  answers: Answers;
  /** What was committed before. */
  readonly mirror: Mirror;
  readonly kind: MomentKind;
  /** Milliseconds since 1970: never before the last moment's. */
  readonly clock: number;
  /** Nothing was stored before: no dependents to look for, no transitions to tell. */
  readonly isFirst: boolean;
  context: Context;
  generation: number;
  isGenerationChanged: boolean;
  /** Something that decides which policies hold where has come, gone or changed. */
  isPolicyTouched: boolean;
  put: number;
  deleted: number;
  judged: number;
  unchanged: number;
  /** Of those put or unchanged: what this import had held before under the same key. */
  seenAgain: number;
  /** Where an empty embedded store is filled. */
  bulk: BulkLoad | undefined;
  /** Where an empty store is filled. */
  first: FirstImport | undefined;
  readonly lastRids: Map<string, number>;
  /** Resources to judge again, and those that only exemptions may decide anew. */
  readonly dirty: Rids;
  readonly resettled: Rids;
  /** Hashes of look-ups whose answers have changed. */
  readonly lookups: Set<number>;
  /** By `subscription type`: how many real resources came or went. */
  readonly typeDifferences: Map<string, number>;
  /** Keys that may have become known, or unknown, only because something else names them. */
  readonly namedKeys: Map<string, string>;
  /** Keys of which an assessment from outside came, went or changed. */
  readonly assessedKeys: Set<string>;
  /** Assessments from outside, by their own key, and rows of such to be removed: subscription, assessed key, own key. */
  readonly importedAdded: Map<string, ImportedAssessment>;
  readonly importedRemoved: (readonly [string, string, string])[];
  /** Versions of context entries to be written; null: gone. */
  readonly contextChanges: Map<string, { readonly subscription: string; readonly entry: Entry | null }>;
  readonly declaredChanges: Set<string>;
  /** Of what was declared before: it holds no longer. */
  readonly undeclared: Set<string>;
  /** Undefined: as it was. */
  notPermitted: readonly NotPermitted[] | undefined;
  /** Ids by text, of shapes made here; not known to others before the commit. */
  readonly newShapes: Map<string, number>;
  readonly journal: Map<string, JournalChanges>;
  readonly transitions: (readonly Value[])[];
  statusChanges: number;
  readonly changedResources: {
    readonly key: string;
    readonly id: string;
    readonly type: string;
    readonly subscription: string;
    readonly change: 'put' | 'delete' | 'status';
  }[];
  readonly touched: Map<string, 'put' | 'delete'>;
}

export function workOf(given: Pick<Work, 'setup' | 'transaction' | 'answers' | 'mirror' | 'kind' | 'clock' | 'generation'>): Work {
  const { setup, transaction, answers, mirror, kind, clock, generation } = given;
  return {
    // Name by name: measured, so many properties after a spread take 27 KB, and 3 KB so.
    setup,
    transaction,
    answers,
    mirror,
    kind,
    clock,
    generation,
    isFirst: isEmpty(mirror),
    context: mirror.context,
    isGenerationChanged: false,
    isPolicyTouched: false,
    put: 0,
    deleted: 0,
    judged: 0,
    unchanged: 0,
    seenAgain: 0,
    bulk: undefined,
    first: undefined,
    lastRids: new Map(),
    dirty: new Map(),
    resettled: new Map(),
    lookups: new Set(),
    typeDifferences: new Map(),
    namedKeys: new Map(),
    assessedKeys: new Set(),
    importedAdded: new Map(),
    importedRemoved: [],
    contextChanges: new Map(),
    declaredChanges: new Set(),
    undeclared: new Set(),
    notPermitted: undefined,
    newShapes: new Map(),
    journal: new Map(),
    transitions: [],
    statusChanges: 0,
    changedResources: [],
    touched: new Map(),
  };
}

/** Nothing was ever taken in. */
export function isEmpty({ counts, sequence }: Mirror): boolean {
  return counts.size === 0 && sequence <= 1;
}

export function addRid(rids: Rids, subscription: string, rid: number): void {
  const own = rids.get(subscription);
  if (own === undefined) rids.set(subscription, new Set([rid]));
  else own.add(rid);
}

/** How many real resources of a type there were before this transaction. */
export function countBefore(work: Work, subscription: string, type: string): number {
  return work.mirror.types.get(subscription)?.get(type) ?? 0;
}

/** Whether everything of a type is known there: something is, or it was said to be. Only kept types can be looked at. */
export function isCollected(work: Work, subscription: string, type: string): boolean {
  const { declared } = work.context;
  if (isRefused(work.context, subscription, type)) return false;
  if (declared.has(`${subscription} ${type}`) || declared.has(`* ${type}`)) return true;
  if (!work.setup.plan.keptPathsByType.has(type)) return false;
  return countBefore(work, subscription, type) + (work.typeDifferences.get(`${subscription} ${type}`) ?? 0) > 0;
}
