import type { Digester, Extractor } from '@plumbline/inventory';
import type { TypeReading } from './wanted-of-type.ts';

/** Of each of the two digests: no two are the same by chance, and who makes lines does not know the key. */
const wordsOfKey = 2;
export const wordsOfKeys = 2 * wordsOfKey;

/**
 * Digests of what rules may read of a line, to be remembered: where both are as they were, so are all verdicts, its own and those of whoever
 * looks at it. What rules read besides follows from its id and its name, which are part of the first one, and from what is the same for a whole scan.
 */
export class LineKeys {
  /** Of the line that was read last: what others may see of it, then what only its own rules read; all 0: not all of it is told so. */
  readonly words = new Uint32Array(wordsOfKeys);
  /** Of the resource on it, in lower case: its digests need not tell it. */
  type = '';
  readonly digester: Digester;
  private readonly extractor: Extractor<TypeReading>;

  constructor(extractor: Extractor<TypeReading>, digester: Digester) {
    this.extractor = extractor;
    this.digester = digester;
  }

  clear(): void {
    this.words.fill(0);
  }

  /** Reads a line for nothing but its digests. */
  read(bytes: Uint8Array, from: number, to: number): void {
    this.clear();
    const { extractor } = this;
    if (extractor.read(bytes, from, to) && extractor.type !== undefined) this.take(bytes, extractor.type);
  }

  /** Of the line that the extractor read last. */
  take(bytes: Uint8Array, { type, holdsOthers }: TypeReading): void {
    this.clear();
    this.type = type;
    if (holdsOthers) return;
    const { extractor, digester, words } = this;
    const { idStart, id, nameStart, nameEnd, seen, waiting, alone, ids } = extractor;
    digester.begin();
    digester.add(bytes, idStart, id.end);
    digester.add(bytes, nameStart, nameEnd);
    digester.addContent(seen);
    if (!digester.addSlots(ids, seen.slotCount)) return;
    digester.end();
    words.set(digester.digest.subarray(0, wordsOfKey));
    digester.begin();
    digester.addContent(waiting);
    digester.addContent(alone);
    digester.end();
    words.set(digester.digest.subarray(0, wordsOfKey), wordsOfKey);
  }
}

/** Whether two lines are the same for those who look at them from elsewhere. */
export function isSeenSame(words: Uint32Array, others: Uint32Array, at: number): boolean {
  return (words[0] !== 0 || words[1] !== 0) && words[0] === others[at] && words[1] === others[at + 1];
}

/** Given that they are so for others: whether they are for their own rules too. */
export function isReadSame(words: Uint32Array, others: Uint32Array, at: number): boolean {
  return words[2] === others[at + 2] && words[3] === others[at + 3];
}
