import { foldAscii } from '../fields/key.ts';
import type { JsonObject } from '../json.ts';
import type { Frame, Reader, Value } from './frame.ts';

/** Keys of resources repeat endlessly; more than these only hostile data have. */
const mostRemembered = 5000;

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
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const object = value as JsonObject;
    for (const key in object) {
      const place = this.found.get(key) ?? this.meet(key);
      if (place === notAsked) continue;
      const item = object[key];
      if (item === undefined) continue;
      const slot = place >> 1;
      if ((place & 1) === 0 || into[slot] === undefined) into[slot] = item;
    }
  }

  private meet(key: string): number {
    const slot = this.slotByLower.get(foldAscii(key));
    const place = slot === undefined ? notAsked : slot * 2 + (this.exactKeys.has(key) ? 0 : 1);
    if (this.found.size >= mostRemembered) this.found.clear();
    this.found.set(key, place);
    return place;
  }
}
