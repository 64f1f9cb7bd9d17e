// The first import into an empty store: plain resources are put aside by subscription as they pass by, and then each subscription is
// judged in memory and written in one go, in the order of the tables. What decides about others, and whatever is odd, goes the ordinary way.
import { alikeKnowledge, embeddedIn, isUnreadableKey } from '@plumbline/assess';
import { type Entry, keyOf, type PlainResource } from '@plumbline/inventory';
import { longestIdBytes } from '../changes.ts';
import { assessmentType, isContextType, isPolicyType } from '../context.ts';
import { digestOf } from '../hash.ts';
import { entryFrom, type StoredResource } from '../rows.ts';
import { turn } from '../turn.ts';
import { isAsPrinted } from './as-printed.ts';
import { nextRid } from './edits.ts';
import { type Common, type FirstJudge, firstJudge, tenantIn } from './first-judge.ts';
import { type FirstWriter, firstWriter, inOrder } from './first-writer.ts';
import { patternsOf } from './patterns.ts';
import { type Spool, type Spooled, spoolIn } from './spool.ts';
import { addRid, type Work } from './work.ts';

export interface FirstImport {
  /** @returns false where the entry is to be written at once. */
  take(entry: Entry): boolean;
  /** The same for a resource as it stands in its source. @returns false where it is to be read and written at once */
  takeText(bytes: Uint8Array, range: { readonly start: number; readonly end: number }, resource: PlainResource): boolean;
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
    async write(work, onProgress) {
      const writer = await firstWriter(work);
      const patterns = patternsOf(work, writer.idOf);
      const common: Common = { known: alikeKnowledge(work.setup.plan), patterns, above: await tenantIn(work) };
      for (const subscription of inOrder(spool.places())) {
        const { bytes, resources } = latestIn(work, spool, { subscription, written });
        const isInMemory = bytes.length <= largestSubscription;
        const judge = isInMemory ? await firstJudge(work, { ...common, subscription, bytes, resources }) : undefined;
        await writeSubscription(work, subscription, { bytes, resources, judge, generation, writer });
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
    writer,
  }: {
    readonly bytes: Buffer;
    readonly resources: readonly Spooled[];
    readonly judge: FirstJudge | undefined;
    readonly generation: number;
    readonly writer: FirstWriter;
  },
): Promise<void> {
  const { clock } = work;
  const first = await nextRid(work, subscription);
  writer.begin(subscription);
  for (const [index, resource] of resources.entries()) {
    const { key, id, type, resourceGroup, configured } = resource;
    const rid = first + index;
    const body = bodyOf(bytes, resource);
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
      hash: body.digest,
      generation,
      firstSeen: clock,
      changed: clock,
      shape: 0,
      lookups: [],
    };
    if (type === networkType)
      for (const child of embeddedIn(entryFrom(row, bytes.toString('utf8', resource.from, resource.to))))
        work.namedKeys.set(child.key, subscription);
    // What came from outside is joined with our own verdicts in the ordinary way.
    const judging = work.assessedKeys.has(key) ? undefined : judge?.judged(row, resource);
    const judged = judging instanceof Promise ? await judging : judging;
    if (judged === undefined) addRid(work.dirty, subscription, rid);
    const settled = judged === undefined ? row : { ...row, shape: judged.pattern.shape, lookups: judged.lookups };
    writer.add({ row: settled, bytes: body.bytes, from: body.from, to: body.to }, judged?.pattern);
    if (index % rowsAtOnce === rowsAtOnce - 1) await writer.flush();
  }
  await writer.flush();
  work.lastRids.set(subscription, first + resources.length - 1);
  work.namedKeys.set(`/subscriptions/${subscription}`, subscription);
}

/** A resource's body as it is kept, and the digest of that. */
function bodyOf(
  bytes: Buffer,
  { type, isRaw, digested, from, to }: Spooled,
): { readonly bytes: Uint8Array; readonly from: number; readonly to: number; readonly digest: string } {
  if (!isRaw || isAsPrinted(bytes, from, to)) return { bytes, from, to, digest: digestOf(bytes.subarray(digested, to)) };
  const body = JSON.stringify(JSON.parse(bytes.toString('utf8', from, to)));
  const printed = Buffer.from(body);
  return { bytes: printed, from: 0, to: printed.length, digest: digestOf(`${type} ${body}`) };
}

/** The only type that holds others. */
const networkType = 'microsoft.network/virtualnetworks';
