// The ids of a line as those take them who look them up. The same as `found-ids.ts` in `src/extract` says of them.
import { firstOf, folded } from './fold';
import { idEnd, resourceEnd, resourceGroupEnd, subscriptionEnd } from './ids';
import { bytesOfId, idsAt, idWordsAt, idWordsBytes } from './layout';

const notFolded: i32 = -1;

let wordsEnd: usize = idWordsAt;

export function forgetIds(): void {
  wordsEnd = idWordsAt;
}

/**
 * Notes down the id that was taken apart last.
 *
 * @param index 0: the resource's own
 * @param shift what is taken from its position
 */
export function noteId(index: i32, start: usize, shift: usize): void {
  const into = idsAt + index * bytesOfId;
  const length = <u32>(idEnd - start);
  const resource = resourceEnd == 0 ? 0 : <u32>(resourceEnd - start);
  store<u32>(into, <u32>(start - shift));
  store<u32>(into, length, 4);
  store<u32>(into, <u32>(subscriptionEnd - start), 8);
  store<u32>(into, resourceGroupEnd == 0 ? 0 : <u32>(resourceGroupEnd - start), 12);
  store<u32>(into, resource, 16);
  store<i32>(into, notFolded, 20);
  if (length > <u32>(idWordsAt + idWordsBytes - wordsEnd)) return;
  store<i32>(into, <i32>(wordsEnd - idWordsAt) >> 2, 20);
  fold(into, start, length, resource);
}

/** Copies an id in lower case and hashes it, and what it begins with that is a resource. */
function fold(into: usize, start: usize, length: u32, resource: u32): void {
  const words = wordsEnd;
  let lanes = i32x4.splat(0);
  let lanesOfResource = lanes;
  const whole = length & ~15;
  const split = resource & ~15;
  for (let offset: u32 = 0; offset < whole; offset += 16) {
    if (offset == split) lanesOfResource = lanes;
    const bytes = folded(v128.load(start + offset));
    v128.store(words + offset, bytes);
    lanes = mixedLanes(lanes, bytes);
  }
  if (split == whole) lanesOfResource = lanes;
  if (whole < length) {
    const bytes = firstOf(folded(v128.load(start + whole)), <i32>(length - whole));
    v128.store(words + whole, bytes);
    lanes = mixedLanes(lanes, bytes);
  }
  if (split < resource) lanesOfResource = mixedLanes(lanesOfResource, firstOf(v128.load(words + split), <i32>(resource - split)));
  wordsEnd = words + ((length + 15) & ~15);
  store<u32>(into, hashOf(lanes, length), 24);
  store<u32>(into, hashOf(lanesOfResource, resource), 28);
}

// @ts-ignore: decorator
@inline
function mixedLanes(lanes: v128, words: v128): v128 {
  const product = v128.mul<i32>(v128.xor(lanes, words), i32x4.splat(0x9e3779b1));
  return v128.xor(product, v128.shr<u32>(product, 15));
}

// @ts-ignore: decorator
@inline
function mixed(hash: u32, word: u32): u32 {
  const product = (hash ^ word) * 0x9e3779b1;
  return product ^ (product >> 15);
}

// @ts-ignore: decorator
@inline
function hashOf(lanes: v128, length: u32): u32 {
  const first = mixed(length, v128.extract_lane<u32>(lanes, 0));
  const second = mixed(first, v128.extract_lane<u32>(lanes, 1));
  return mixed(mixed(second, v128.extract_lane<u32>(lanes, 2)), v128.extract_lane<u32>(lanes, 3));
}
