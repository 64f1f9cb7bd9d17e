// Passes over JSON as exactly as JSON.parse reads it. Of the line it has been found out where texts end and that there is nothing wrong within
// them. Behind it stands a zero, which belongs to no value, so nothing here runs over its end.
import { bitsAt, blockOf, passText } from './quotes';

/** Returned where the bytes are no JSON, or are nested too deeply for this. */
export const notPassed: usize = 0;
/** One bit for each open value. */
const deepest: i32 = 64;

// @ts-ignore: decorator
@inline
export function passSpace(at: usize): usize {
  return load<u8>(at) <= 0x20 ? passMoreSpace(at) : at;
}

function passMoreSpace(start: usize): usize {
  let at = start;
  while (true) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d) return at;
    at += 1;
  }
}

/** @returns behind a number, `true`, `false` or `null`. */
function passBare(start: usize): usize {
  const word = load<u32>(start);
  if (word == 0x65757274 || word == 0x6c6c756e) return start + 4;
  if (word == 0x736c6166) return load<u8>(start, 4) == 0x65 ? start + 5 : notPassed;
  return passNumber(start);
}

function passNumber(start: usize): usize {
  let at = load<u8>(start) == 0x2d ? start + 1 : start;
  const first = at;
  at = passDigits(at);
  if (at == first || (at > first + 1 && load<u8>(first) == 0x30)) return notPassed;
  if (load<u8>(at) == 0x2e) {
    const fraction = at + 1;
    at = passDigits(fraction);
    if (at == fraction) return notPassed;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    let exponent = at + 1;
    const sign = load<u8>(exponent);
    if (sign == 0x2b || sign == 0x2d) exponent += 1;
    at = passDigits(exponent);
    if (at == exponent) return notPassed;
  }
  return at;
}

function passDigits(start: usize): usize {
  let at = start;
  while (<u32>load<u8>(at) - 0x30 < 10) at += 1;
  return at;
}

/** @param at behind the quote that closes a name. @returns the value of the member. */
// @ts-ignore: decorator
@inline
export function valueAt(at: usize): usize {
  const colon = passSpace(at);
  return load<u8>(colon) == 0x3a ? passSpace(colon + 1) : notPassed;
}

/** @param at of the value, behind any space. @returns behind the value. */
export function passValue(at: usize): usize {
  const byte = load<u8>(at);
  if (byte == 0x22) return passText(at + 1);
  return byte == 0x7b || byte == 0x5b ? passNested(at) : passBare(at);
}

/** The quotes that were not met yet: those of a block of 64 bytes, where its bits stand, and where the next one's do. */
let quotes: u64 = 0;
let quoteBlock: usize = 0;
let quoteBits: usize = 0;

function meetQuotesFrom(start: usize): void {
  quoteBits = bitsAt(start);
  quoteBlock = blockOf(start);
  quotes = load<u64>(quoteBits) & (<u64>-1 << (start - quoteBlock));
}

/** @returns behind the next quote. */
// @ts-ignore: decorator
@inline
function passQuote(): usize {
  while (quotes == 0) {
    quoteBits += 8;
    quoteBlock += 64;
    quotes = load<u64>(quoteBits);
  }
  const end = quoteBlock + <usize>ctz(quotes) + 1;
  quotes &= quotes - 1;
  return end;
}

/** Texts are met in the order of their quotes, so each quote is taken once: the end of a text need not be waited for to look for the next. */
function passNested(start: usize): usize {
  let at = start;
  let depth = 0;
  /** The lowest bit: whether what is open is an object. */
  let kinds: u64 = 0;
  meetQuotesFrom(start);
  while (true) {
    if ((kinds & 1) != 0) {
      if (load<u8>(at) != 0x22) return notPassed;
      passQuote();
      at = valueAt(passQuote());
      if (at == notPassed) return notPassed;
    }
    const byte = load<u8>(at);
    if (byte == 0x22) {
      passQuote();
      at = passQuote();
    } else if (byte == 0x7b || byte == 0x5b) {
      if (depth == deepest) return notPassed;
      depth += 1;
      kinds = (kinds << 1) | <u64>(byte == 0x7b);
      at = passSpace(at + 1);
      // A closing bracket is two behind the opening one.
      if (load<u8>(at) != byte + 2) continue;
      depth -= 1;
      kinds >>= 1;
      at += 1;
    } else {
      at = passBare(at);
      if (at == notPassed) return notPassed;
    }
    while (true) {
      if (depth == 0) return at;
      at = passSpace(at);
      const next: u32 = load<u8>(at);
      if (next == 0x2c) {
        at = passSpace(at + 1);
        break;
      }
      if (next != ((kinds & 1) != 0 ? 0x7d : 0x5d)) return notPassed;
      depth -= 1;
      kinds >>= 1;
      at += 1;
    }
  }
}
