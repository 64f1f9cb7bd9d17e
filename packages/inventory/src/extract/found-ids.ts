// The ids of a resource as those take them who look them up: in lower case, as words, with their hashes.
import type { IdParts } from './arm-id-bytes.ts';

/** The numbers of an id. Lengths are bytes from its start; 0: it has no such part. */
export const idNumber = {
  /** In the bytes that were given. */
  start: 0,
  length: 1,
  subscription: 2,
  resourceGroup: 3,
  /** Of the first resource. */
  resource: 4,
  /** Where its words begin; `notFolded`: its bytes have to be looked at. */
  words: 5,
  hash: 6,
  hashOfResource: 7,
} as const;
export const numbersOfId = 8;

/** It is no plain ASCII, or there was no room left. */
export const notFolded = -1;

export const mostSlots = 4096;
const mostWords = (1 << 16) / 4;
/** Words are looked at so many at once, so each id is filled up with zeros to this many. */
const wordsAtOnce = 4;
const highBits = 0x80808080;

export class FoundIds {
  /** The resource's own id, then those it refers to. */
  readonly numbers: Int32Array;
  readonly words: Int32Array;
  private filled = 0;

  /** @param room memory that somebody else fills */
  constructor(room?: { readonly memory: ArrayBuffer; readonly idsAt: number; readonly wordsAt: number }) {
    const count = (1 + mostSlots) * numbersOfId;
    this.numbers = room === undefined ? new Int32Array(count) : new Int32Array(room.memory, room.idsAt, count);
    this.words = room === undefined ? new Int32Array(mostWords) : new Int32Array(room.memory, room.wordsAt, mostWords);
  }

  clear(): void {
    this.filled = 0;
  }

  note(index: number, bytes: Uint8Array, start: number, { end, subscription, resourceGroup, resource }: IdParts): void {
    const { numbers, words, filled } = this;
    const at = index * numbersOfId;
    const length = end - start;
    const isFolded = this.fold(bytes, start, length);
    numbers[at + idNumber.start] = start;
    numbers[at + idNumber.length] = length;
    numbers[at + idNumber.subscription] = subscription;
    numbers[at + idNumber.resourceGroup] = resourceGroup;
    numbers[at + idNumber.resource] = resource;
    numbers[at + idNumber.words] = isFolded ? filled : notFolded;
    if (!isFolded) return;
    numbers[at + idNumber.hash] = hashOfWords(words, filled, length);
    numbers[at + idNumber.hashOfResource] = hashOfWords(words, filled, resource);
  }

  private fold(bytes: Uint8Array, start: number, length: number): boolean {
    const { words, filled } = this;
    const size = Math.ceil(length / (4 * wordsAtOnce)) * wordsAtOnce;
    if (length > (mostWords - filled) * 4) return false;
    let any = 0;
    for (let word = 0; word < size; word += 1) {
      const at = word * 4;
      let four = 0;
      for (let byte = 0; byte < 4 && at + byte < length; byte += 1) four |= (bytes[start + at + byte] as number) << (byte * 8);
      words[filled + word] = lowered(four);
      any |= four;
    }
    if ((any & highBits) !== 0) return false;
    this.filled += size;
    return true;
  }
}

/** Four letters of plain ASCII in lower case, at once: what is between A and Z has its high bit in the first sum only. */
function lowered(four: number): number {
  const isUpper = (four + 0x3f3f3f3f) & ~(four + 0x25252525) & 0x80808080;
  return four | (isUpper >>> 2);
}

/** @returns a hash of the first bytes of words: every fourth word by itself, so that a processor works at four of them at once. */
export function hashOfWords(words: Int32Array, from: number, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = from;
  for (const end = from + ((length >> 4) << 2); at < end; at += 4) {
    first = mixed(first, words[at] as number);
    second = mixed(second, words[at + 1] as number);
    third = mixed(third, words[at + 2] as number);
    fourth = mixed(fourth, words[at + 3] as number);
  }
  const rest = length & 15;
  if (rest !== 0) {
    first = mixed(first, firstBytes(words[at] as number, rest));
    second = mixed(second, rest > 4 ? firstBytes(words[at + 1] as number, rest - 4) : 0);
    third = mixed(third, rest > 8 ? firstBytes(words[at + 2] as number, rest - 8) : 0);
    fourth = mixed(fourth, rest > 12 ? firstBytes(words[at + 3] as number, rest - 12) : 0);
  }
  return mixed(mixed(mixed(mixed(length, first), second), third), fourth);
}

function firstBytes(word: number, count: number): number {
  return count >= 4 ? word : word & ((1 << (count * 8)) - 1);
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}
