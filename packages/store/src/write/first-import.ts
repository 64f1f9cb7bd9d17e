// The first import into an empty store: plain resources are put aside by subscription as they pass by, and then each subscription is
// judged in memory and written in one go, in the order of the tables. What decides about others, and whatever is odd, goes the ordinary way.
import { alikeKnowledge, embeddedIn, isUnreadableKey } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { assessmentType, isContextType, isPolicyType } from '../context.ts';
import type { Value } from '../database.ts';
import { digestOf } from '../hash.ts';
import { entryFrom, type StoredResource, valuesOf } from '../rows.ts';
import { tables } from '../tables.ts';
import { turn } from '../turn.ts';
import { nextRid } from './edits.ts';
import { type Common, type FirstJudge, firstJudge, tenantIn } from './first-judge.ts';
import { type Patterns, patternsOf } from './patterns.ts';
import { type Spool, type Spooled, spoolIn } from './spool.ts';
import { addRid, type Work } from './work.ts';

export interface FirstImport {
  /** @returns false where the entry is to be written at once. */
  take(entry: Entry): boolean;
  /** Judges and writes everything that was put aside. */
  write(work: Work, onProgress: (judged: number) => void): Promise<void>;
  close(): void;
}

/** Characters of a body that is put aside. */
const longestBody = 1 << 20;
/** Bytes of a subscription that is judged in memory; a larger one is judged from the database. */
const largestSubscription = 96 << 20;
const rowsAtOnce = 1000;

/** @param generation of the import */
export function firstImport(generation: number): FirstImport {
  const spool = spoolIn();
  /** Keys of what was written at once: what comes later under one of them replaces it there. */
  const written = new Set<string>();
  return {
    take(entry) {
      const { subscription, key } = entry;
      if (subscription === undefined || isDecisive(entry) || written.has(key)) {
        written.add(key);
        return false;
      }
      const body = JSON.stringify(entry.resource);
      if (body.length > longestBody) {
        written.add(key);
        return false;
      }
      spool.add(subscription, entry, body);
      return true;
    },
    async write(work, onProgress) {
      const common: Common = { known: alikeKnowledge(work.setup.plan), patterns: await patternsOf(work), above: await tenantIn(work) };
      for (const subscription of spool.places()) {
        const { bytes, resources } = latestIn(work, spool, { subscription, written });
        const isInMemory = bytes.length <= largestSubscription;
        const judge = isInMemory ? await firstJudge(work, { ...common, subscription, bytes, resources }) : undefined;
        await writeSubscription(work, subscription, { bytes, resources, judge, generation, patterns: common.patterns });
        onProgress(work.judged);
        await turn();
      }
      await common.patterns.close();
    },
    close: () => spool.close(),
  };
}

/** What says something about others, or how they are to be judged. */
function isDecisive({ type, key }: Entry): boolean {
  return isContextType(type) || isPolicyType(type) || type === assessmentType || isUnreadableKey(key);
}

/** Of several with one key the last counts, in the place of the first. */
function latestIn(
  work: Work,
  spool: Spool,
  { subscription, written }: { readonly subscription: string; readonly written: ReadonlySet<string> },
): { readonly bytes: Buffer; readonly resources: readonly Spooled[] } {
  const { bytes, resources } = spool.read(subscription);
  const latest = new Map<string, Spooled>();
  for (const resource of resources) latest.set(resource.key, resource);
  for (const key of latest.keys()) if (written.has(key)) latest.delete(key);
  work.put += latest.size;
  for (const { type } of latest.values()) {
    const place = `${subscription} ${type}`;
    work.typeDifferences.set(place, (work.typeDifferences.get(place) ?? 0) + 1);
  }
  return { bytes, resources: latest.size === resources.length ? resources : [...latest.values()] };
}

async function writeSubscription(
  work: Work,
  subscription: string,
  {
    bytes,
    resources,
    judge,
    generation,
    patterns,
  }: {
    readonly bytes: Buffer;
    readonly resources: readonly Spooled[];
    readonly judge: FirstJudge | undefined;
    readonly generation: number;
    readonly patterns: Patterns;
  },
): Promise<void> {
  const { transaction, clock } = work;
  const first = await nextRid(work, subscription);
  let rows: (readonly Value[])[] = [];
  let bodies: (readonly Value[])[] = [];
  let ids: number[] = [];
  let next = first;
  const flush = async () => {
    await transaction.append('resource', tables.resource, rows);
    await transaction.append('body', tables.body, bodies);
    await patterns.write(subscription, next, ids);
    await judge?.flush();
    next += rows.length;
    rows = [];
    bodies = [];
    ids = [];
  };
  for (const [index, resource] of resources.entries()) {
    const { key, id, type, resourceGroup, configured } = resource;
    const rid = first + index;
    const body = bytes.toString('utf8', resource.from, resource.to);
    const row: StoredResource = {
      subscription,
      rid,
      key,
      id,
      type,
      resourceGroup,
      implied: false,
      deleted: false,
      configured,
      hash: digestOf(`${type} ${body}`),
      generation,
      firstSeen: clock,
      changed: clock,
      shape: 0,
      lookups: [],
    };
    if (type === networkType) for (const child of embeddedIn(entryFrom(row, body))) work.namedKeys.set(child.key, subscription);
    // What came from outside is joined with our own verdicts in the ordinary way.
    const judging = work.assessedKeys.has(key) ? undefined : judge?.judged(row, resource);
    const judged = judging instanceof Promise ? await judging : judging;
    if (judged === undefined) addRid(work.dirty, subscription, rid);
    rows.push(valuesOf(judged === undefined ? row : { ...row, ...judged }));
    ids.push(judged?.pattern ?? 0);
    bodies.push([subscription, rid, body]);
    if (rows.length >= rowsAtOnce) await flush();
  }
  await flush();
  work.lastRids.set(subscription, first + resources.length - 1);
  work.namedKeys.set(`/subscriptions/${subscription}`, subscription);
}

/** The only type that holds others. */
const networkType = 'microsoft.network/virtualnetworks';
