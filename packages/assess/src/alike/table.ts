import type { Content } from '@plumbline/inventory';

interface Entry<V> {
  readonly words: Int32Array;
  readonly length: number;
  readonly value: V;
  /** Another one with the same hash. */
  readonly next: Entry<V> | undefined;
}

/** So many questions decide whether remembering pays. */
const trial = 512;

/** Values by the wanted bytes of resources; compared in full, the hash only finds them. */
export class Table<V> {
  private readonly byHash = new Map<number, Entry<V>>();
  /** Of those of which nothing is wanted. */
  private ofNothing: V | undefined;
  private asked = 0;
  private missed = 0;

  find(content: Content): V | undefined {
    if (content.length === 0) return this.ofNothing;
    this.asked += 1;
    for (let entry = this.byHash.get(content.hash()); entry !== undefined; entry = entry.next)
      if (content.isSame(entry.words, entry.length)) return entry.value;
    this.missed += 1;
    return undefined;
  }

  /** Whether hardly any is found: then more entries are in vain. */
  get isVain(): boolean {
    return this.asked > trial && this.missed > this.asked * 0.7;
  }

  add(content: Content, value: V): void {
    if (content.length === 0) {
      this.ofNothing = value;
      return;
    }
    const hash = content.hash();
    this.byHash.set(hash, { words: content.kept(), length: content.length, value, next: this.byHash.get(hash) });
  }
}
