import { type Entry, Extractor, leafMark, numbersOfSlot, type OfferedLine } from '@plumbline/inventory';
import type { JudgePlan } from '../judge-plan.ts';
import { prune } from '../prune.ts';
import type { stateBuilder } from '../resource-state.ts';
import type { ResourceState } from '../run.ts';
import { isUnreadableKey } from '../unreadable.ts';
import { type VerdictVector, type VerdictVectors, verdictVectors } from '../verdict-vectors.ts';
import { AlikeResource, type Likeness, type PartSource } from './alike-resource.ts';
import { Naming, type Place } from './naming.ts';
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
  readonly texts: Map<string, number>;
  /** Verdicts of the two kinds of items, in the order of the catalogue. */
  joined(alone: VerdictVector, related: VerdictVector): VerdictVector;
}

export function alikeKnowledge(plan: JudgePlan): AlikeKnowledge {
  const vectors = verdictVectors();
  return {
    vectors,
    joined: joinedBy(vectors),
    classes: new ResourceClasses(),
    texts: new Map(),
    budget: new WalkBudget(),
    extractor: new Extractor((spelling) => typeReadingOf(plan, spelling)),
  };
}

export interface AlikeReaderOptions {
  readonly subscriptions: ReadonlySet<string>;
  readonly plan: JudgePlan;
  readonly stateOf: ReturnType<typeof stateBuilder>;
}

const noPlaces: readonly Place[] = [];
const subscriptionStart = '/subscriptions/'.length;

/** Reads the resources of a part of an estate that are like others. */
export function alikeReader(
  { vectors, classes, extractor, joined, texts }: AlikeKnowledge,
  { subscriptions, plan, stateOf }: AlikeReaderOptions,
): { read(line: OfferedLine): AlikeResource | undefined } {
  const naming = new Naming(subscriptions);
  let lastSubscription = '';
  let source: PartSource | undefined;

  const subscriptionIn = (key: string, length: number): string | undefined => {
    const size = length - subscriptionStart;
    if (lastSubscription.length === size && key.startsWith(lastSubscription, subscriptionStart)) return lastSubscription;
    const found = key.slice(subscriptionStart, length);
    if (!subscriptions.has(found)) return undefined;
    lastSubscription = found;
    return found;
  };

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

  const numberOf = (text: string): number => {
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return known;
  };

  /** @param end of the place in the resource's key; 0: there is none */
  const placeText = (end: number, key: string, member: string): string => {
    if (end === 0) return 'nowhere';
    const given = plan.catalogue.places?.get(key.slice(0, end)) ?? {};
    return JSON.stringify(Object.entries(given).filter(([name]) => name.toLowerCase() === member));
  };

  /** Adds to the keys what does not stand in the resource as it is compared. */
  const addOwn = (line: OfferedLine, { place, placeMembers, nameTests }: TypeReading, key: string) => {
    const { idStart, id, nameStart, nameEnd } = extractor;
    for (const who of ['waiting', 'alone'] as const) {
      const content = extractor[who];
      if (place[who] !== 'nothing') {
        const end = place[who] === 'resourceGroup' && id.resourceGroup > 0 ? id.resourceGroup : id.subscription;
        content.lower(line.bytes, idStart, idStart + end);
      }
      for (const { of, member } of placeMembers[who]) {
        const number = numberOf(placeText(of === 'subscription' ? id.subscription : id.resourceGroup, key, member));
        content.mark(number & 255, (number >> 8) & 255);
        content.mark(number >> 16, 0);
      }
      if (nameTests[who].length === 0) continue;
      const ownId = line.text(idStart, id.end);
      const name = JSON.parse(line.text(nameStart, nameEnd)) as string;
      for (const { path, test } of nameTests[who]) content.mark(leafMark, test(path === 'id' ? ownId : name) ? 1 : 0);
    }
  };

  /** @returns undefined where the resource has to be read in full, and is of no help for others. */
  const likenessOf = (line: OfferedLine, reading: TypeReading, key: string): Likeness | undefined => {
    const { seen, waiting, alone } = extractor;
    addOwn(line, reading, key);
    const table = classes.of(reading);
    const ofClass = table.find(seen) ?? (table.isVain ? undefined : classes.add(reading, seen));
    if (ofClass === undefined) return undefined;
    let variant = ofClass.variants.find(waiting);
    const known = variant?.alone.find(alone);
    if (variant !== undefined && known !== undefined) return { ofClass, variant, alone: known };
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

  const placesOf = (line: OfferedLine, key: string): readonly Place[] => {
    const { slots, slotCount } = extractor.seen;
    const { subscription, resourceGroup, resource } = extractor.id;
    const places = [naming.of(key, subscription, resourceGroup, resource)];
    for (let at = 0; at < slotCount * numbersOfSlot; at += numbersOfSlot) {
      const slot = line.lowerText(slots[at] as number, slots[at + 1] as number);
      places.push(naming.of(slot, slots[at + 2] as number, slots[at + 3] as number, slots[at + 4] as number));
    }
    return places;
  };

  return {
    read(line) {
      if (!extractor.read(line.bytes, line.from, line.to)) return undefined;
      const { type: reading, idStart, id, location } = extractor;
      if (reading === undefined) return undefined;
      const key = line.lowerText(idStart, id.end);
      const subscription = subscriptionIn(key, id.subscription);
      if (subscription === undefined || isUnreadableKey(key)) return undefined;
      const found = likenessOf(line, reading, key);
      if (found === undefined) return undefined;
      const { related } = found.variant;
      const places = reading.isRelated ? placesOf(line, key) : noPlaces;
      const resource = new AlikeResource(found, { key, places }, (source ??= { again: line.again, stateOf: stateOfEntry }));
      if (related !== undefined) resource.vector = joined(found.alone, related);
      resource.subscription = subscription;
      resource.location = location;
      resource.file = line.file;
      resource.offset = line.offset;
      resource.bytes = line.to - line.from;
      return resource;
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
