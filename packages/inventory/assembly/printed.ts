// Whether a line of JSON is surely what JSON.stringify would print of it. In doubt it is not: whoever asks then looks closer.
import { isSame } from './fold';
import { seenAt, waitingAt } from './layout';
import { findQuotes, hasOdd, passText } from './quotes';

/** Of each open object the names so far, where the keys of a resource stand otherwise: where each stands, and what tells most of them apart. */
const namesEnd: usize = waitingAt - 64;
const bytesOfName: usize = 8;
/** At each depth: where the names of the object begin; 0: a list. */
const depthsAt: usize = waitingAt;
const deepest: usize = 200;
/** Shorter whole numbers are printed as they stand. */
const mostDigits: usize = 15;

/** @param to at least 64 bytes before the end of the memory */
export function isPrinted(from: usize, to: usize): bool {
  if (!findQuotes(from, to) || hasOdd) return false;
  let depth: usize = 0;
  let names = seenAt;
  /** Of the innermost object; 0 within a list. */
  let first: usize = 0;
  let isName = false;
  let at = from;
  while (at < to) {
    const byte: u32 = load<u8>(at);
    if (byte == 0x22) {
      const start = at + 1;
      at = passText(start);
      if (isName) {
        if (names == namesEnd || !isNewName(start, at - 1 - start, first, names)) return false;
        names += bytesOfName;
        isName = false;
      }
    } else if (byte == 0x2c) {
      isName = first != 0;
      at += 1;
    } else if (byte == 0x3a) at += 1;
    else if (byte == 0x7b || byte == 0x5b) {
      if (depth == deepest) return false;
      store<u32>(depthsAt + (depth << 2), <u32>first);
      depth += 1;
      isName = byte == 0x7b;
      first = isName ? names : 0;
      at += 1;
    } else if (byte == 0x7d || byte == 0x5d) {
      if (depth == 0) return false;
      if (byte == 0x7d) names = first;
      depth -= 1;
      first = load<u32>(depthsAt + (depth << 2));
      isName = false;
      at += 1;
    } else if (byte - 0x30 < 10) {
      const start = at;
      do at += 1;
      while (at < to && <u32>load<u8>(at) - 0x30 < 10);
      // Fractions and exponents may be printed in another way.
      const next: u32 = load<u8>(at);
      if (at - start > mostDigits || (at < to && next != 0x2c && next != 0x7d && next != 0x5d)) return false;
    } else if (byte - 0x61 < 26) at += 1;
    else return false;
  }
  return true;
}

/** Notes a name behind those of its object. @returns false where it is one of them, or a number, which would come first */
// @ts-ignore: decorator
@inline
function isNewName(start: usize, length: usize, first: usize, next: usize): bool {
  if (length > 255 || <u32>load<u8>(start) - 0x30 < 10) return false;
  const mark: u32 =
    length == 0
      ? 0
      : <u32>load<u8>(start) | (<u32>load<u8>(start + length - 1) << 8) | (<u32>load<u8>(start + (length >> 1)) << 16) | (<u32>length << 24);
  for (let at = first; at < next; at += bytesOfName)
    if (load<u32>(at, 4) == mark && isSame(load<u32>(at), start, <i32>length)) return false;
  store<u32>(next, <u32>start);
  store<u32>(next, mark, 4);
  return true;
}
