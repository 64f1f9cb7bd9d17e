// Passes over a JSON value in bytes as exactly as JSON.parse reads it: whatever that refuses, this refuses.

/** What is returned where the bytes are no JSON, or are nested too deeply for this. */
export const notPassed = -1;

/** Values nested deeper than this are left to the parser. */
const deepestPassed = 512;
/** 1: an object is open at this depth; 0: a list. */
const open = new Uint8Array(deepestPassed);

/** Bytes at which a walk through a text has to stop: a quote, a backslash, control characters. */
const stops = new Uint8Array(256);
stops.fill(1, 0, 0x20);
stops[0x22] = 1;
stops[0x5c] = 1;

/** By the byte behind a backslash. */
const escapes = new Uint8Array(256);
for (const letter of '"\\/bfnrt') escapes[letter.charCodeAt(0)] = 1;

const hex = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') hex[digit.charCodeAt(0)] = 1;

/** @param at behind the quote that opens the text. @returns the index behind the quote that closes it. */
export function passText(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (;;) {
    while (stops[bytes[at] as number] === 0) at += 1;
    if (at >= end) return notPassed;
    const byte = bytes[at];
    if (byte === 0x22) return at + 1;
    if (byte !== 0x5c) return notPassed;
    const escaped = bytes[at + 1] as number;
    if (escaped === 0x75) {
      for (let digit = at + 2; digit < at + 6; digit += 1) if (hex[bytes[digit] as number] !== 1) return notPassed;
      at += 6;
    } else if (escapes[escaped] === 1) at += 2;
    else return notPassed;
  }
}

/** Bytes of names that are compared as they stand. */
const plain = new Uint8Array(256);
plain.fill(1, 0x20, 0x80);
plain[0x22] = 0;
plain[0x5c] = 0;

/** @param start behind the quote that opens a name. @returns the index of the quote that closes it; `notPassed` for names with escapes, or not ASCII. */
export function plainNameEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (plain[bytes[at] as number] === 1) at += 1;
  return bytes[at] === 0x22 ? at : notPassed;
}

export function passSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return at;
    at += 1;
  }
}

/** @returns the index behind a number, `true`, `false` or `null`. */
function passBare(bytes: Uint8Array, start: number): number {
  const first = bytes[start] as number;
  switch (first) {
    case 0x74:
      return bytes[start + 1] === 0x72 && bytes[start + 2] === 0x75 && bytes[start + 3] === 0x65 ? start + 4 : notPassed;
    case 0x66:
      return bytes[start + 1] === 0x61 && bytes[start + 2] === 0x6c && bytes[start + 3] === 0x73 && bytes[start + 4] === 0x65
        ? start + 5
        : notPassed;
    case 0x6e:
      return bytes[start + 1] === 0x75 && bytes[start + 2] === 0x6c && bytes[start + 3] === 0x6c ? start + 4 : notPassed;
    default:
      return passNumber(bytes, start);
  }
}

function passNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  const first = at;
  at = passDigits(bytes, at);
  if (at === first || (at > first + 1 && bytes[first] === 0x30)) return notPassed;
  if (bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = passDigits(bytes, fraction);
    if (at === fraction) return notPassed;
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    let exponent = at + 1;
    if (bytes[exponent] === 0x2b || bytes[exponent] === 0x2d) exponent += 1;
    at = passDigits(bytes, exponent);
    if (at === exponent) return notPassed;
  }
  return at;
}

function passDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at] as number; byte >= 0x30 && byte <= 0x39; byte = bytes[at] as number) at += 1;
  return at;
}

/** @param at of a quote. @returns the index of the value of the member whose name begins there. */
function passName(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0x22) return notPassed;
  let behind = passText(bytes, at + 1, end);
  if (behind === notPassed) return notPassed;
  if (bytes[behind] !== 0x3a) {
    behind = passSpace(bytes, behind);
    if (bytes[behind] !== 0x3a) return notPassed;
  }
  behind += 1;
  return (bytes[behind] as number) <= 0x20 ? passSpace(bytes, behind) : behind;
}

/**
 * @param start of the value, behind any space
 * @param end what lies there and behind belongs to no value; a value that runs into it is not passed
 * @returns the index behind the value, or `notPassed`
 */
export function passValue(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let depth = 0;
  for (;;) {
    // At a value.
    const byte = bytes[at];
    if (byte === 0x22) at = passText(bytes, at + 1, end);
    else if (byte === 0x7b || byte === 0x5b) {
      if (depth === deepestPassed) return notPassed;
      const isObject = byte === 0x7b;
      open[depth] = isObject ? 1 : 0;
      depth += 1;
      at = passSpace(bytes, at + 1);
      if (bytes[at] === (isObject ? 0x7d : 0x5d)) {
        depth -= 1;
        at += 1;
      } else {
        if (isObject) at = passName(bytes, at, end);
        if (at === notPassed) return notPassed;
        continue;
      }
    } else at = passBare(bytes, at);
    if (at === notPassed) return notPassed;
    // Behind a value.
    for (;;) {
      if (at > end) return notPassed;
      if (depth === 0) return at;
      let next = bytes[at];
      if ((next as number) <= 0x20) {
        at = passSpace(bytes, at);
        next = bytes[at];
      }
      const isObject = open[depth - 1] === 1;
      if (next === 0x2c) {
        at = (bytes[at + 1] as number) <= 0x20 ? passSpace(bytes, at + 1) : at + 1;
        if (isObject) at = passName(bytes, at, end);
        if (at === notPassed) return notPassed;
        break;
      }
      if (next !== (isObject ? 0x7d : 0x5d)) return notPassed;
      depth -= 1;
      at += 1;
    }
  }
}
