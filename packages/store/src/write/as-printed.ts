import { isUtf8 } from 'node:buffer';

const quote = 0x22;
const backslash = 0x5c;
const mostNames = 4096;
const deepest = 200;

/** Escapes that JSON.stringify writes itself, but for control characters without a letter. */
const escapes = new Uint8Array(128);
for (const letter of '"\\bfnrt') escapes[letter.charCodeAt(0)] = 1;

/** What stands in texts for itself. */
const plain = new Uint8Array(256).fill(1, 0, 0x80);
plain[quote] = 0;
plain[backslash] = 0;

/** Of each open object the names so far: where each stands, and what tells most of them apart. */
const starts = new Int32Array(mostNames);
const lengths = new Int32Array(mostNames);
const marks = new Int32Array(mostNames);
/** At each depth: how many names stood there before; -1: a list. */
const firsts = new Int32Array(deepest);

/**
 * Whether a text is what `JSON.stringify` would print of what it holds: no spaces, names once and in the order that they keep, texts and
 * numbers written as they are written anew. In doubt it is not.
 *
 * @param bytes in which valid JSON stands, with a byte behind `to`
 */
export function isAsPrinted(bytes: Buffer, from: number, to: number): boolean {
  let depth = -1;
  let names = 0;
  let isAscii = true;
  let isName = false;
  for (let at = from; at < to; ) {
    const byte = bytes[at] as number;
    if (byte === quote) {
      const start = at + 1;
      at = start;
      for (;;) {
        while (plain[bytes[at] as number] === 1) at += 1;
        const inner = bytes[at] as number;
        if (inner === quote) break;
        if (inner === backslash) {
          if (escapes[bytes[at + 1] as number] !== 1) return false;
          at += 2;
        } else {
          isAscii = false;
          at += 1;
        }
      }
      if (isName) {
        if (names === mostNames || isNumber(bytes, start, at) || isRepeated(bytes, start, at, firsts[depth] as number, names)) return false;
        names += 1;
        isName = false;
      }
      at += 1;
    } else if (byte === 0x2c || byte === 0x3a) {
      isName = byte === 0x2c && (firsts[depth] as number) >= 0;
      at += 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth === deepest) return false;
      isName = byte === 0x7b;
      firsts[depth] = isName ? names : -1;
      at += 1;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (byte === 0x7d) names = firsts[depth] as number;
      isName = false;
      depth -= 1;
      at += 1;
    } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      const end = numberEnd(bytes, at);
      if (!isPlainNumber(bytes, at, end)) return false;
      at = end;
    } else if (byte >= 0x61 && byte <= 0x7a) at += 1;
    else return false;
  }
  return isAscii || isUtf8(bytes.subarray(from, to));
}

/** Names that are numbers come first, whatever their place. */
function isNumber(bytes: Buffer, start: number, end: number): boolean {
  if (start === end) return false;
  for (let at = start; at < end; at += 1) if ((bytes[at] as number) < 0x30 || (bytes[at] as number) > 0x39) return false;
  return true;
}

/** Notes the name as the next one of its object. */
function isRepeated(bytes: Buffer, start: number, end: number, first: number, next: number): boolean {
  const length = end - start;
  const mark =
    length === 0 ? 0 : (bytes[start] as number) | ((bytes[end - 1] as number) << 8) | ((bytes[start + (length >> 1)] as number) << 16);
  for (let at = first; at < next; at += 1) {
    if (marks[at] !== mark || lengths[at] !== length) continue;
    const other = starts[at] as number;
    if (bytes.compare(bytes, other, other + length, start, end) === 0) return true;
  }
  starts[next] = start;
  lengths[next] = length;
  marks[next] = mark;
  return false;
}

function numberEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (
    let byte = bytes[at] as number;
    (byte >= 0x2b && byte <= 0x39 && byte !== 0x2c && byte !== 0x2f) || (byte | 0x20) === 0x65;
    byte = bytes[at] as number
  )
    at += 1;
  return at;
}

/** Whole numbers that are short are printed as they stand; of others it is tried. */
function isPlainNumber(bytes: Buffer, start: number, end: number): boolean {
  let isWhole = end - start <= 15 && bytes[start] !== 0x2d;
  for (let at = start; isWhole && at < end; at += 1) isWhole = (bytes[at] as number) >= 0x30;
  if (isWhole && (bytes[end - 1] as number) <= 0x39) {
    for (let at = start; at < end; at += 1) if ((bytes[at] as number) > 0x39) return false;
    return true;
  }
  const text = bytes.toString('latin1', start, end);
  return JSON.stringify(JSON.parse(text)) === text;
}
