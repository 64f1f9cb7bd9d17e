// Bytes compared and copied 16 at a time. Whoever calls leaves as much room behind what is read and written.

/** ASCII letters in lower case, everything else as it is. */
// @ts-ignore: decorator
@inline
export function folded(bytes: v128): v128 {
  const letter = v128.sub<i8>(bytes, i8x16.splat(0x41));
  const isUpper = i8x16.eq(v128.min<u8>(letter, i8x16.splat(25)), letter);
  return v128.or(bytes, v128.and(isUpper, i8x16.splat(0x20)));
}

/** Whether `length` bytes are the same. */
export function isSame(at: usize, other: usize, length: i32): bool {
  let offset: i32 = 0;
  for (; length - offset > 16; offset += 16)
    if (i8x16.bitmask(i8x16.eq(v128.load(at + offset), v128.load(other + offset))) != 0xffff) return false;
  const same = i8x16.bitmask(i8x16.eq(v128.load(at + offset), v128.load(other + offset)));
  return (~same & ((1 << (length - offset)) - 1)) == 0;
}

/** Whether `length` bytes are those of a word in lower case, in any case. */
export function isFoldedSame(at: usize, word: usize, length: i32): bool {
  let offset: i32 = 0;
  for (; length - offset > 16; offset += 16)
    if (i8x16.bitmask(i8x16.eq(folded(v128.load(at + offset)), v128.load(word + offset))) != 0xffff) return false;
  const same = i8x16.bitmask(i8x16.eq(folded(v128.load(at + offset)), v128.load(word + offset)));
  return (~same & ((1 << (length - offset)) - 1)) == 0;
}

export function copy(into: usize, from: usize, length: i32): void {
  for (let offset: i32 = 0; offset < length; offset += 16) v128.store(into + offset, v128.load(from + offset));
}

export function copyFolded(into: usize, from: usize, length: i32): void {
  for (let offset: i32 = 0; offset < length; offset += 16) v128.store(into + offset, folded(v128.load(from + offset)));
}

/** The first bytes; what follows is 0. */
// @ts-ignore: decorator
@inline
export function firstOf(bytes: v128, count: i32): v128 {
  const positions = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(bytes, v128.lt<u8>(positions, i8x16.splat(<i8>count)));
}
