import { foldAscii } from '../fields/key.ts';
import type { JsonObject } from '../json.ts';
import type { Frame, Reader, Value } from './frame.ts';

/** Keys of resources repeat endlessly; more than these only hostile data have. */
const mostRemembered = 5000;

const mostInOrder = 64;
const learnsEvery = 32;

/** A key that nobody asks for. */
const notAsked = -1;

/**
 * The keys that rules ask of the object at one path, all read in one pass over it: that tells without case what is there and what
 * is not, and costs less than a look-up for each, since objects of real resources hardly ever have the same shape.
 */
export class Level {
  /** Where frames note that they have read it. */
  readonly index: number;
  private readonly parent: Reader;
  private readonly slotByLower = new Map<string, number>();
  private readonly exactKeys = new Set<string>();
  private readonly slots: number[] = [];
  /** For a key as an object spells it: twice the slot, and one more where rules spell it otherwise. */
  private readonly found = new Map<string, number>();
  /** The keys of the object before in their order, and what was found for each: the next one often has the same. */
  private keys: readonly string[] = [];
  private places: readonly number[] = [];
  private outOfOrder = 0;

  constructor(index: number, parent: Reader) {
    this.index = index;
    this.parent = parent;
  }

  /** The slot of a key, spelled as the first asks. @param newSlot makes one. */
  ask(key: string, newSlot: () => number): number {
    const lower = foldAscii(key);
    const known = this.slotByLower.get(lower);
    if (known !== undefined) return known;
    const slot = newSlot();
    this.slotByLower.set(lower, slot);
    this.exactKeys.add(key);
    this.slots.push(slot);
    this.found.clear();
    this.keys = [];
    return slot;
  }

  /** Reads the object into the frame's slots. */
  open(frame: Frame): void {
    frame.opened[this.index] = frame.epoch;
    this.read(this.parent(frame), frame.slots);
  }

  /** The spelling of the rule wins, then the first of the others. */
  read(value: Value, into: Value[]): void {
    for (const slot of this.slots) into[slot] = undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return;
    // Null has no keys to walk.
    const object = value as JsonObject;
    const { keys, places } = this;
    let inOrder = true;
    let at = 0;
    for (const key in object) {
      let place: number;
      if (inOrder && keys[at] === key) place = places[at] ?? notAsked;
      else {
        inOrder = false;
        place = this.found.get(key) ?? this.meet(key);
      }
      at += 1;
      if (place === notAsked) continue;
      const item = object[key];
      if (item === undefined) continue;
      const slot = place >> 1;
      if ((place & 1) === 0 || into[slot] === undefined) into[slot] = item;
    }
    if (!inOrder) this.learnOrder(object);
  }

  /** Takes the order of an object for that of the next ones, now and then, since where each has its own that is of no use. */
  private learnOrder(object: JsonObject): void {
    this.outOfOrder += 1;
    if (this.outOfOrder % learnsEvery !== 1) return;
    this.keys = Object.keys(object).slice(0, mostInOrder);
    this.places = this.keys.map((key) => this.meet(key));
  }

  private meet(key: string): number {
    const slot = this.slotByLower.get(foldAscii(key));
    const place = slot === undefined ? notAsked : slot * 2 + (this.exactKeys.has(key) ? 0 : 1);
    if (this.found.size >= mostRemembered) this.found.clear();
    this.found.set(key, place);
    return place;
  }
}
