import { type Entry, Extractor, numbersOfSlot, type OfferedLine } from '@plumbline/inventory';
import type { JudgePlan } from '../judge-plan.ts';
import { prune } from '../prune.ts';
import type { stateBuilder } from '../resource-state.ts';
import type { ResourceState } from '../run.ts';
import { isUnreadableKey } from '../unreadable.ts';
import { type VerdictVector, type VerdictVectors, verdictVectors } from '../verdict-vectors.ts';
import { AlikeResource } from './alike-resource.ts';
import { Naming, type Place } from './naming.ts';
import { type ResourceClass, ResourceClasses } from './resource-class.ts';
import { WalkBudget } from './walk.ts';
import { type TypeReading, typeReadingOf } from './wanted-of-type.ts';

/** What a thread knows of resources that are alike. Holds for one catalogue, one moment and what stands above subscriptions. */
export interface AlikeKnowledge {
  readonly vectors: VerdictVectors;
  readonly classes: ResourceClasses;
  readonly budget: WalkBudget;
  readonly extractor: Extractor<TypeReading>;
}

export function alikeKnowledge(plan: JudgePlan): AlikeKnowledge {
  return {
    vectors: verdictVectors(),
    classes: new ResourceClasses(),
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
  { vectors, classes, extractor }: AlikeKnowledge,
  { subscriptions, plan, stateOf }: AlikeReaderOptions,
): { read(line: OfferedLine): AlikeResource | undefined } {
  const naming = new Naming(subscriptions);
  let lastSubscription = '';

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

  const classOf = (line: OfferedLine, reading: TypeReading, hash: number): ResourceClass | undefined => {
    const known = classes.find(reading, extractor.content, hash);
    if (known !== undefined) return known;
    if (classes.isVain(reading)) return undefined;
    const { vector, begun } = stateOfEntry(line.parse());
    return classes.add(reading, extractor.content, { hash, vector: vector ?? vectorOf(begun, vectors) });
  };

  const textOf = (line: OfferedLine, start: number, end: number) => line.text(line.bytes, start, end).toLowerCase();

  const placesOf = (line: OfferedLine, key: string): readonly Place[] => {
    const { slots, slotCount } = extractor.content;
    const places = [naming.of(key, extractor.id)];
    for (let at = 0; at < slotCount * numbersOfSlot; at += numbersOfSlot) {
      const [start = 0, end = 0, subscription = 0, resourceGroup = 0, resource = 0] = slots.subarray(at, at + numbersOfSlot);
      places.push(naming.of(textOf(line, start, end), { subscription, resourceGroup, resource }));
    }
    return places;
  };

  return {
    read(line) {
      if (!extractor.read(line.bytes, line.from, line.to)) return undefined;
      const { type: reading, idStart, id, content, location } = extractor;
      if (reading === undefined) return undefined;
      const key = textOf(line, idStart, idStart + id.end - idStart);
      const subscription = subscriptionIn(key, id.subscription);
      if (subscription === undefined || isUnreadableKey(key)) return undefined;
      const found = classOf(line, reading, content.hash());
      if (found === undefined) return undefined;
      const places = reading.isRelated ? placesOf(line, key) : noPlaces;
      const { file, offset, from, to, again } = line;
      return new AlikeResource(found, {
        key,
        subscription,
        location,
        places,
        where: { file, offset, bytes: to - from },
        read: (where) => stateOfEntry(again(where)),
      });
    },
  };
}

/** @returns the verdicts where none of them waits. */
function vectorOf(begun: ResourceState['begun'], vectors: VerdictVectors): VerdictVector | undefined {
  let vector = vectors.empty;
  for (const [index, verdict] of begun) {
    if ('kind' in verdict) return undefined;
    vector = vectors.with(vector, index, verdict);
  }
  return vector;
}
