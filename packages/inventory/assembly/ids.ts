// ARM ids: where the names stand that are of no meaning by themselves. The same as `arm-id-bytes.ts` says of them.
import { folded } from './fold';
import { slashesAt, slashesBytes } from './layout';
import { plainNameEnd } from './quotes';

/** Where the parts of the id end that was read last; 0: it has no such part. */
export let idEnd: usize = 0;
export let subscriptionEnd: usize = 0;
export let resourceGroupEnd: usize = 0;
export let resourceEnd: usize = 0;
/** The slash before the name of the resource. */
export let resourceSlash: usize = 0;

// @ts-ignore: decorator
@inline
function isAt(at: usize, word: v128, mask: i32): bool {
  return (~i8x16.bitmask(i8x16.eq(folded(v128.load(at)), word)) & mask) == 0;
}

/** Whether `/subscriptions/` stands there, in any case. */
// @ts-ignore: decorator
@inline
export function isSubscriptionId(at: usize): bool {
  return isAt(
    at,
    i8x16(0x2f, 0x73, 0x75, 0x62, 0x73, 0x63, 0x72, 0x69, 0x70, 0x74, 0x69, 0x6f, 0x6e, 0x73, 0x2f, 0),
    0x7fff,
  );
}

/** Whether `/resourcegroups/` does. */
// @ts-ignore: decorator
@inline
function isResourceGroups(at: usize): bool {
  return isAt(
    at,
    i8x16(0x2f, 0x72, 0x65, 0x73, 0x6f, 0x75, 0x72, 0x63, 0x65, 0x67, 0x72, 0x6f, 0x75, 0x70, 0x73, 0x2f),
    0xffff,
  );
}

/** Whether `/providers/` does. */
// @ts-ignore: decorator
@inline
function isProviders(at: usize): bool {
  return isAt(at, i8x16(0x2f, 0x70, 0x72, 0x6f, 0x76, 0x69, 0x64, 0x65, 0x72, 0x73, 0x2f, 0, 0, 0, 0, 0), 0x7ff);
}

// @ts-ignore: decorator
@inline
function slashesIn(bytes: v128): u64 {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2f)));
}

// @ts-ignore: decorator
@inline
function deletesIn(bytes: v128): u64 {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x7f)));
}

/** Notes down where the slashes of a text stand, and behind the last one its end. @returns how many places; 0 where there are too many, or an odd byte. */
function noteSlashes(start: usize, end: usize): usize {
  let into = slashesAt;
  for (let at = start; at < end; at += 64) {
    const first = v128.load(at);
    const second = v128.load(at, 16);
    const third = v128.load(at, 32);
    const fourth = v128.load(at, 48);
    let slashes = slashesIn(first) | (slashesIn(second) << 16) | (slashesIn(third) << 32) | (slashesIn(fourth) << 48);
    let odd = deletesIn(first) | (deletesIn(second) << 16) | (deletesIn(third) << 32) | (deletesIn(fourth) << 48);
    if (end - at < 64) {
      const counted = (<u64>1 << (end - at)) - 1;
      slashes &= counted;
      odd &= counted;
    }
    if (odd != 0) return 0;
    if (into + 256 > slashesAt + slashesBytes) return 0;
    while (slashes != 0) {
      store<u32>(into, <u32>(at + <usize>ctz(slashes)));
      slashes &= slashes - 1;
      into += 4;
    }
  }
  store<u32>(into, <u32>end);
  return (into - slashesAt) >> 2;
}

/** @returns where a slash of the text stands, or its end. */
// @ts-ignore: decorator
@inline
function slash(index: usize): usize {
  return load<u32>(slashesAt + (index << 2));
}

/**
 * Takes apart an id that begins with `/subscriptions/`.
 *
 * @param start of its first slash
 * @returns false where it has empty segments, ends in a slash, or has anything but plain ASCII
 */
export function readIdParts(start: usize): bool {
  const end = plainNameEnd(start);
  if (end == 0) return false;
  const count = noteSlashes(start, end);
  for (let index: usize = 0; index < count; index += 1) if (slash(index + 1) - slash(index) == 1) return false;
  if (count == 0) return false;
  idEnd = end;
  subscriptionEnd = slash(2);
  resourceGroupEnd = 0;
  resourceEnd = 0;
  if (count == 2 || !isResourceGroups(subscriptionEnd)) return true;
  resourceGroupEnd = slash(4);
  if (count < 8 || !isProviders(resourceGroupEnd)) return true;
  resourceSlash = slash(7);
  resourceEnd = slash(8);
  return true;
}
