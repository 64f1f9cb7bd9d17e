// The first import into an empty store: plain resources are put aside by subscription as they pass by, and then each subscription is
// judged in memory and written in one go, in the order of the tables. What decides about others, and whatever is odd, goes the ordinary way.
import { alikeKnowledge, embeddedIn, isUnreadableKey } from '@plumbline/assess';
import { type Entry, keyOf, type PlainResource, type TextPlace } from '@plumbline/inventory';
import { longestIdBytes } from '../changes.ts';
import { assessmentType, isContextType, isPolicyType } from '../context.ts';
import type { Settled } from '../filling.ts';
import { grouped } from '../grouped.ts';
import { numberList } from '../number-list.ts';
import { turn, turnIfDue } from '../turn.ts';
import { readNumbers } from './edits.ts';
import { type Common, type FirstJudge, firstJudge, type Judged, placesWrittenTo, roundsBetweenTurns, tenantIn } from './first-judge.ts';
import { firstWriter, inOrder } from './first-writer.ts';
import { patternsOf } from './patterns.ts';
import { type Aside, type Spool, spoolIn } from './spool.ts';
import { entryIn, frameOf, resourcesIn, type Spooled } from './spooled.ts';
import { addRid, type Work } from './work.ts';

export interface FirstImport {
  /** @returns false where the entry is to be written at once. */
  take(entry: Entry): boolean;
  /** The same for a resource as it stands in its source. @returns false where it is to be read and written at once */
  takeText(
    bytes: Uint8Array,
    range: { readonly start: number; readonly end: number },
    resource: PlainResource,
    place: TextPlace | undefined,
  ): boolean;
  /** Judges and writes everything that was put aside. */
  write(work: Work, onProgress: (judged: number) => void): Promise<void>;
  close(): void;
}

/** Characters of a body that is put aside. */
const longestBody = 1 << 20;
/** Bytes of a subscription that is judged in memory; a larger one is judged from the database. */
const largestSubscription = 96 << 20;

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
    takeText(bytes, range, resource, place) {
      const { type, idStart, id } = resource;
      const key = keyOf(Buffer.from(bytes.buffer, bytes.byteOffset + idStart, id.end - idStart).toString('latin1'));
      const isOdd = isDecisive({ type, key }) || range.end - range.start > longestBody || id.end - idStart > longestIdBytes;
      if (isOdd || written.has(key)) {
        written.add(key);
        return false;
      }
      spool.addText(bytes, range, resource, place);
      return true;
    },
    async write(work, onProgress) {
      spool.end();
      const writer = await firstWriter(work);
      const patterns = patternsOf(work, writer);
      const common: Common = {
        known: alikeKnowledge(work.setup.plan),
        patterns,
        above: await tenantIn(work),
        haveWritten: await placesWrittenTo(work),
      };
      // Beforehand, too: while rows are given to the database, questions wait behind them.
      await readNumbers(work);
      for (const subscription of inOrder(spool.places())) {
        const latest = latestIn(work, spool, { subscription, written });
        const isInMemory = latest.bytes.length <= largestSubscription;
        const judge = isInMemory ? await firstJudge(work, { ...common, subscription, ...latest }) : undefined;
        await writer.write(await settledIn(work, subscription, { ...latest, judge, generation, isWritten: (key) => written.has(key) }));
        onProgress(work.judged);
        await turn();
      }
      spool.check();
      await writer.end();
    },
    close: () => spool.close(),
  };
}

/** What says something about others, or how they are to be judged. */
function isDecisive({ type, key }: Pick<Entry, 'type' | 'key'>): boolean {
  return isContextType(type) || isPolicyType(type) || type === assessmentType || isUnreadableKey(key);
}

interface Latest extends Aside {
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
  const aside = spool.read(subscription);
  const resources = resourcesIn(aside);
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
  return { ...aside, picked, resources: counting };
}

async function settledIn(
  work: Work,
  subscription: string,
  given: Latest & { readonly judge: FirstJudge | undefined; readonly generation: number; readonly isWritten: (key: string) => boolean },
): Promise<Settled> {
  const { clock, assessedKeys } = work;
  const { bytes, framesEnd, types, picked, resources, judge, generation, isWritten } = given;
  const firstRid = (work.lastRids.get(subscription) ?? 0) + 1;
  const patterns = numberList(Int32Array);
  const shapes = numberList(Float64Array);
  const lookupEnds = numberList(Uint32Array);
  const lookups = numberList(Float64Array);
  let rid = firstRid;
  const note = (judged: Judged | undefined) => {
    if (judged === undefined) addRid(work.dirty, subscription, rid);
    patterns.push(judged?.pattern.id ?? 0);
    shapes.push(judged?.pattern.shape ?? 0);
    if (judged !== undefined) for (const lookup of judged.lookups) lookups.push(lookup);
    lookupEnds.push(lookups.count());
    rid += 1;
  };
  const children: Entry[] = [];
  for (const [index, resource] of resources.entries()) {
    if (resource.type === networkType) {
      const entry = entryIn(bytes, subscription, resource);
      children.push(...embeddedIn(entry));
    }
    // What came from outside is joined with our own verdicts in the ordinary way.
    const judging = assessedKeys.has(resource.key) ? undefined : judge?.judged(rid, index);
    note(judging instanceof Promise ? await judging : judging);
    if (index % roundsBetweenTurns === 0) await turnIfDue();
  }
  const known = new Set(children.length === 0 ? [] : resources.map(({ key }) => key));
  const frames: Buffer[] = [];
  for (const child of children) {
    // Of two with one name the first counts, and any that stands for itself.
    if (judge === undefined || known.has(child.key) || isWritten(child.key) || assessedKeys.has(child.key) || isOddKey(child.key)) {
      work.namedKeys.set(child.key, subscription);
      continue;
    }
    known.add(child.key);
    frames.push(frameOf(child));
    note(await judge.judgedChild(rid, child));
  }
  work.lastRids.set(subscription, rid - 1);
  work.namedKeys.set(`/subscriptions/${subscription}`, subscription);
  return {
    subscription,
    bytes,
    framesEnd,
    types,
    picked,
    implied: Buffer.concat(frames),
    firstRid,
    generation,
    clock,
    patterns: patterns.all().slice(),
    shapes: shapes.all().slice(),
    lookups: lookups.all().slice(),
    lookupEnds: lookupEnds.all().slice(),
  };
}

/** What cannot stand among what is put aside. */
function isOddKey(key: string): boolean {
  return /\0|\p{Surrogate}/u.test(key);
}

/** The only type that holds others. */
const networkType = 'microsoft.network/virtualnetworks';
