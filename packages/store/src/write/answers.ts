// The estate as verdicts see it, read from the database as they ask. A judge is a plain function and cannot wait, so it is run, what it
// missed is loaded, and it is run again until nothing is missing.
import { ancestorsOf, type Estate, prune, subscriptionOf } from '@plumbline/assess';
import type { JsonObject, Resource } from '@plumbline/policy';
import { type Reader, type Row, textAt } from '../database.ts';
import { grouped } from '../grouped.ts';
import { hash53 } from '../hash.ts';
import { type Lookup, lookupText } from '../lookup.ts';
import { rangeUnder } from '../rows.ts';

/** What verdicts ask besides resources, and the right to read a subscription. */
export interface Surroundings {
  isCollected(subscription: string, type: string): boolean;
  managementGroupsOf(subscription: string): readonly string[];
}

export interface Answers {
  /** An estate that adds the hash of every look-up to `asked`, and tells of each resource that it answers with. */
  estate(surroundings: Surroundings, asked: Set<number>, onAnswer?: (resource: Resource) => void): Estate;
  /** How many look-ups could not be answered so far: when it has grown during a judgement, that has to be repeated. */
  readonly missed: number;
  /** Loads what was missed. @param lock called before anything of a subscription is read */
  load(reader: Reader, lock: (subscription: string) => Promise<void>): Promise<void>;
  /** Forgets the answers to look-ups with these hashes. */
  forget(hashes: ReadonlySet<number>): void;
  clear(): void;
  /** Forgets everything when it has grown large; between pages only. */
  trim(): void;
}

type Lock = (subscription: string) => Promise<void>;

const mostKept = 20_000;
const nothing: readonly Resource[] = [];
const columns = 'r.key AS key, r.type AS type, b.body AS body';
const from = 'FROM resource r JOIN body b ON b.subscription = r.subscription AND b.rid = r.rid';
const isReal = 'r.deleted = 0 AND r.implied = 0';

function told(list: readonly Resource[], onAnswer: ((resource: Resource) => void) | undefined): readonly Resource[] {
  if (onAnswer !== undefined) for (const resource of list) onAnswer(resource);
  return list;
}

/** @param keptPathsByType of the plan: what others may see of each type */
export function answersFor(keptPathsByType: ReadonlyMap<string, ReadonlySet<string> | '*'>): Answers {
  const resources = new Map<string, Resource | undefined>();
  const lists = new Map<string, readonly Resource[]>();
  const textByHash = new Map<number, string>();
  const missing = new Map<string, Lookup>();
  let missed = 0;
  const remember = (text: string) => textByHash.set(hash53(text), text);
  const miss = (text: string, lookup: Lookup) => {
    missed += 1;
    missing.set(text, lookup);
  };

  const list = (asked: Set<number>, lookup: Lookup): readonly Resource[] => {
    const text = lookupText(lookup);
    asked.add(hash53(text));
    const found = lists.get(text);
    if (found === undefined) miss(text, lookup);
    return found ?? nothing;
  };
  const note = (asked: Set<number>, lookup: Lookup) => asked.add(hash53(lookupText(lookup)));

  const resourceIn = (row: Row): Resource | undefined => {
    const key = textAt(row, 'key');
    if (resources.has(key)) return resources.get(key);
    remember(`k ${key}`);
    const paths = keptPathsByType.get(textAt(row, 'type'));
    // Pruned as in a scan, so that no verdict sees here what it would not see there.
    const resource = paths === undefined ? undefined : prune(JSON.parse(textAt(row, 'body')) as JsonObject, paths);
    resources.set(key, resource);
    return resource;
  };
  const sorted = (rows: readonly Row[]): readonly Resource[] =>
    rows
      .toSorted((a, b) => (textAt(a, 'key') < textAt(b, 'key') ? -1 : 1))
      .map(resourceIn)
      .filter((resource) => resource !== undefined);

  const loadKeys = async (reader: Reader, lock: Lock, keys: readonly string[]) => {
    const bySubscription = grouped(keys, (key) => subscriptionOf(key) ?? '');
    for (const [subscription, own] of bySubscription) {
      await lock(subscription);
      const rows = await reader.query(
        `SELECT ${columns} ${from} WHERE r.subscription = $1 AND r.key ${reader.anyOf(2, 'text')} AND ${isReal}`,
        [subscription, own],
      );
      for (const row of rows) resourceIn(row);
      for (const key of own)
        if (!resources.has(key)) {
          remember(`k ${key}`);
          resources.set(key, undefined);
        }
    }
  };
  const rowsFor = async (reader: Reader, lock: Lock, lookup: Lookup): Promise<readonly Row[]> => {
    switch (lookup.kind) {
      case 'subscription':
        await lock(lookup.subscription);
        return reader.query(`SELECT ${columns} ${from} WHERE r.subscription = $1 AND r.type = $2 AND ${isReal}`, [
          lookup.subscription,
          lookup.type,
        ]);
      case 'group':
        await lock(lookup.subscription);
        return reader.query(`SELECT ${columns} ${from} WHERE r.subscription = $1 AND r.type = $2 AND r.resource_group = $3 AND ${isReal}`, [
          lookup.subscription,
          lookup.type,
          lookup.resourceGroup,
        ]);
      case 'under': {
        const subscription = subscriptionOf(lookup.key) ?? '';
        await lock(subscription);
        const [start, end] = rangeUnder(lookup.key);
        const rows = await reader.query(
          `SELECT ${columns} ${from} WHERE r.subscription = $1 AND r.type = $2 AND r.key >= $3 AND r.key < $4 AND ${isReal}`,
          [subscription, lookup.type, start, end],
        );
        return rows.filter((row) => ancestorsOf(textAt(row, 'key')).includes(lookup.key));
      }
      case 'key':
      case 'collected':
      case 'groups':
      case 'clock':
        return [];
    }
  };

  return {
    estate: (surroundings, asked, onAnswer) => ({
      byKey(key) {
        const lookup = { kind: 'key', key } as const;
        note(asked, lookup);
        if (!resources.has(key)) miss(lookupText(lookup), lookup);
        const found = resources.get(key);
        if (found !== undefined) onAnswer?.(found);
        return found;
      },
      under: (key, type) => told(list(asked, { kind: 'under', key, type }), onAnswer),
      inSubscription: (subscription, type) => told(list(asked, { kind: 'subscription', subscription, type }), onAnswer),
      inResourceGroup: (subscription, resourceGroup, type) =>
        told(list(asked, { kind: 'group', subscription, resourceGroup, type }), onAnswer),
      isCollected(subscription, type) {
        note(asked, { kind: 'collected', subscription, type });
        return surroundings.isCollected(subscription, type);
      },
      managementGroupsOf(subscription) {
        note(asked, { kind: 'groups', subscription });
        return surroundings.managementGroupsOf(subscription);
      },
    }),
    get missed() {
      return missed;
    },
    async load(reader, lock) {
      // A judge that was told of nothing goes on as if nothing were there, and asks what it may not ask next time. Most so asked are lists of
      // a whole subscription, which have hundreds of resources to read and to parse; they wait until everything else is known.
      const asked = [...missing];
      const others = asked.filter(([, lookup]) => lookup.kind !== 'subscription');
      const lookups = others.length > 0 ? others : asked;
      missing.clear();
      await loadKeys(
        reader,
        lock,
        lookups.flatMap(([, lookup]) => (lookup.kind === 'key' ? lookup.key : [])),
      );
      for (const [text, lookup] of lookups) {
        if (lookup.kind === 'key') continue;
        remember(text);
        lists.set(text, sorted(await rowsFor(reader, lock, lookup)));
      }
    },
    forget(hashes) {
      for (const hash of hashes) {
        const text = textByHash.get(hash);
        if (text === undefined) continue;
        lists.delete(text);
        // Of a look-up by key what follows `k ` is the key.
        if (text.startsWith('k ')) resources.delete(text.slice(2));
        textByHash.delete(hash);
      }
    },
    clear() {
      resources.clear();
      lists.clear();
      textByHash.clear();
    },
    trim() {
      if (resources.size + lists.size < mostKept) return;
      resources.clear();
      lists.clear();
      textByHash.clear();
    },
  };
}
