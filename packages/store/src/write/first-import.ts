// The first import into an empty store: plain resources are put aside by subscription as they pass by, and then each subscription is
// judged in memory and written in one go, in the order of the tables. What decides about others, and whatever is odd, goes the ordinary way.
import { alikeKnowledge, embeddedIn, isUnreadableKey } from '@plumbline/assess';
import { type Entry, keyOf, type PlainResource } from '@plumbline/inventory';
import { longestIdBytes } from '../changes.ts';
import { assessmentType, isContextType, isPolicyType } from '../context.ts';
import type { Fill, Settled } from '../filling.ts';
import { grouped } from '../grouped.ts';
import { numberList } from '../number-list.ts';
import { entryFrom } from '../rows.ts';
import { turn } from '../turn.ts';
import { nextRid } from './edits.ts';
import { type Common, type FirstJudge, firstJudge, tenantIn } from './first-judge.ts';
import { firstWriter, inOrder } from './first-writer.ts';
import { patternsOf } from './patterns.ts';
import { type Spool, spoolIn } from './spool.ts';
import { resourcesIn, type Spooled } from './spooled.ts';
import { addRid, type Work } from './work.ts';

export interface FirstImport {
  /** @returns false where the entry is to be written at once. */
  take(entry: Entry): boolean;
  /** The same for a resource as it stands in its source. @returns false where it is to be read and written at once */
  takeText(bytes: Uint8Array, range: { readonly start: number; readonly end: number }, resource: PlainResource): boolean;
  /** @returns when more is welcome */
  ready(): Promise<void>;
  /** Judges and writes everything that was put aside. */
  write(work: Work, onProgress: (judged: number) => void): Promise<void>;
  close(): void;
}

/** Characters of a body that is put aside. */
const longestBody = 1 << 20;
/** Bytes of a subscription that is judged in memory; a larger one is judged from the database. */
const largestSubscription = 96 << 20;

/** @param generation of the import */
export function firstImport(generation: number, fill: Fill | undefined): FirstImport {
  const spool = spoolIn(fill?.putAside);
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
    takeText(bytes, range, resource) {
      const { type, idStart, id } = resource;
      const key = keyOf(Buffer.from(bytes.buffer, bytes.byteOffset + idStart, id.end - idStart).toString('latin1'));
      const isOdd = isDecisive({ type, key }) || range.end - range.start > longestBody || id.end - idStart > longestIdBytes;
      if (isOdd || written.has(key)) {
        written.add(key);
        return false;
      }
      spool.addText(bytes, range, resource);
      return true;
    },
    ready: () => spool.ready(),
    async write(work, onProgress) {
      await spool.end();
      await fill?.areAside();
      const writer = await firstWriter(work);
      const patterns = patternsOf(work, writer);
      const common: Common = { known: alikeKnowledge(work.setup.plan), patterns, above: await tenantIn(work) };
      for (const subscription of inOrder(spool.places())) {
        const latest = latestIn(work, spool, { subscription, written });
        const isInMemory = latest.bytes.length <= largestSubscription;
        const judge = isInMemory ? await firstJudge(work, { ...common, subscription, ...latest }) : undefined;
        await writer.write(await settledIn(work, subscription, { ...latest, judge, generation }));
        onProgress(work.judged);
        await turn();
      }
      await writer.end();
    },
    close: () => spool.close(),
  };
}

/** What says something about others, or how they are to be judged. */
function isDecisive({ type, key }: Pick<Entry, 'type' | 'key'>): boolean {
  return isContextType(type) || isPolicyType(type) || type === assessmentType || isUnreadableKey(key);
}

interface Latest {
  readonly bytes: Buffer;
  /** Which of those in the bytes count; undefined: all. */
  readonly picked: Uint32Array | undefined;
  readonly resources: readonly Spooled[];
}

/** Of several with one key the last counts, in the place of the first. */
function latestIn(
  work: Work,
  spool: Spool,
  { subscription, written }: { readonly subscription: string; readonly written: ReadonlySet<string> },
): Latest {
  const bytes = spool.read(subscription);
  const resources = resourcesIn(bytes);
  const latest = new Map<string, number>();
  for (const [index, { key }] of resources.entries()) latest.set(key, index);
  for (const key of latest.keys()) if (written.has(key)) latest.delete(key);
  const isAll = latest.size === resources.length;
  const picked = isAll ? undefined : Uint32Array.from(latest.values());
  const counting = picked === undefined ? resources : [...picked].flatMap((index) => resources[index] ?? []);
  work.put += counting.length;
  for (const [type, own] of grouped(counting, (resource) => resource.type)) {
    const place = `${subscription} ${type}`;
    work.typeDifferences.set(place, (work.typeDifferences.get(place) ?? 0) + own.length);
  }
  return { bytes, picked, resources: counting };
}

async function settledIn(
  work: Work,
  subscription: string,
  { bytes, picked, resources, judge, generation }: Latest & { readonly judge: FirstJudge | undefined; readonly generation: number },
): Promise<Settled> {
  const { clock } = work;
  const firstRid = await nextRid(work, subscription);
  const patterns = new Int32Array(resources.length);
  const shapes = new Float64Array(resources.length);
  const lookupEnds = new Uint32Array(resources.length);
  const lookups = numberList(Float64Array);
  for (const [index, resource] of resources.entries()) {
    const { key, type } = resource;
    const rid = firstRid + index;
    if (type === networkType) {
      const entry = entryFrom({ ...resource, subscription }, bytes.toString('utf8', resource.from, resource.to));
      for (const child of embeddedIn(entry)) work.namedKeys.set(child.key, subscription);
    }
    // What came from outside is joined with our own verdicts in the ordinary way.
    const judging = work.assessedKeys.has(key) ? undefined : judge?.judged(rid, resource);
    const judged = judging instanceof Promise ? await judging : judging;
    if (judged === undefined) addRid(work.dirty, subscription, rid);
    else {
      patterns[index] = judged.pattern.id;
      shapes[index] = judged.pattern.shape;
      for (const lookup of judged.lookups) lookups.push(lookup);
    }
    lookupEnds[index] = lookups.count();
  }
  work.lastRids.set(subscription, firstRid + resources.length - 1);
  work.namedKeys.set(`/subscriptions/${subscription}`, subscription);
  return { subscription, bytes, picked, firstRid, generation, clock, patterns, shapes, lookups: lookups.all().slice(), lookupEnds };
}

/** The only type that holds others. */
const networkType = 'microsoft.network/virtualnetworks';
