// The wanted values of one resource as a key: two resources with the same key are alike in everything that rules look at.
import { type IdParts, isSubscriptionId, readIdParts } from './arm-id-bytes.ts';
import { FoundIds, hashOfWords, mostSlots } from './found-ids.ts';

/** Bytes of the longest key; resources with more in them are read in full. */
const mostBytes = 1 << 16;

/** Control characters never stand in JSON, so they can mark what does not come from it. */
const slotMark = 1;
const groupMark = 2;
const resourceMark = 3;
/** Before a value, with the number of its place. */
export const leafMark = 4;

/**
 * Gathers wanted values. In ids the names of subscriptions, resource groups and resources are left out and noted as slots: which
 * resource is meant differs from one to the next, that one is meant does not.
 */
export class Content {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  length = 0;
  /** The resource's own id, then those of the slots. */
  readonly ids: FoundIds;
  slotCount = 0;
  /** Whether names in ids may have letters beyond ASCII. */
  takesAnyName = false;
  private readonly parts: IdParts = { end: 0, subscription: 0, resourceGroup: 0, resource: 0 };

  /** @param ids where ids are noted down @param room memory to write into */
  constructor(ids: FoundIds, room?: { readonly memory: ArrayBuffer; readonly keyAt: number }) {
    this.ids = ids;
    this.words = room === undefined ? new Int32Array(mostBytes / 4) : new Int32Array(room.memory, room.keyAt, mostBytes / 4);
    this.bytes = new Uint8Array(this.words.buffer, this.words.byteOffset, mostBytes);
  }

  clear(): void {
    this.length = 0;
    this.slotCount = 0;
  }

  mark(kind: number, number: number): void {
    this.bytes[this.length] = kind;
    this.bytes[this.length + 1] = number;
    this.length += 2;
  }

  /** Copies a value as it stands. @returns false where there is too much. */
  leaf(number: number, from: Uint8Array, start: number, end: number): boolean {
    this.mark(leafMark, number);
    return this.copy(from, start, end);
  }

  /** @returns false where there is too much. */
  copy(from: Uint8Array, start: number, end: number): boolean {
    const { bytes } = this;
    let length = this.length;
    if (end - start > mostBytes - length - 64) return false;
    for (let at = start; at < end; at += 1) {
      bytes[length] = from[at] as number;
      length += 1;
    }
    this.length = length;
    return true;
  }

  /** Copies a value that has been passed, ids within it as slots. @returns false where an id is an odd one, or there is too much. */
  copyValue(from: Uint8Array, start: number, end: number): boolean {
    const { bytes } = this;
    if (end - start > mostBytes - this.length - 64) return false;
    let length = this.length;
    for (let at = start; at < end; at += 1) {
      const byte = from[at] as number;
      bytes[length] = byte;
      length += 1;
      if (byte === 0x5c) {
        at += 1;
        bytes[length] = from[at] as number;
        length += 1;
      } else if (byte === 0x22 && from[at + 1] === 0x2f && isSubscriptionId(from, at + 1)) {
        this.length = length;
        if (!this.slot(from, at + 1)) return false;
        length = this.length;
        at = this.parts.end - 1;
      }
    }
    this.length = length;
    return true;
  }

  private slot(from: Uint8Array, start: number): boolean {
    const { parts } = this;
    if (this.slotCount === mostSlots || !readIdParts(from, start, parts, this.takesAnyName)) return false;
    this.slotCount += 1;
    this.ids.note(this.slotCount, from, start, parts);
    this.bytes[this.length] = slotMark;
    this.length += 1;
    let rest = start + parts.subscription;
    if (parts.resourceGroup > 0) {
      rest = start + parts.resourceGroup;
      this.bytes[this.length] = groupMark;
      this.length += 1;
    }
    if (parts.resource > 0) {
      const resource = start + parts.resource;
      let name = resource - 1;
      while (from[name] !== 0x2f) name -= 1;
      this.lower(from, rest, name);
      this.bytes[this.length] = resourceMark;
      this.length += 1;
      rest = resource;
    }
    this.lower(from, rest, parts.end);
    return true;
  }

  /** Copies plain ASCII in lower case. */
  lower(from: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let length = this.length;
    for (let at = start; at < end; at += 1) {
      const byte = from[at] as number;
      bytes[length] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
      length += 1;
    }
    this.length = length;
  }

  /** @returns a hash of what was gathered; what lies behind it in its last word is cleared. */
  hash(): number {
    const { bytes, words, length } = this;
    for (let at = length; (at & 3) !== 0; at += 1) bytes[at] = 0;
    return hashOfWords(words, 0, length);
  }

  /** Compares with words that were gathered before. */
  isSame(other: Int32Array, length: number): boolean {
    if (length !== this.length) return false;
    const { words } = this;
    for (let at = 0; at < other.length; at += 1) if (words[at] !== other[at]) return false;
    return true;
  }

  kept(): Int32Array {
    return this.words.slice(0, (this.length + 3) >> 2);
  }
}
