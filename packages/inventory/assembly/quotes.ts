// Where the texts of a line begin and end. The line is looked at in blocks of 64 bytes, whatever stands in them, so that a processor can work
// at several of them at once; walking from one text to the next, it would wait for the end of each.
import { quotesAt } from './layout';

/** The line that was looked at last. */
let lineStart: usize = 0;
/** Whether anything in it is not ASCII, or an escape. */
export let hasOdd: bool = false;
/** Behind the escape that was met last. */
let escapeEnd: usize = 0;

const isNoJson: u64 = -1;

// @ts-ignore: decorator
@inline
function quotesIn(bytes: v128): u64 {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x22)));
}

// @ts-ignore: decorator
@inline
function backslashes(bytes: v128): v128 {
  return i8x16.eq(bytes, i8x16.splat(0x5c));
}

/** The smaller of a byte and 0x1f is the byte itself for control characters only. */
// @ts-ignore: decorator
@inline
function controls(bytes: v128): v128 {
  return i8x16.eq(v128.min<u8>(bytes, i8x16.splat(0x1f)), bytes);
}

// @ts-ignore: decorator
@inline
function oddOnes(bytes: v128): v128 {
  return v128.or(backslashes(bytes), controls(bytes));
}

// @ts-ignore: decorator
@inline
function bits(first: v128, second: v128, third: v128, fourth: v128): u64 {
  const low: u64 = i8x16.bitmask(first) | (i8x16.bitmask(second) << 16);
  const high: u64 = i8x16.bitmask(third) | (i8x16.bitmask(fourth) << 16);
  return (low & 0xffffffff) | (high << 32);
}

// @ts-ignore: decorator
@inline
function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

function isEscape(byte: u32): bool {
  return byte == 0x22 || byte == 0x5c || byte == 0x2f || byte == 0x62 || byte == 0x66 || byte == 0x6e || byte == 0x72 || byte == 0x74;
}

/**
 * Of a block in which there are escapes or control characters.
 *
 * @param counted bits of those of its bytes that belong to the line
 * @param isInside 1 where it begins within a text
 * @returns its quotes without those that are escaped
 */
function oddBlock(at: usize, quotes: u64, counted: u64, isInside: u64): u64 {
  const first = v128.load(at);
  const second = v128.load(at, 16);
  const third = v128.load(at, 32);
  const fourth = v128.load(at, 48);
  // Beyond texts a backslash is found to be none of what may stand there, whatever follows it.
  let escapes = bits(backslashes(first), backslashes(second), backslashes(third), backslashes(fourth)) & counted;
  hasOdd = hasOdd || escapes != 0;
  let left = quotes;
  if (escapeEnd > at) left &= ~1;
  while (escapes != 0) {
    const bit = ctz(escapes);
    escapes &= escapes - 1;
    const escape = at + <usize>bit;
    if (escape < escapeEnd) continue;
    const escaped: u32 = load<u8>(escape, 1);
    if (escaped == 0x75) {
      const isNumber = isHex(load<u8>(escape, 2)) && isHex(load<u8>(escape, 3)) && isHex(load<u8>(escape, 4)) && isHex(load<u8>(escape, 5));
      if (!isNumber) return isNoJson;
    } else if (!isEscape(escaped)) return isNoJson;
    escapeEnd = escape + 2;
    if (bit < 63) left &= ~(<u64>1 << (bit + 1));
  }
  const signs = bits(controls(first), controls(second), controls(third), controls(fourth));
  if (signs == 0) return left;
  // A bit for every byte before which there is an odd number of quotes.
  let inside = left;
  inside ^= inside << 1;
  inside ^= inside << 2;
  inside ^= inside << 4;
  inside ^= inside << 8;
  inside ^= inside << 16;
  inside ^= inside << 32;
  inside ^= 0 - isInside;
  return (inside & signs) == 0 ? left : isNoJson;
}

/** Looks at a line. @returns false where texts in it are no JSON. */
export function findQuotes(from: usize, to: usize): bool {
  lineStart = from;
  escapeEnd = 0;
  hasOdd = false;
  let into = quotesAt;
  let isInside: u64 = 0;
  let all = i8x16.splat(0);
  for (let at = from; at < to; at += 64) {
    const first = v128.load(at);
    const second = v128.load(at, 16);
    const third = v128.load(at, 32);
    const fourth = v128.load(at, 48);
    let quotes = quotesIn(first) | (quotesIn(second) << 16) | (quotesIn(third) << 32) | (quotesIn(fourth) << 48);
    let counted: u64 = -1;
    if (to - at < 64) {
      counted = (<u64>1 << (to - at)) - 1;
      quotes &= counted;
    }
    all = v128.or(all, v128.or(v128.or(first, second), v128.or(third, fourth)));
    const odd = v128.or(v128.or(oddOnes(first), oddOnes(second)), v128.or(oddOnes(third), oddOnes(fourth)));
    if (v128.any_true(odd) || escapeEnd > at) {
      quotes = oddBlock(at, quotes, counted, isInside);
      if (quotes == isNoJson) return false;
    }
    store<u64>(into, quotes);
    into += 8;
    isInside ^= popcnt(quotes) & 1;
  }
  // What stands behind the line may count as well: it does no harm.
  hasOdd = hasOdd || i8x16.bitmask(all) != 0;
  return isInside == 0;
}

/** @returns where bits are kept of the block in which a byte stands. */
// @ts-ignore: decorator
@inline
export function bitsAt(at: usize): usize {
  return quotesAt + (((at - lineStart) >> 6) << 3);
}

/** @returns the first byte of the block in which a byte stands. */
// @ts-ignore: decorator
@inline
export function blockOf(at: usize): usize {
  return at - ((at - lineStart) & 63);
}

/** @param at behind the quote that opens a text. @returns behind the quote that closes it. */
// @ts-ignore: decorator
@inline
export function passText(at: usize): usize {
  const ahead = load<u64>(bitsAt(at)) >> ((at - lineStart) & 63);
  return ahead != 0 ? at + <usize>ctz(ahead) + 1 : passLongText(at);
}

function passLongText(start: usize): usize {
  let at = bitsAt(start);
  let block = blockOf(start);
  let quotes: u64 = 0;
  while (quotes == 0) {
    at += 8;
    block += 64;
    quotes = load<u64>(at);
  }
  return block + <usize>ctz(quotes) + 1;
}

/** @param start behind the quote that opens a name. @returns the quote that closes it; 0 for names with escapes, or not ASCII. */
// @ts-ignore: decorator
@inline
export function plainNameEnd(start: usize): usize {
  const end = passText(start) - 1;
  return hasOdd && !isPlain(start, end) ? 0 : end;
}

function isPlain(start: usize, end: usize): bool {
  for (let at = start; at < end; at += 1) {
    const byte = load<u8>(at);
    if (byte >= 0x80 || byte == 0x5c) return false;
  }
  return true;
}
