// Writes into the module's memory what `assembly/` reads there: what is wanted of a type, and texts that are known.
import type { LineModule } from './line-module.ts';
import type { Wanted, WantedMember } from './wanted.ts';

/** Bytes are compared so many at a time. */
const atOnce = 16;
const headBytes = 16;
/** Kept free behind everything, since reading goes on a little behind what is read. */
const spareBytes = 64;

export class ModuleTables {
  private readonly bytes: Uint8Array;
  private readonly words: Uint32Array;
  private next: number;

  constructor({ memory, at }: LineModule) {
    this.bytes = new Uint8Array(memory);
    this.words = new Uint32Array(memory);
    this.next = at.tables;
  }

  /** @returns the address of so many bytes; 0: there is no room for them. */
  room(length: number): number {
    const at = this.next;
    if (at + length > this.bytes.length - spareBytes) return 0;
    this.next = Math.ceil((at + length) / atOnce) * atOnce;
    return at;
  }

  /** A text that is known, with what to tell of it. @returns false where there is no room. */
  addText(table: number, text: Uint8Array, numbers: { readonly first: number; readonly second: number; readonly third: number }): boolean {
    const entry = this.room(headBytes + text.length);
    if (entry === 0) return false;
    const first = table + text.length * 4;
    this.fill(entry, [this.words[first / 4] as number, numbers.first, numbers.second, numbers.third]);
    this.bytes.set(text, entry + headBytes);
    this.words[first / 4] = entry;
    return true;
  }

  /** @returns the address of what is wanted; 0: there is no room for it. */
  addWanted(wanted: Wanted): number {
    const at = this.room(headBytes);
    const items = wanted.items === undefined ? 0 : this.addWanted(wanted.items);
    const longest = (wanted.members?.length ?? 1) - 1;
    const members = wanted.members === undefined ? 0 : this.room((longest + 1) * 4);
    if (at === 0 || (wanted.items !== undefined && items === 0) || (wanted.members !== undefined && members === 0)) return 0;
    this.fill(at, [wanted.number | (wanted.whole << 8) | (wanted.below << 16), items, members, longest]);
    for (const [length, ofLength] of wanted.members?.entries() ?? []) {
      let first = 0;
      // The first of two that fit is to be found first.
      for (const member of ofLength?.toReversed() ?? []) {
        first = this.addMember(member, first);
        if (first === 0) return 0;
      }
      this.words[members / 4 + length] = first;
    }
    return at;
  }

  private addMember({ name, folded, wanted }: WantedMember, next: number): number {
    const at = this.room(headBytes + folded.length);
    const exact = this.room(name.length);
    const below = this.addWanted(wanted);
    if (at === 0 || exact === 0 || below === 0) return 0;
    this.fill(at, [next, below, name.length, exact]);
    this.bytes.set(folded, at + headBytes);
    this.bytes.set(name, exact);
    return at;
  }

  private fill(at: number, words: readonly number[]): void {
    this.words.set(words, at / 4);
  }
}
