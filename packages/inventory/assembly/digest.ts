// Digests with a secret key: what differs has another one, also where somebody wants it to have the same. Stretches of bytes are made
// short by NH, as in UMAC-96 (RFC 4418): sums of products, 1,024 bytes at a time, three times with other parts of a key. What is left, and the length of each
// stretch before it, goes through SipHash-1-3.
import { firstOf } from './fold';
import { digestAt, shortenerAt } from './layout';

let v0: u64 = 0;
let v1: u64 = 0;
let v2: u64 = 0;
let v3: u64 = 0;
let words: u64 = 0;

/** Called once the key stands in the first 16 bytes: makes the other one of it. */
export function prepareDigests(): void {
  for (let at: usize = 0; at < chunkBytes + 32; at += 16) {
    beginDigest();
    add(at);
    endDigest();
    store<u64>(shortenerAt + at, load<u64>(digestAt, 16));
    store<u64>(shortenerAt + at, load<u64>(digestAt, 24), 8);
  }
}

export function beginDigest(): void {
  const first = load<u64>(digestAt);
  const second = load<u64>(digestAt, 8);
  v0 = first ^ 0x736f6d6570736575;
  v1 = second ^ 0x646f72616e646f6d ^ 0xee;
  v2 = first ^ 0x6c7967656e657261;
  v3 = second ^ 0x7465646279746573;
  words = 0;
}

/** Bytes that are made into three words. */
const chunkBytes: usize = 1024;

/** Up to 31 bytes behind the stretch are read too. */
export function addToDigest(from: usize, length: usize): void {
  add(length);
  const end = from + length;
  for (let at = from; at < end; at += chunkBytes) shorten(at, min(chunkBytes, end - at));
}

function shorten(from: usize, length: usize): void {
  let first = i64x2.splat(0);
  let second = first;
  let third = first;
  const whole = length & ~31;
  let offset: usize = 0;
  for (; offset < whole; offset += 32) {
    const left = v128.load(from + offset);
    const right = v128.load(from + offset, 16);
    const key = shortenerAt + offset;
    first = product(first, left, right, key);
    second = product(second, left, right, key + 16);
    third = product(third, left, right, key + 32);
  }
  const rest = <i32>(length & 31);
  if (rest != 0) {
    const left = firstOf(v128.load(from + offset), min(rest, 16));
    const right = firstOf(v128.load(from + offset, 16), max(rest - 16, 0));
    const key = shortenerAt + offset;
    first = product(first, left, right, key);
    second = product(second, left, right, key + 16);
    third = product(third, left, right, key + 32);
  }
  add(sumOf(first));
  add(sumOf(second));
  add(sumOf(third));
}

/** Adds four products of 32 by 32 bits. */
// @ts-ignore: decorator
@inline
function product(sum: v128, left: v128, right: v128, key: usize): v128 {
  const a = v128.add<i32>(left, v128.load(key));
  const b = v128.add<i32>(right, v128.load(key, 16));
  return v128.add<i64>(v128.add<i64>(sum, i64x2.extmul_low_i32x4_u(a, b)), i64x2.extmul_high_i32x4_u(a, b));
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): u64 {
  return v128.extract_lane<u64>(lanes, 0) + v128.extract_lane<u64>(lanes, 1);
}

function add(word: u64): void {
  v3 ^= word;
  round();
  v0 ^= word;
  words += 1;
}

/** The digest is left behind the key. */
export function endDigest(): void {
  v3 ^= words;
  round();
  v0 ^= words;
  v2 ^= 0xee;
  round();
  round();
  round();
  store<u64>(digestAt, v0 ^ v1 ^ v2 ^ v3, 16);
  v1 ^= 0xdd;
  round();
  round();
  round();
  store<u64>(digestAt, v0 ^ v1 ^ v2 ^ v3, 24);
}

// @ts-ignore: decorator
@inline
function round(): void {
  v0 += v1;
  v1 = rotl(v1, 13) ^ v0;
  v0 = rotl(v0, 32);
  v2 += v3;
  v3 = rotl(v3, 16) ^ v2;
  v0 += v3;
  v3 = rotl(v3, 21) ^ v0;
  v2 += v1;
  v1 = rotl(v1, 17) ^ v2;
  v2 = rotl(v2, 32);
}
