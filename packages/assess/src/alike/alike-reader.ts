import { type Entry, Extractor, Numbering, type OfferedLine } from '@plumbline/inventory';
import type { JudgePlan } from '../judge-plan.ts';
import { prune } from '../prune.ts';
import type { stateBuilder } from '../resource-state.ts';
import type { ResourceState } from '../run.ts';
import { isUnreadableKey, unreadableName } from '../unreadable.ts';
import { type VerdictVector, type VerdictVectors, verdictVectors } from '../verdict-vectors.ts';
import type { AlikeResource, Likeness, PartSource } from './alike-resource.ts';
import { LineKeys } from './line-keys.ts';
import { ownReadsAdder } from './own-reads.ts';
import { PartMemory } from './part-memory.ts';
import { nowhere, type Place, type PlaceTable } from './place-table.ts';
import { ResourceClasses } from './resource-class.ts';
import { Table } from './table.ts';
import { WalkBudget } from './walk.ts';
import { WalkNode } from './walk-node.ts';
import { type TypeReading, typeReadingOf } from './wanted-of-type.ts';

/** What a thread knows of resources that are alike. Holds for one catalogue, one moment and what stands above subscriptions. */
export interface AlikeKnowledge {
  readonly vectors: VerdictVectors;
  readonly classes: ResourceClasses;
  readonly budget: WalkBudget;
  readonly extractor: Extractor<TypeReading>;
  /** What is read of places, by number. */
  readonly texts: Numbering<string>;
  /** Of parts that have ended. */
  readonly spare: PartMemory[];
  /** Told of each line that was read; absent where nothing is remembered for the next scan. */
  readonly keys: LineKeys | undefined;
  /** Verdicts of the two kinds of items, in the order of the catalogue. */
  joined(alone: VerdictVector, related: VerdictVector): VerdictVector;
}

/** @param digestKey of digests of lines, where they are wanted */
export function alikeKnowledge(plan: JudgePlan, digestKey?: Uint8Array): AlikeKnowledge {
  const vectors = verdictVectors();
  const extractor = new Extractor((spelling) => typeReadingOf(plan, spelling), { takesAnyName: true });
  const digester = digestKey && extractor.digester(digestKey);
  return {
    vectors,
    joined: joinedBy(vectors),
    classes: new ResourceClasses(),
    texts: new Numbering(),
    spare: [],
    budget: new WalkBudget(),
    extractor,
    keys: digester && new LineKeys(extractor, digester),
  };
}

export interface AlikeReaderOptions {
  readonly subscriptions: ReadonlySet<string>;
  readonly plan: JudgePlan;
  readonly stateOf: ReturnType<typeof stateBuilder>;
}

const subscriptionStart = '/subscriptions/'.length;
const dollar = 0x24;

export interface AlikeReader {
  /** Ids of the part. */
  readonly places: PlaceTable;
  /** @returns undefined where the line has to be read in full. */
  read(line: OfferedLine): AlikeResource | undefined;
  /** Called when nothing of the part is asked for any more: its resources and places become those of another. */
  end(): void;
}

/** Reads the resources of a part of an estate that are like others. */
export function alikeReader(
  { vectors, classes, extractor, joined, texts, spare, keys }: AlikeKnowledge,
  { subscriptions, plan, stateOf }: AlikeReaderOptions,
): AlikeReader {
  const memory = spare.pop() ?? new PartMemory();
  memory.begin(subscriptions);
  const { places, slots } = memory;
  let source: PartSource | undefined;
  let lastPlace: Place = nowhere;
  let lastSubscription = '';

  /** The name of the subscription that a place of the part lies in. @param expected mostly the same text: that one is given then */
  const subscriptionOf = (place: Place, expected: string | undefined): string => {
    const { within } = places;
    let outermost = place;
    for (let around = within[place] as number; around !== nowhere; around = within[around] as number) outermost = around;
    if (outermost !== lastPlace) {
      lastSubscription = places.keyOf(outermost).slice(subscriptionStart);
      if (lastSubscription === expected) lastSubscription = expected;
    }
    lastPlace = outermost;
    return lastSubscription;
  };

  const addOwn = ownReadsAdder(extractor, { places, texts, catalogue: plan.catalogue });

  const isUnreadable = (line: OfferedLine, start: number, end: number): boolean =>
    line.bytes[end - unreadableName.length] === dollar && isUnreadableKey(line.text(start, end).toLowerCase());

  const stateOfEntry = (entry: Entry): ResourceState => {
    const paths = plan.keptPathsByType.get(entry.type);
    const kept = paths === undefined ? undefined : prune(entry.resource, paths);
    return { ...stateOf(entry, kept), resource: kept ?? entry.resource };
  };

  /** Reads a resource in full, to learn what holds for all that are like it. */
  const judged = (line: OfferedLine, { waiting }: TypeReading) => {
    const state = stateOfEntry(line.parse());
    const { vector, begun } = state;
    let alone = vectors.empty;
    let related: VerdictVector | undefined = vectors.empty;
    for (const [index, verdict] of vector?.verdicts ?? begun) {
      if (!waiting.has(index)) alone = 'kind' in verdict ? alone : vectors.with(alone, index, verdict);
      else related = related === undefined || 'kind' in verdict ? undefined : vectors.with(related, index, verdict);
    }
    return { alone, related, state };
  };

  /** @returns undefined where the resource has to be read in full, and is of no help for others. */
  const likenessOf = (line: OfferedLine, place: Place, reading: TypeReading): Likeness | undefined => {
    const { seen, waiting, alone } = extractor;
    const { ownReads } = reading;
    if (ownReads.waiting !== undefined) addOwn(line, place, { own: ownReads.waiting, content: waiting });
    if (ownReads.alone !== undefined) addOwn(line, place, { own: ownReads.alone, content: alone });
    const table = classes.of(reading);
    const ofClass = table.find(seen) ?? (table.isVain ? undefined : classes.add(reading, seen));
    if (ofClass === undefined) return undefined;
    let variant = ofClass.variants.find(waiting);
    const known = variant?.alone.find(alone);
    if (variant !== undefined && known !== undefined) return { ofClass, variant, alone: known, state: undefined };
    const found = judged(line, reading);
    let isKnown = variant !== undefined;
    if (variant === undefined) {
      variant = { related: found.related, walks: new WalkNode(), alone: new Table() };
      isKnown = classes.remember(ofClass.variants, waiting, variant);
      if (!isKnown) variant = { ...variant, walks: undefined };
    }
    if (isKnown) classes.remember(variant.alone, alone, found.alone);
    return { ofClass, variant, alone: found.alone, state: found.state };
  };

  /** Notes down whom a resource refers to. */
  const addSlots = (line: OfferedLine, resource: AlikeResource) => {
    const { slotCount } = extractor.seen;
    resource.slotsFrom = memory.slotCount;
    resource.slotCount = slotCount;
    for (let slot = 1; slot <= slotCount; slot += 1) memory.addSlot(places.of(extractor.ids, slot, line.bytes));
  };

  return {
    places,
    read(line) {
      if (!extractor.read(line.bytes, line.from, line.to)) return undefined;
      const { type: reading, idStart, id, location } = extractor;
      if (reading === undefined || isUnreadable(line, idStart, id.end)) return undefined;
      const place = places.of(extractor.ids, 0, line.bytes);
      if (places.isOwn[place] !== 1) return undefined;
      const subscription = subscriptionOf(place, line.subscription);
      if (line.subscription !== undefined && line.subscription !== subscription) return undefined;
      // What is added later to what its rules read follows from its id and name, and has other numbers in the next scan.
      keys?.take(line.bytes, reading);
      const found = likenessOf(line, place, reading);
      if (found === undefined) return undefined;
      const { related } = found.variant;
      const resource = memory.resource(found, place, (source ??= { slots, places, again: line.again, stateOf: stateOfEntry }));
      if (reading.isRelated) addSlots(line, resource);
      if (related !== undefined) resource.vector = joined(found.alone, related);
      resource.subscription = subscription;
      resource.location = location;
      resource.file = line.file;
      resource.offset = line.offset;
      resource.bytes = line.to - line.from;
      return resource;
    },
    end() {
      if (memory.end()) spare.push(memory);
    },
  };
}

function joinedBy(vectors: VerdictVectors): AlikeKnowledge['joined'] {
  const known = new Map<VerdictVector, Map<VerdictVector, VerdictVector>>();
  return (alone, related) => {
    if (related === vectors.empty) return alone;
    if (alone === vectors.empty) return related;
    let byRelated = known.get(alone);
    if (byRelated === undefined) {
      byRelated = new Map();
      known.set(alone, byRelated);
    }
    let both = byRelated.get(related);
    if (both === undefined) {
      both = vectors.of([...alone.verdicts, ...related.verdicts].sort(([a], [b]) => a - b));
      byRelated.set(related, both);
    }
    return both;
  };
}
