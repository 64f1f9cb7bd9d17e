import { displayText, expected } from './arguments.ts';
import { many, type StrictFunction } from './function.ts';
import { utf8Of } from './utf8.ts';

/**
 * 13 characters that depend on the arguments joined by `-`: a 64-bit Murmur hash of their UTF-8 bytes, written in base 32. Azure's
 * documentation says no more than the length; the hash is that of Microsoft's open engine for templates.
 */
export const uniqueString: StrictFunction = {
  kind: 'strict',
  name: 'uniqueString',
  arguments: [1, many],
  apply: (values) => {
    const texts: string[] = [];
    for (const [at, value] of values.entries()) {
      const text = displayText(value);
      if (text === undefined) return expected('uniqueString', at + 1, 'a text', value);
      texts.push(text);
    }
    return inBase32(hashOf(utf8Of(texts.join('-'))));
  },
};

const low = 0x239b961b;
const high = 0xab0e9789;

/** Two halves of 32 bits, the upper one first. */
function hashOf(bytes: Uint8Array): readonly [number, number] {
  let a = 0;
  let b = 0;
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    a = Math.imul(rotated(a ^ scattered(wordAt(bytes, at), low, 15, high), 19) + b, 5) + 0x561ccd1b;
    b = Math.imul(rotated(b ^ scattered(wordAt(bytes, at + 4), high, 17, low), 13) + a, 5) + 0x0bcaa747;
  }
  // What is left of the bytes, zeros after them, changes nothing where it is all zeros.
  a ^= scattered(wordAt(bytes, whole), low, 15, high) ^ bytes.length;
  b ^= scattered(wordAt(bytes, whole + 4), high, 17, low) ^ bytes.length;
  a += b;
  b += a;
  a = mixed(a);
  b = mixed(b);
  a += b;
  return [b + a, a];
}

/** Four bytes from there, the lowest first; zero for those beyond the end. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

function scattered(word: number, before: number, by: number, after: number): number {
  return Math.imul(rotated(Math.imul(word, before), by), after);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

const digits = 'abcdefghijklmnopqrstuvwxyz234567';

/** The upper bits first; of the last digit's five bits one is used. */
function inBase32([upper, lower]: readonly [number, number]): string {
  let rest = (BigInt(upper >>> 0) << 32n) | BigInt(lower >>> 0);
  let text = digits.charAt(Number(rest & 0xfn) << 1);
  rest >>= 4n;
  for (let place = 0; place < 12; place += 1) {
    text = digits.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return text;
}
