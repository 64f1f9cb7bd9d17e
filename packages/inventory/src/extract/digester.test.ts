import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Digester, lineDigester } from './digester.ts';

function digesterBy(key: Uint8Array): Digester {
  const digester = lineDigester(key);
  if (digester === undefined) throw new Error('There is no WebAssembly.');
  return digester;
}

const mask = 2n ** 64n - 1n;
const rotated = (word: bigint, by: bigint) => ((word << by) | (word >> (64n - by))) & mask;
const wordAt = (bytes: Uint8Array, at: number, size: number) => {
  let word = 0n;
  for (let byte = 0; byte < size; byte += 1) word |= BigInt(bytes[at + byte] ?? 0) << BigInt(byte * 8);
  return word;
};

/** SipHash-1-3 of 128 bits over whole words, how many there are last. */
function siphash(key: Uint8Array, words: readonly bigint[]): readonly bigint[] {
  const first = wordAt(key, 0, 8);
  const second = wordAt(key, 8, 8);
  let a = first ^ 0x736f6d6570736575n;
  let b = second ^ 0x646f72616e646f6dn ^ 0xeen;
  let c = first ^ 0x6c7967656e657261n;
  let d = second ^ 0x7465646279746573n;
  const round = () => {
    a = (a + b) & mask;
    b = rotated(b, 13n) ^ a;
    a = rotated(a, 32n);
    c = (c + d) & mask;
    d = rotated(d, 16n) ^ c;
    a = (a + d) & mask;
    d = rotated(d, 21n) ^ a;
    c = (c + b) & mask;
    b = rotated(b, 17n) ^ c;
    c = rotated(c, 32n);
  };
  for (const word of [...words, BigInt(words.length)]) {
    d ^= word;
    round();
    a ^= word;
  }
  c ^= 0xeen;
  for (let count = 0; count < 3; count += 1) round();
  const low = a ^ b ^ c ^ d;
  b ^= 0xddn;
  for (let count = 0; count < 3; count += 1) round();
  return [low, a ^ b ^ c ^ d];
}

/** NH of RFC 4418 for one block of no more than 1,024 bytes. */
function shortened(key: Uint8Array, bytes: Uint8Array, keyFrom: number): bigint {
  let sum = 0n;
  const low = 0xffffffffn;
  for (let at = 0; at < bytes.length; at += 32)
    for (let word = at; word < at + 16; word += 4) {
      const left = (wordAt(bytes, word, 4) + wordAt(key, keyFrom + word, 4)) & low;
      const right = (wordAt(bytes, word + 16, 4) + wordAt(key, keyFrom + word + 16, 4)) & low;
      sum = (sum + left * right) & mask;
    }
  return sum;
}

function described(key: Uint8Array, stretches: readonly Uint8Array[]): string {
  const long = new Uint8Array(1024 + 32);
  for (let at = 0; at < long.length; at += 16) new BigUint64Array(long.buffer, at, 2).set(siphash(key, [BigInt(at)]));
  const words: bigint[] = [];
  for (const bytes of stretches) {
    words.push(BigInt(bytes.length));
    for (let at = 0; at < bytes.length; at += 1024)
      for (const keyFrom of [0, 16, 32]) words.push(shortened(long, bytes.subarray(at, at + 1024), keyFrom));
  }
  return [...new Uint32Array(BigUint64Array.from(siphash(key, words)).buffer)].join(' ');
}

function made(digester: Digester, stretches: readonly Uint8Array[]): string {
  digester.begin();
  for (const bytes of stretches) digester.add(bytes, 0, bytes.length);
  digester.end();
  return digester.digest.join(' ');
}

const key = fc.uint8Array({ minLength: 16, maxLength: 16 });
const stretch = fc
  .tuple(fc.constantFrom(0, 1, 15, 16, 17, 31, 32, 33, 100, 1023, 1024, 1025, 1040, 2500), fc.integer({ min: 0, max: 2 ** 31 }))
  .map(([length, seed]) => Uint8Array.from({ length }, (_, at) => Math.imul(at + seed, 0x9e3779b1) >>> 24));

describe('digests by the module', () => {
  test('are what they are described as', () => {
    fc.assert(
      fc.property(key, fc.array(stretch, { maxLength: 4 }), (secret, stretches) => {
        expect(made(digesterBy(secret), stretches)).toBe(described(secret, stretches));
      }),
      { numRuns: 100 },
    );
  });

  test('are the same wherever the bytes stand, whatever stands beside them', () => {
    fc.assert(
      fc.property(stretch, fc.nat(40), fc.nat(255), (bytes, before, filling) => {
        const digester = digesterBy(new Uint8Array(16));
        const room = digester.room(4096).fill(filling);
        room.set(bytes, before);
        expect([...digester.of(room, before, before + bytes.length)]).toEqual([...digester.of(bytes, 0, bytes.length)]);
      }),
    );
  });

  test('tell how stretches are divided, also where they are longer than what is taken at once', () => {
    const digester = digesterBy(new Uint8Array(16));
    const bytes = new Uint8Array((1 << 20) + 10).fill(97);
    const of = (...lengths: readonly number[]) =>
      made(
        digester,
        lengths.map((length) => bytes.subarray(0, length)),
      );
    const all = [
      [],
      [0],
      [0, 0],
      [1],
      [1, 0],
      [0, 1],
      [7],
      [8],
      [9],
      [8, 1],
      [1, 8],
      [16],
      [8, 8],
      [1 << 20],
      [(1 << 20) + 1],
      [(1 << 20) + 10],
    ];
    expect(new Set(all.map((lengths) => of(...lengths))).size).toBe(all.length);
  });
});
