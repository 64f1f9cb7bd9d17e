// Verdicts that wait for other resources, found by what those are like: the questions that judging asked about one resource are asked
// about the next one that is alike, and where the answers are alike too, its verdicts are the same.
import type { Estate, KeptEstate } from '../estate-index.ts';
import { keptRelatedIn } from '../estate-index.ts';
import type { Kept } from '../kept.ts';
import type { VerdictVector } from '../verdict-vectors.ts';
import { subscriptionPlace, type Watch, watchRelated } from '../watch.ts';
import { AlikeResource } from './alike-resource.ts';
import { derivationOf, derivedPlace } from './derivation.ts';
import { nowhere, type Place } from './place-table.ts';
import { type Asked, recording } from './recording.ts';
import { type Ask, WalkNode } from './walk-node.ts';

/** Lists longer than this are not gone through for every resource that asks. */
const longestList = 16;
const mostNodes = 200_000;

/** How answers are told. Numbers of places and resources met in a walk follow behind. */
const nothing = 0;
const something = 1;
const metBefore = 2;
const firstMet = 3;
const newPlace = 0;

/** What walks of all parts have in common. */
export class WalkBudget {
  nodes = 0;
  /** Walks are told apart by these. */
  walks = 0;
}

export interface WalkOptions {
  readonly own: KeptEstate;
  /** What judging asks: the part, with what lies around it. */
  readonly estate: Estate;
  readonly budget: WalkBudget;
  readonly onClock: () => void;
  /** Told what answers are looked up, as judging would tell it. */
  readonly watch?: Watch | undefined;
}

export class Walker {
  private readonly options: WalkOptions;
  private readonly places: Place[] = [];
  private subject: AlikeResource | undefined;
  private node: WalkNode | undefined;
  private isGrowing = false;
  private placeCount = 0;
  private resourceCount = 0;

  constructor(options: WalkOptions) {
    this.options = options;
  }

  /** @returns the verdicts where those of an alike resource with alike answers are known. */
  vectorOf(subject: AlikeResource): VerdictVector | undefined {
    this.begin(subject, false);
    for (let node = this.node; node !== undefined; node = this.node) {
      if (node.vector !== undefined) {
        if (node.looksAtClock) this.options.onClock();
        return node.vector;
      }
      if (node.ask === undefined) return undefined;
      this.answer(node.ask);
    }
    return undefined;
  }

  /** Judges a resource, and remembers the way to its verdicts. @param judge to be given what it asks. */
  learn(subject: AlikeResource, judge: (estate: Estate, onClock: () => void) => VerdictVector): VerdictVector {
    const { budget, estate } = this.options;
    const asked = new Map<string, Asked>();
    let looksAtClock = false;
    const vector = judge(recording(estate, asked), () => {
      looksAtClock = true;
      this.options.onClock();
    });
    if (budget.nodes > mostNodes) return vector;
    this.begin(subject, true);
    for (const question of asked.values()) {
      const { node } = this;
      if (node === undefined) return vector;
      node.ask ??= this.askOf(question);
      this.answer(node.ask);
    }
    if (this.node !== undefined && this.node.ask === undefined) {
      this.node.vector = vector;
      this.node.looksAtClock = looksAtClock;
    }
    return vector;
  }

  private begin(subject: AlikeResource, isGrowing: boolean): void {
    this.options.budget.walks += 1;
    this.subject = subject;
    this.isGrowing = isGrowing;
    this.node = subject.variant.walks;
    this.places.length = 0;
    this.placeCount = 0;
    this.resourceCount = 0;
    this.meet(subject);
  }

  private askOf(asked: Asked): Ask {
    if (asked.kind === 'id' || asked.kind === 'under') {
      const of = derivationOf(asked.key, this.places, this.options.own.places);
      if (of === undefined) return { kind: 'never' };
      return asked.kind === 'id' ? { kind: 'id', of } : { kind: 'under', of, type: asked.type };
    }
    if (asked.kind === 'related') {
      const { query } = asked;
      const { ofClass, resourceGroup } = this.subject ?? {};
      if (query.scope !== 'resourceGroup') return { kind: 'related', query };
      // Whether it is its own group by name or by chance cannot be told, so the next one may mean another.
      const isOwn = query.resourceGroup === resourceGroup;
      if (isOwn && ofClass?.reading.namesGroup === true) return { kind: 'never' };
      return { kind: 'related', query, ...(isOwn ? {} : { group: query.resourceGroup ?? '' }) };
    }
    return asked;
  }

  private answer(ask: Ask): void {
    const { own, estate, watch } = this.options;
    const subject = this.subject;
    if (subject === undefined) return;
    switch (ask.kind) {
      case 'id':
      case 'under': {
        const { places } = own;
        const from = this.places[ask.of.from] ?? nowhere;
        const place = places.isOwn[from] === 1 ? derivedPlace(ask.of, from, places) : nowhere;
        if (place === nowhere) this.node = undefined;
        else if (ask.kind === 'under') {
          watch?.under(places.keyOf(place), ask.type);
          this.list(own.keptBelow(place, ask.type));
        } else {
          watch?.byKey(places.keyOf(place));
          const found = own.keptAt(place);
          if (found === undefined) this.step(nothing);
          else this.met(found);
        }
        return;
      }
      case 'subscription':
        watch?.under(subscriptionPlace(subject.subscription), ask.type);
        return this.list(own.keptInSubscription(subject.subscription, ask.type));
      case 'tenant':
        // The same for all of a run: what it is need not be told. A step all the same: the way goes on behind it.
        if (estate.inSubscription('', ask.type).length > 0) this.node = undefined;
        else this.step(nothing);
        return;
      case 'collected':
        return this.step(estate.isCollected(ask.isAbove ? '' : subject.subscription, ask.type) ? something : nothing);
      case 'related': {
        if (watch !== undefined) watchRelated(watch, subject, ask);
        const found = keptRelatedIn(own, subject, ask.query, ask.group);
        const { type, name } = ask.query;
        if (subject.ofClass.reading.personal.has(type) && (name !== undefined || (found?.length ?? 0) > 0)) this.node = undefined;
        else if (found === undefined) this.step(nothing);
        else {
          this.step(something);
          this.list(found);
        }
        return;
      }
      case 'never':
        this.node = undefined;
    }
  }

  private list(found: readonly Kept[]): void {
    if (found.length > longestList) {
      this.node = undefined;
      return;
    }
    this.step(found.length);
    for (const one of found) this.met(one);
  }

  private met(found: Kept): void {
    if (!(found instanceof AlikeResource)) {
      // Of what was read in full nobody knows the like.
      this.node = undefined;
      return;
    }
    if (found.walk === this.options.budget.walks) {
      this.step(metBefore);
      this.step(found.number);
      return;
    }
    this.step(firstMet);
    this.step(found.ofClass.number);
    this.meet(found);
  }

  private meet(resource: AlikeResource): void {
    resource.walk = this.options.budget.walks;
    resource.number = this.resourceCount;
    this.resourceCount += 1;
    if (!resource.ofClass.reading.isRelated) return;
    this.meetPlace(resource.place);
    const { slotsFrom, slotCount, source } = resource;
    for (let slot = slotsFrom; slot < slotsFrom + slotCount; slot += 1) this.meetPlace(source.slots[slot] as Place);
  }

  private meetPlace(place: Place): void {
    this.places.push(place);
    this.name(place);
  }

  private name(place: Place): void {
    const { within, walks, numbers } = this.options.own.places;
    for (let at = place; at !== nowhere; at = within[at] as number) {
      if (walks[at] === this.options.budget.walks) {
        this.step(numbers[at] as number);
        return;
      }
      walks[at] = this.options.budget.walks;
      this.placeCount += 1;
      numbers[at] = this.placeCount;
      this.step(newPlace);
    }
  }

  private step(number: number): void {
    const { node } = this;
    if (node === undefined) return;
    this.node = node.next(number);
    if (this.node === undefined && this.isGrowing) {
      this.options.budget.nodes += 1;
      this.node = node.branch(number);
    }
  }
}
