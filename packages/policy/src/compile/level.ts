import { foldAscii } from '../fields/key.ts';
import type { JsonObject } from '../json.ts';
import type { Frame, Reader, Value } from './frame.ts';

/** Keys of resources repeat endlessly; more than these only hostile data have. */
const mostRemembered = 5000;

/** A key that nobody asks for. */
const notAsked = -1;

/** A key as objects spell it. */
interface Key {
  readonly name: string;
  /** Twice the slot, and one more where rules spell it otherwise. */
  readonly place: number;
  /** Most objects have their keys in much the same order, so the one that follows, or the one after that, is hardly ever looked up. */
  next: Key | undefined;
}

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
  /** By the key as objects spell it. */
  private readonly keys = new Map<string, Key>();
  /** Stands before the first key. */
  private readonly start: Key = keyAt('', notAsked);

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
    this.forget();
    return slot;
  }

  /** What a slot holds, once a resource read into the frame. */
  valueAt(slot: number, frame: Frame): Value {
    if (frame.opened[this.index] !== frame.epoch) this.open(frame);
    return frame.slots[slot];
  }

  /** Reads the object into the frame's slots. */
  private open(frame: Frame): void {
    frame.opened[this.index] = frame.epoch;
    this.read(this.parent(frame), frame.slots);
  }

  /** The spelling of the rule wins, then the first of the others. */
  read(value: Value, into: Value[]): void {
    const { slots } = this;
    for (let at = 0; at < slots.length; at += 1) into[slots[at] ?? 0] = undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return;
    // Null has no keys to walk.
    const object = value as JsonObject;
    let before = this.start;
    for (const name in object) {
      let key = before.next;
      if (key?.name !== name) {
        key = key?.next;
        if (key?.name !== name) key = this.keys.get(name) ?? this.meet(name, before);
      }
      before = key;
      const { place } = key;
      if (place === notAsked) continue;
      const item = object[name];
      if (item === undefined) continue;
      const slot = place >> 1;
      if ((place & 1) === 0 || into[slot] === undefined) into[slot] = item;
    }
  }

  /** Its place in the order of keys is after that which it was met after. */
  private meet(name: string, before: Key): Key {
    if (this.keys.size >= mostRemembered) this.forget();
    const slot = this.slotByLower.get(foldAscii(name));
    const key = keyAt(name, slot === undefined ? notAsked : slot * 2 + (this.exactKeys.has(name) ? 0 : 1));
    key.next = before.next;
    before.next = key;
    this.keys.set(name, key);
    return key;
  }

  private forget(): void {
    this.keys.clear();
    this.start.next = undefined;
  }
}

const keyAt = (name: string, place: number): Key => ({ name, place, next: undefined });
