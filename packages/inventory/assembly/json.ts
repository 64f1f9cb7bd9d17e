// Passes over JSON as exactly as JSON.parse reads it. Behind every line stands a zero, which belongs to no value, so nothing here runs over its end.

/** Returned where the bytes are no JSON, or are nested too deeply for this. */
export const notPassed: usize = 0;
/** One bit for each open value. */
const deepest: i32 = 64;

/** Which of 16 bytes end a text or need a look: quotes, backslashes, control characters. */
// @ts-ignore: decorator
@inline
function stopsIn(bytes: v128): i32 {
  const isQuote = i8x16.eq(bytes, i8x16.splat(0x22));
  const isBackslash = i8x16.eq(bytes, i8x16.splat(0x5c));
  // The smaller of a byte and 0x1f is the byte itself for control characters only.
  const isControl = i8x16.eq(v128.min<u8>(bytes, i8x16.splat(0x1f)), bytes);
  return i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isControl));
}

/** Which of 16 bytes end a name that is compared as it stands: those above, and what is not ASCII. */
// @ts-ignore: decorator
@inline
export function oddIn(bytes: v128): i32 {
  const isQuote = i8x16.eq(bytes, i8x16.splat(0x22));
  const isBackslash = i8x16.eq(bytes, i8x16.splat(0x5c));
  const shifted = v128.sub<i8>(bytes, i8x16.splat(0x20));
  const isOutside = i8x16.eq(v128.max<u8>(shifted, i8x16.splat(0x5f)), shifted);
  return i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isOutside));
}

// @ts-ignore: decorator
@inline
function isHex(byte: u32): bool {
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** @param at behind the quote that opens the text. @returns behind the quote that closes it. */
// @ts-ignore: decorator
@inline
export function passText(at: usize): usize {
  const stops = stopsIn(v128.load(at));
  if (stops != 0) {
    const stop = at + ctz(stops);
    if (load<u8>(stop) == 0x22) return stop + 1;
    return passLongText(stop);
  }
  return passLongText(at + 16);
}

function passLongText(start: usize): usize {
  let at = start;
  while (true) {
    const stops = stopsIn(v128.load(at));
    if (stops == 0) {
      at += 16;
      continue;
    }
    at += ctz(stops);
    const byte = load<u8>(at);
    if (byte == 0x22) return at + 1;
    if (byte != 0x5c) return notPassed;
    const escaped: u32 = load<u8>(at, 1);
    if (escaped == 0x75) {
      if (!isHex(load<u8>(at, 2)) || !isHex(load<u8>(at, 3)) || !isHex(load<u8>(at, 4)) || !isHex(load<u8>(at, 5))) return notPassed;
      at += 6;
    } else {
      const isEscape =
        escaped == 0x22 ||
        escaped == 0x5c ||
        escaped == 0x2f ||
        escaped == 0x62 ||
        escaped == 0x66 ||
        escaped == 0x6e ||
        escaped == 0x72 ||
        escaped == 0x74;
      if (!isEscape) return notPassed;
      at += 2;
    }
  }
}

/** @param start behind the quote that opens a name. @returns the quote that closes it; `notPassed` for names with escapes, or not ASCII. */
// @ts-ignore: decorator
@inline
export function plainNameEnd(start: usize): usize {
  let at = start;
  let odd = oddIn(v128.load(at));
  while (odd == 0) {
    at += 16;
    odd = oddIn(v128.load(at));
  }
  at += ctz(odd);
  return load<u8>(at) == 0x22 ? at : notPassed;
}

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

/** @param at where a name should begin. @returns the value of the member. */
// @ts-ignore: decorator
@inline
function passName(at: usize): usize {
  if (load<u8>(at) != 0x22) return notPassed;
  const behind = passText(at + 1);
  return behind == notPassed ? notPassed : valueAt(behind);
}

/** @param start of the value, behind any space. @returns behind the value. */
export function passValue(start: usize): usize {
  let at = start;
  let depth = 0;
  /** The lowest bit: whether what is open is an object. */
  let kinds: u64 = 0;
  while (true) {
    const byte = load<u8>(at);
    if (byte == 0x22) at = passText(at + 1);
    else if (byte == 0x7b || byte == 0x5b) {
      if (depth == deepest) return notPassed;
      depth += 1;
      const isObject = byte == 0x7b;
      kinds = (kinds << 1) | <u64>isObject;
      at = passSpace(at + 1);
      // A closing bracket is two behind the opening one.
      if (load<u8>(at) != byte + 2) {
        if (isObject) {
          at = passName(at);
          if (at == notPassed) return notPassed;
        }
        continue;
      }
      depth -= 1;
      kinds >>= 1;
      at += 1;
    } else at = passBare(at);
    if (at == notPassed) return notPassed;
    while (true) {
      if (depth == 0) return at;
      at = passSpace(at);
      const next: u32 = load<u8>(at);
      if (next == 0x2c) {
        at = passSpace(at + 1);
        if ((kinds & 1) != 0) {
          at = passName(at);
          if (at == notPassed) return notPassed;
        }
        break;
      }
      if (next != ((kinds & 1) != 0 ? 0x7d : 0x5d)) return notPassed;
      depth -= 1;
      kinds >>= 1;
      at += 1;
    }
  }
}
