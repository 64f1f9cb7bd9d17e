// The three keys of a line. The same as `content.ts` writes.
import { copy, copyFolded } from './fold';
import { noteId } from './found-ids';
import { idEnd, isSubscriptionId, readIdParts, resourceEnd, resourceGroupEnd, resourceSlash, subscriptionEnd } from './ids';
import { aloneAt, keyBytes, mostSlots, seenAt, waitingAt } from './layout';

const slotMark: u8 = 1;
const groupMark: u8 = 2;
const resourceMark: u8 = 3;
export const leafMark: i32 = 4;
export const openMark: i32 = 5;
export const closeMark: i32 = 6;
export const spellingMark: i32 = 7;

const others: u32 = 1;
const othersText: u32 = 2;
const waiting: u32 = 4;
const alone: u32 = 8;
const ofSeen: u32 = others | othersText;
/** Beyond this a key is too long. */
const mostGathered: usize = 1 << 15;

/** Where the next byte of each key goes. */
export let seenEnd: usize = 0;
export let waitingEnd: usize = 0;
export let aloneEnd: usize = 0;
export let slotCount: i32 = 0;
/** Taken from positions that are told. */
let shift: usize = 0;

export function clearKeys(given: usize): void {
  shift = given;
  seenEnd = seenAt;
  waitingEnd = waitingAt;
  aloneEnd = aloneAt;
  slotCount = 0;
}

export function isFull(): bool {
  return seenEnd - seenAt > mostGathered || waitingEnd - waitingAt > mostGathered || aloneEnd - aloneAt > mostGathered;
}

export function mark(who: u32, kind: i32, number: i32): void {
  const bytes = <u16>(kind | (number << 8));
  if ((who & ofSeen) != 0) {
    store<u16>(seenEnd, bytes);
    seenEnd += 2;
  }
  if ((who & waiting) != 0) {
    store<u16>(waitingEnd, bytes);
    waitingEnd += 2;
  }
  if ((who & alone) != 0) {
    store<u16>(aloneEnd, bytes);
    aloneEnd += 2;
  }
}

/** Copies a name, which is no longer than one that a rule reads. */
export function copyName(who: u32, start: usize, length: i32): void {
  if ((who & ofSeen) != 0) {
    copy(seenEnd, start, length);
    seenEnd += length;
  }
  if ((who & waiting) != 0) {
    copy(waitingEnd, start, length);
    waitingEnd += length;
  }
  if ((who & alone) != 0) {
    copy(aloneEnd, start, length);
    aloneEnd += length;
  }
}

/** @returns false where there is too much. */
function copied(end: usize, key: usize, start: usize, length: i32): bool {
  if (length > keyBytes - <i32>(end - key) - 64) return false;
  copy(end, start, length);
  return true;
}

/** @returns false where an id is an odd one, or there is too much. */
export function leaf(who: u32, number: i32, start: usize, end: usize): bool {
  const length = <i32>(end - start);
  if ((who & others) != 0) {
    const before = slotCount;
    mark(others, leafMark, number);
    if (!copyValue(start, end)) return false;
    if (slotCount == before) return true;
  }
  if ((who & othersText) != 0) {
    mark(othersText, leafMark, number);
    if (!copied(seenEnd, seenAt, start, length)) return false;
    seenEnd += length;
  }
  if ((who & waiting) != 0) {
    mark(waiting, leafMark, number);
    if (!copied(waitingEnd, waitingAt, start, length)) return false;
    waitingEnd += length;
  }
  if ((who & alone) != 0) {
    mark(alone, leafMark, number);
    if (!copied(aloneEnd, aloneAt, start, length)) return false;
    aloneEnd += length;
  }
  return true;
}

/** Of its own id a rule may read any letter. */
export function leafOfOneKey(who: u32, number: i32, start: usize, end: usize): bool {
  if (who == 0) return true;
  return leaf((who & ofSeen) != 0 ? othersText : (who & waiting) != 0 ? waiting : alone, number, start, end);
}

/** Copies a value, ids within it as slots. */
function copyValue(start: usize, end: usize): bool {
  if (<i32>(end - start) > keyBytes - <i32>(seenEnd - seenAt) - 64) return false;
  let at = start;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(seenEnd, bytes);
    const stops = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))));
    const plain: usize = stops == 0 ? 16 : ctz(stops);
    if (plain >= end - at) {
      seenEnd += end - at;
      return true;
    }
    at += plain;
    seenEnd += plain;
    if (stops == 0) continue;
    at += 1;
    seenEnd += 1;
    if (load<u8>(at - 1) == 0x5c) {
      store<u8>(seenEnd, load<u8>(at));
      at += 1;
      seenEnd += 1;
    } else if (load<u8>(at) == 0x2f && isSubscriptionId(at)) {
      if (!slot(at)) return false;
      at = idEnd;
    }
  }
  return true;
}

function slot(start: usize): bool {
  if (slotCount == mostSlots || !readIdParts(start)) return false;
  slotCount += 1;
  noteId(slotCount, start, shift);
  store<u8>(seenEnd, slotMark);
  seenEnd += 1;
  let rest = subscriptionEnd;
  if (resourceGroupEnd != 0) {
    rest = resourceGroupEnd;
    store<u8>(seenEnd, groupMark);
    seenEnd += 1;
  }
  if (resourceEnd != 0) {
    lower(rest, resourceSlash);
    store<u8>(seenEnd, resourceMark);
    seenEnd += 1;
    rest = resourceEnd;
  }
  lower(rest, idEnd);
  return true;
}

/** Adds what is plain ASCII to `seen`, in lower case. */
export function lower(start: usize, end: usize): void {
  const length = <i32>(end - start);
  copyFolded(seenEnd, start, length);
  seenEnd += length;
}
