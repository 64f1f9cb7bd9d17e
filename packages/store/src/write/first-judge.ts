// Judges the resources of one subscription of a first import with all of it in memory: what is alike is judged once.
import {
  type AlikeKnowledge,
  type AlikeResource,
  type Estate,
  estateBuilder,
  type KeptEstate,
  subscriptionJudge,
  subscriptionOf,
} from '@plumbline/assess';
import type { Entry, OfferedLine } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import { textAt } from '../database.ts';
import { clockHash, type Lookup, lookupHash } from '../lookup.ts';
import { entryFrom, resourceColumns, storedResourceIn } from '../rows.ts';
import { turnIfDue } from '../turn.ts';
import { noteJournal } from './journal.ts';
import { type Raw, rawVerdicts } from './judged.ts';
import type { Pattern, Patterns } from './patterns.ts';
import { entryIn, type Spooled } from './spooled.ts';
import { isCollected, type Work } from './work.ts';

/** Resources until it is looked whether a turn is due, without which nothing goes to a database. */
export const roundsBetweenTurns = 64;

/** What judging adds to a row. */
export interface Judged {
  readonly lookups: readonly number[];
  readonly pattern: Pattern;
}

export interface FirstJudge {
  /**
   * @param index among the resources of the subscription
   * @returns undefined where it has to be judged the ordinary way, once everything is written.
   */
  judged(rid: number, index: number): Promise<Judged | undefined> | Judged | undefined;
  /** The same for what only another resource holds. */
  judgedChild(rid: number, child: Entry): Promise<Judged | undefined> | Judged | undefined;
}

/** What all subscriptions of an import have in common. */
export interface Common {
  readonly known: AlikeKnowledge;
  readonly patterns: Patterns;
  /** What stands above subscriptions. */
  readonly above: Estate;
  /** Subscriptions of which `writtenIn` has something. */
  readonly haveWritten: ReadonlySet<string>;
}

/** What stands above subscriptions was written at once; it is few. */
export async function tenantIn(work: Work): Promise<Estate> {
  const builder = estateBuilder(work.setup.plan);
  for (const entry of await writtenIn(work, '')) builder.add(entry);
  return builder.build({ collected: [], managementGroupsOf: () => [] });
}

/** @returns subscriptions in which something was written at once that relations look at */
export async function placesWrittenTo(work: Work): Promise<ReadonlySet<string>> {
  const { setup, transaction } = work;
  const rows = await transaction.query(
    `SELECT DISTINCT subscription FROM resource WHERE deleted = 0 AND implied = 0 AND type ${transaction.anyOf(1, 'text')}`,
    [[...setup.plan.keptPathsByType.keys()]],
  );
  return new Set(rows.map((row) => textAt(row, 'subscription')));
}

/** Resources of a subscription that were written at once and that relations look at. */
async function writtenIn(work: Work, subscription: string): Promise<readonly Entry[]> {
  const { keptPathsByType } = work.setup.plan;
  const rows = await work.transaction.query(
    `SELECT ${resourceColumns}, (SELECT b.body FROM body b WHERE b.subscription = r.subscription AND b.rid = r.rid) AS body
     FROM resource r WHERE subscription = $1 AND deleted = 0 AND implied = 0`,
    [subscription],
  );
  return rows.flatMap((row) => (keptPathsByType.has(textAt(row, 'type')) ? [entryFrom(storedResourceIn(row), textAt(row, 'body'))] : []));
}

export async function firstJudge(
  work: Work,
  given: Common & { readonly subscription: string; readonly bytes: Buffer; readonly resources: readonly Spooled[] },
): Promise<FirstJudge> {
  const { setup, clock } = work;
  const { subscription, known, bytes, resources, patterns } = given;
  const asked = new Set<number>();
  const options = { now: new Date(clock).toISOString(), explain: 'none', onClock: () => void asked.add(clockHash) } as const;
  const judge = subscriptionJudge(known, { plan: setup.plan, subscription, options });
  const read = (resource: Spooled) => entryIn(bytes, subscription, resource);

  const alike: (AlikeResource | undefined)[] = [];
  const lineOf = linesIn(bytes, resources, read);
  if (given.haveWritten.has(subscription)) for (const entry of await writtenIn(work, subscription)) judge.add(entry);
  for (const [index, resource] of resources.entries()) {
    if (index % roundsBetweenTurns === 0) await turnIfDue();
    // Who is alike in itself may lie in places that are not; each looks its own up.
    const asksOfPlace = setup.plan.placesAskedOn(resource.type).size > 0;
    const likeness = asksOfPlace ? undefined : judge.offer(lineOf(index));
    alike.push(likeness);
    if (likeness !== undefined) continue;
    if (setup.plan.keptPathsByType.has(resource.type)) judge.add(read(resource));
  }
  let isElsewhere = false;
  const onElsewhere = () => {
    isElsewhere = true;
  };
  const { estate, verdictsOf } = judge.finish((own) => watched(work, own, { ...given, asked, onElsewhere }));

  const forget = () => asked.clear();
  const taken = (rid: number, pattern: Pattern): Judged => {
    work.judged += 1;
    const lookups = asked.size === 0 ? nothing : [...asked];
    if (lookups.length > 1) lookups.sort((a, b) => a - b);
    noteJournal(work.journal, subscription, { rid, before: 0, after: pattern.shape });
    return { lookups, pattern };
  };

  /** The same object for every resource: there are many. */
  const asking: Writable<Parameters<Patterns['of']>[0]> = {
    key: '',
    type: '',
    subscription,
    implied: false,
    raw: { verdicts: [], disagreements: [] },
    location: undefined,
    isShared: false,
  };
  const patterned = (rid: number): Promise<Judged> | Judged | undefined => {
    if (isElsewhere) return undefined;
    const pattern = patterns.of(asking);
    return pattern instanceof Promise ? pattern.then((made) => taken(rid, made)) : taken(rid, pattern);
  };
  const ask = ({ key, type }: { readonly key: string; readonly type: string }, raw: Raw, location: unknown) => {
    asking.key = key;
    asking.type = type;
    asking.raw = raw;
    asking.location = typeof location === 'string' ? location : undefined;
  };

  return {
    judged(rid, index) {
      const resource = resources[index];
      if (resource === undefined) throw new Error(`There is no resource ${index}.`);
      asked.clear();
      isElsewhere = false;
      const likeness = alike[index];
      asking.implied = false;
      asking.isShared = likeness !== undefined;
      if (likeness === undefined) {
        const entry = read(resource);
        ask(resource, rawVerdicts(setup, entry, { estate, imported: [], isJudged: true, options }), entry.resource['location']);
      } else {
        const verdicts = verdictsOf(likeness, forget);
        ask(resource, { verdicts, disagreements: noDisagreements }, likeness.location);
        if (setup.readsClock.size > 0 && verdicts.some(([index]) => setup.readsClock.has(index))) asked.add(clockHash);
      }
      return patterned(rid);
    },
    judgedChild(rid, child) {
      asked.clear();
      isElsewhere = false;
      asking.implied = true;
      asking.isShared = false;
      ask(child, rawVerdicts(setup, child, { estate, imported: [], isJudged: true, options }), child.resource['location']);
      return patterned(rid);
    },
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const nothing: number[] = [];
const noDisagreements: Raw['disagreements'] = [];

/** The same object for every line: there are many. */
function linesIn(bytes: Buffer, resources: readonly Spooled[], read: (resource: Spooled) => Entry): (index: number) => OfferedLine {
  const at = (index: number): Entry => {
    const resource = resources[index];
    if (resource === undefined) throw new Error(`There is no resource ${index}.`);
    return read(resource);
  };
  const line = {
    bytes,
    from: 0,
    to: 0,
    file: 0,
    offset: 0,
    subscription: undefined,
    text: (start: number, end: number) => bytes.toString('utf8', start, end),
    lowerText: (start: number, end: number) => bytes.toString('latin1', start, end).toLowerCase(),
    parse: () => at(line.offset),
    again: ({ offset }: { readonly offset: number }) => at(offset),
  };
  return (index) => {
    const { from = 0, to = 0 } = resources[index] ?? {};
    line.from = from;
    line.to = to;
    line.offset = index;
    return line;
  };
}

/** The estate around a subscription, with every look-up noted. What lies in another subscription is not at hand. */
function watched(
  work: Work,
  own: KeptEstate,
  given: {
    readonly subscription: string;
    readonly above: Estate;
    readonly asked: Set<number>;
    readonly onElsewhere: () => void;
  },
): { readonly own: KeptEstate; readonly estate: Estate } {
  const { subscription, above, asked } = given;
  const { hierarchy } = work.context;
  const note = (lookup: Lookup) => void asked.add(lookupHash(lookup));
  const elsewhere = (): readonly Resource[] => {
    given.onElsewhere();
    return [];
  };
  /** By place and type: nothing comes or goes meanwhile, and nearly every resource asks. */
  const collected = new Map<string, Map<string, { readonly hash: number; readonly isCollected: boolean }>>();
  const around = {
    isCollected(place: string, type: string) {
      let byType = collected.get(place);
      if (byType === undefined) collected.set(place, (byType = new Map()));
      let known = byType.get(type);
      if (known === undefined) {
        known = { hash: lookupHash({ kind: 'collected', subscription: place, type }), isCollected: isCollected(work, place, type) };
        byType.set(type, known);
      }
      asked.add(known.hash);
      return known.isCollected;
    },
    managementGroupsOf(place: string) {
      note({ kind: 'groups', subscription: place });
      return hierarchy.managementGroupsOf(place);
    },
  };
  const estateAt = (place: string) => (place === '' ? above : place === subscription ? own : undefined);
  return {
    own: {
      ...own,
      ...around,
      keptAt(place) {
        note({ kind: 'key', key: own.places.keyOf(place) });
        return own.keptAt(place);
      },
      keptBelow(place, type) {
        note({ kind: 'under', key: own.places.keyOf(place), type });
        return own.keptBelow(place, type);
      },
      keptInSubscription(place, type) {
        note({ kind: 'subscription', subscription: place, type });
        return own.keptInSubscription(place, type);
      },
      keptInResourceGroup(place, resourceGroup, type) {
        note({ kind: 'group', subscription: place, resourceGroup, type });
        return own.keptInResourceGroup(place, resourceGroup, type);
      },
    },
    estate: {
      ...around,
      byKey(key) {
        note({ kind: 'key', key });
        const estate = estateAt(subscriptionOf(key) ?? '');
        return estate === undefined ? elsewhere()[0] : estate.byKey(key);
      },
      under(key, type) {
        note({ kind: 'under', key, type });
        return estateAt(subscriptionOf(key) ?? '')?.under(key, type) ?? elsewhere();
      },
      inSubscription(place, type) {
        note({ kind: 'subscription', subscription: place, type });
        return estateAt(place)?.inSubscription(place, type) ?? elsewhere();
      },
      inResourceGroup(place, resourceGroup, type) {
        note({ kind: 'group', subscription: place, resourceGroup, type });
        return estateAt(place)?.inResourceGroup(place, resourceGroup, type) ?? elsewhere();
      },
    },
  };
}
