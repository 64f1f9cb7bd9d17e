// Keeps a store current: a full round now and then, and between rounds what Resource Graph says has changed.

import type { Clock } from '../clock.ts';
import { type CollectOptions, type CollectResult, type ConnectOptions, collectWith, connect } from '../collect.ts';
import { refusedTypes } from '../export/manifest.ts';
import type { Client } from '../http/client.ts';
import { CollectError, reasonOf } from '../problems.ts';
import { type ApiVersions, apiVersions } from '../work/api-versions.ts';
import { needsOf } from '../work/needs.ts';
import { changesIn, changesKeptMs } from './changes.ts';
import { type Counts, countsOf } from './counts.ts';
import type { Imported, KeepLog, KeptStore } from './kept-store.ts';
import { keyOfSelection, type Memory, memoryIn, memoryJson } from './memory.ts';
import { reread } from './reread.ts';

export interface KeepOptions
  extends Omit<ConnectOptions, 'signal'>,
    Omit<CollectOptions, keyof ConnectOptions | 'catalogue' | 'known' | 'onProgress'> {
  /** From the beginning of one full round to that of the next. */
  readonly intervalMs: number;
  /** Between readings of changes; a minute, or a quarter of the interval where that is less. */
  readonly changesMs?: number | 'never';
}

export interface Keeper {
  /** Until the signal is aborted. Its failures are logged, and tried again. */
  run(given: { readonly store: KeptStore; readonly log: KeepLog; readonly signal: AbortSignal }): Promise<void>;
  readonly counts: () => Counts;
}

/** Changes are told some minutes after they happened; what was read once is not read again. */
const lateMs = 600_000;
/** The first try again after a round that failed; each further one waits twice as long, up to the interval. */
const againMs = 60_000;

export function keeperOf(options: KeepOptions): Keeper {
  const counted = countsOf();
  return {
    counts: counted.counts,
    async run({ store, log, signal }) {
      const { client, clock, close } = connect({ ...options, signal });
      const { managementGroups, subscriptions, endpoints } = options;
      const key = keyOfSelection({ managementGroups, subscriptions, endpoints, tenant: options.tenant });
      const memory = memoryIn(await store.memory(), key);
      try {
        await keep({
          options,
          store,
          log,
          signal,
          client,
          clock,
          memory,
          counted,
          seen: new Set(),
          versions: undefined,
          refused: new Map(),
        });
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        await close();
      }
    },
  };
}

interface Keeping {
  readonly options: KeepOptions;
  readonly store: KeptStore;
  readonly log: KeepLog;
  readonly signal: AbortSignal;
  readonly client: Client;
  readonly clock: Clock;
  memory: Memory;
  readonly counted: ReturnType<typeof countsOf>;
  /** Ids of changes that were dealt with. */
  seen: Set<string>;
  versions: ApiVersions | undefined;
  /** Of the last round. */
  refused: ReturnType<typeof refusedTypes>;
}

/** Rounds and readings come one after the other, so that none runs into another. Waits are counted down: clocks that are set change nothing. */
async function keep(keeping: Keeping): Promise<void> {
  const { options, clock, signal, memory } = keeping;
  const { intervalMs } = options;
  const { changesMs: given = Math.min(60_000, intervalMs / 4) } = options;
  const changesMs = given === 'never' ? Number.POSITIVE_INFINITY : given;
  const sinceRound = memory.roundEndedAt === undefined ? intervalMs : clock.now() - memory.roundEndedAt;
  // A round in the future was made before the clock was set back.
  let untilRound = sinceRound < 0 ? 0 : Math.max(0, intervalMs - sinceRound);
  let untilChanges = given === 'never' ? Number.POSITIVE_INFINITY : 0;
  let failures = 0;
  while (!signal.aborted) {
    const waitMs = Math.min(untilRound, untilChanges);
    await clock.sleep(waitMs, signal);
    untilRound -= waitMs;
    untilChanges -= waitMs;
    const begun = clock.now();
    if (untilRound <= 0) {
      const isDone = await round(keeping);
      failures = isDone ? 0 : failures + 1;
      const nextMs = isDone ? intervalMs : Math.min(intervalMs, againMs * 2 ** (failures - 1)) * (1 + clock.random() / 10);
      // A round that takes longer than the interval is followed by a pause, not by the next one.
      untilRound = Math.max(nextMs - spentSince(begun, clock), Math.min(nextMs, 10_000));
      untilChanges = changesMs;
    } else {
      const wantsRound = await readChanges(keeping);
      untilRound = wantsRound ? 0 : untilRound - spentSince(begun, clock);
      untilChanges = changesMs;
    }
  }
}

function spentSince(begun: number, clock: Clock): number {
  return Math.max(0, clock.now() - begun);
}

/** @returns whether it came to its end. What could not be read, and everything when it did not, stays in the store as it was. */
async function round(keeping: Keeping): Promise<boolean> {
  const { options, store, log, signal, client, clock, counted, memory } = keeping;
  const begun = clock.now();
  const before = client.requests();
  counted.begin();
  try {
    const catalogue = store.catalogue();
    const result = await collectWith(client, clock, { ...options, catalogue, signal, known: memory.subscriptions });
    const imported = await store.importExport(options.out);
    const gone = memory.subscriptions.filter((id) => !result.wanted.includes(id));
    const deleted = await takeAway(gone, keeping);
    keeping.memory = { ...memory, roundEndedAt: clock.now(), seenUntil: Date.parse(result.startedAt), subscriptions: result.wanted };
    keeping.versions = undefined;
    await store.remember(memoryJson(keeping.memory));
    tell(result, imported, keeping, { deleted, begun });
    counted.ended({ refused: result.refused.length, requests: client.requests() - before, now: clock.now() });
    return true;
  } catch (error) {
    counted.failed(client.requests() - before);
    if (signal.aborted) return false;
    const hint = error instanceof CollectError ? { code: error.code, hint: error.hint } : { err: error };
    log.error({ ...hint, ms: spentSince(begun, clock) }, `A round of collecting failed; the store is as before. ${reasonOf(error)}`);
    return false;
  }
}

/** A subscription that is no longer there at all: everything of it goes. */
async function takeAway(subscriptions: readonly string[], { store, log }: Keeping): Promise<number> {
  let deleted = 0;
  for (const id of subscriptions) {
    const ids = await store.idsIn(`/subscriptions/${id}`);
    deleted += (await store.take([], ids)).deleted;
    log.info({ subscription: id, deleted: ids.length }, 'The subscription is no longer there.');
  }
  return deleted;
}

function tell(
  result: CollectResult,
  { put, deleted, scoreBefore, scoreAfter }: Imported,
  keeping: Keeping,
  more: { readonly deleted: number; readonly begun: number },
): void {
  const { log, clock } = keeping;
  const { subscriptions, things, requests, isResumed } = result;
  log.info(
    { subscriptions, things, requests, isResumed, put, deleted: deleted + more.deleted, ms: spentSince(more.begun, clock) },
    'Collected.',
  );
  for (const note of result.notes) log.warn({}, note);
  const { refused } = keeping;
  keeping.refused = refusedTypes(result.refused);
  for (const [type, { count, reason, status }] of keeping.refused) {
    // Once is a warning; the same again each quarter of an hour would hide the others.
    const isNew = refused.get(type)?.count !== count;
    log[isNew ? 'warn' : 'info'](
      { type, places: count, status, reason },
      'Not readable: what needs it is not assessed, and what was known stays.',
    );
  }
  for (const type of refused.keys()) if (!keeping.refused.has(type)) log.info({ type }, 'Readable again.');
  if (result.refused.length > 0 && scoreBefore !== null && (scoreAfter ?? 0) > scoreBefore) {
    log.warn(
      { scoreBefore, scoreAfter },
      'The score has risen while not everything could be read: see what coverage says was not collected.',
    );
  }
}

/** @returns whether only a full round can tell what has changed. */
async function readChanges(keeping: Keeping): Promise<boolean> {
  const { options, store, log, signal, client, clock, counted, memory, seen } = keeping;
  const since = memory.seenUntil;
  if (since === undefined || memory.subscriptions.length === 0) return false;
  const begun = clock.now();
  const before = client.requests();
  try {
    const needs = needsOf(store.catalogue(), { everyType: options.everyType === true, policies: options.policies === true });
    const types = needs.isEveryType ? undefined : [...(needs.queries.get('resources') ?? [])];
    const sinceMs = Math.max(0, begun - since) + lateMs;
    if (sinceMs > changesKeptMs) return true;
    const read = await changesIn(client, { subscriptions: memory.subscriptions, sinceMs, types });
    if (read.kind === 'too-many') {
      log.info({}, 'So much has changed that a full round is quicker.');
      return true;
    }
    if (read.kind === 'refused') {
      if (counted.changesRefused()) log.warn(read, 'Changes cannot be read; the store is kept current by full rounds alone.');
      return false;
    }
    counted.changesRead();
    const news = read.changes.filter(({ id }) => !seen.has(id));
    const targets = new Map(news.map((change) => [change.target.toLowerCase(), change]));
    if (targets.size > 0) {
      keeping.versions ??= apiVersions(client, memory.subscriptions[0] ?? '');
      const { put, gone, refused } = await reread(targets, {
        client,
        store,
        needs,
        versions: keeping.versions,
        appSettings: options.appSettings !== false,
      });
      const taken = await store.take(put, gone);
      counted.changed(taken);
      log.info(
        { changed: targets.size, ...taken, requests: client.requests() - before, ms: spentSince(begun, clock) },
        'Taken in what changed.',
      );
      for (const [type, { count, reason, status }] of refusedTypes(refused))
        log.warn({ type, places: count, status, reason }, 'Not readable: what needs it is not assessed, and what was known stays.');
    }
    // Only the changes of the overlap can come again.
    keeping.seen = new Set(read.changes.map(({ id }) => id));
    keeping.memory = { ...memory, seenUntil: begun };
    await store.remember(memoryJson(keeping.memory));
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, `Changes could not be taken in; they are tried again. ${reasonOf(error)}`);
  }
  return false;
}
