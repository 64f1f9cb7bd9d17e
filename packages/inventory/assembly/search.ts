// Which lines name one of some types, may hide one behind an escape, or are no resources of a subscription: of a large file everything else is
// passed over in blocks. What stands around a slash tells nearly always that no type is named there.
import { isFoldedSame } from './fold';
import { foundAt, mostFound, resultAt, signsAt, soughtAt } from './layout';

const lineFeed: u32 = 0x0a;
const backslash: u32 = 0x5c;
/** `{"id":"/subscriptions/`, and a GUID. */
const beginningBytes: usize = 22;
const guidBytes: usize = 36;

// Of a byte by the lower and the upper half of it: which types have it before their slash, and which behind it; a bit for each.
let before: v128 = i8x16.splat(0);
let beforeUpper: v128 = i8x16.splat(0);
let behind: v128 = i8x16.splat(0);
let behindUpper: v128 = i8x16.splat(0);

// @ts-ignore: decorator
@inline
function signsOf(bytes: v128, lower: v128, upper: v128): v128 {
  return v128.and(i8x16.swizzle(lower, v128.and(bytes, i8x16.splat(15))), i8x16.swizzle(upper, v128.shr<u8>(bytes, 4)));
}

/** @returns ends of lines, slashes that may be those of a type, and backslashes that may hide a letter or a slash of one. */
// @ts-ignore: decorator
@inline
function tellingOnes(at: usize): v128 {
  const bytes = v128.load(at);
  const next = v128.load(at + 1);
  const around = v128.and(signsOf(v128.load(at - 1), before, beforeUpper), signsOf(next, behind, behindUpper));
  const named = v128.and(i8x16.eq(bytes, i8x16.splat(0x2f)), i8x16.ne(around, i8x16.splat(0)));
  const hiding = v128.or(i8x16.eq(next, i8x16.splat(0x75)), i8x16.eq(next, i8x16.splat(0x2f)));
  const hidden = v128.and(i8x16.eq(bytes, i8x16.splat(0x5c)), hiding);
  return v128.or(v128.or(named, hidden), i8x16.eq(bytes, i8x16.splat(0x0a)));
}

/** @param slash of a line that begins at `line` */
function isNamed(slash: usize, line: usize): bool {
  const count: u32 = load<u32>(soughtAt);
  let at = soughtAt + 16;
  for (let index: u32 = 0; index < count; index += 1) {
    const length: u32 = load<u32>(at);
    const start = slash - <usize>load<u32>(at, 4);
    if (start > line && isFoldedSame(start, at + 16, <i32>length)) return true;
    at += 16 + ((<usize>length + 15) & ~15);
  }
  return false;
}

function isWithinSubscription(line: usize, end: usize): bool {
  const slash = line + beginningBytes + guidBytes;
  if (end <= slash || load<u8>(slash) != 0x2f) return false;
  const isBegun = i8x16.eq(
    v128.load(line),
    i8x16(0x7b, 0x22, 0x69, 0x64, 0x22, 0x3a, 0x22, 0x2f, 0x73, 0x75, 0x62, 0x73, 0x63, 0x72, 0x69, 0x70),
  );
  // `iptions/`: two of its letters were looked at already.
  return i8x16.bitmask(isBegun) == 0xffff && load<u64>(line + beginningBytes - 8) == 0x2f736e6f69747069;
}

/**
 * @param from where a line begins
 * @param to behind the end of a line
 * @returns how many lines were found before `to`, or before there was no room for more
 */
export function findLines(from: usize, to: usize): i32 {
  before = v128.load(signsAt);
  beforeUpper = v128.load(signsAt, 16);
  behind = v128.load(signsAt, 32);
  behindUpper = v128.load(signsAt, 48);
  let line = from;
  let lines: u32 = 0;
  let found: i32 = 0;
  let isFound = false;
  for (let block = from; block < to; block += 64) {
    const low: u64 = i8x16.bitmask(tellingOnes(block)) | (i8x16.bitmask(tellingOnes(block + 16)) << 16);
    const high: u64 = i8x16.bitmask(tellingOnes(block + 32)) | (i8x16.bitmask(tellingOnes(block + 48)) << 16);
    let telling = (low & 0xffffffff) | (high << 32);
    if (to - block < 64) telling &= (<u64>1 << (to - block)) - 1;
    while (telling != 0) {
      const at = block + <usize>ctz(telling);
      telling &= telling - 1;
      const byte: u32 = load<u8>(at);
      if (byte != lineFeed) {
        isFound = isFound || byte == backslash || isNamed(at, line);
        continue;
      }
      if (isFound || !isWithinSubscription(line, at)) {
        const entry = foundAt + (<usize>found << 4);
        store<u32>(entry, <u32>line);
        store<u32>(entry, <u32>at, 4);
        store<u32>(entry, lines, 8);
        found += 1;
      }
      isFound = false;
      lines += 1;
      line = at + 1;
      if (found == mostFound) {
        block = to;
        break;
      }
    }
  }
  store<u32>(resultAt, <u32>line);
  store<u32>(resultAt, lines, 4);
  return found;
}
