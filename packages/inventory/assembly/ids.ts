// ARM ids: where the names stand that are of no meaning by themselves. The same as `arm-id-bytes.ts` says of them.
import { folded } from './fold';

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

/** @returns the slash or quote that ends the segment; 0 where it is empty or has anything but plain ASCII. */
function segmentEnd(start: usize): usize {
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const isEnd = v128.or(i8x16.eq(bytes, i8x16.splat(0x2f)), i8x16.eq(bytes, i8x16.splat(0x22)));
    const shifted = v128.sub<i8>(bytes, i8x16.splat(0x20));
    const isOutside = i8x16.eq(v128.max<u8>(shifted, i8x16.splat(0x5f)), shifted);
    const isOdd = v128.or(isOutside, i8x16.eq(bytes, i8x16.splat(0x5c)));
    const stops = i8x16.bitmask(v128.or(isEnd, isOdd));
    if (stops == 0) {
      at += 16;
      continue;
    }
    at += ctz(stops);
    const byte = load<u8>(at);
    return at != start && (byte == 0x2f || byte == 0x22) ? at : 0;
  }
}

/** Takes apart an id that begins with `/subscriptions/`. @returns false where it has empty segments, ends in a slash, or has anything but plain ASCII. */
export function readIdParts(start: usize): bool {
  resourceGroupEnd = 0;
  resourceEnd = 0;
  let at = segmentEnd(start + 15);
  if (at == 0) return false;
  subscriptionEnd = at;
  let isPlain = false;
  if (isResourceGroups(at)) {
    at = segmentEnd(at + 16);
    if (at == 0) return false;
    resourceGroupEnd = at;
    isPlain = isProviders(at);
  }
  if (isPlain) {
    const namespaceEnd = segmentEnd(at + 11);
    const typeEnd: usize = namespaceEnd == 0 || load<u8>(namespaceEnd) == 0x22 ? <usize>0 : segmentEnd(namespaceEnd + 1);
    if (typeEnd != 0 && load<u8>(typeEnd) == 0x2f) {
      at = segmentEnd(typeEnd + 1);
      if (at == 0) return false;
      resourceSlash = typeEnd;
      resourceEnd = at;
    }
  }
  while (load<u8>(at) == 0x2f) {
    at = segmentEnd(at + 1);
    if (at == 0) return false;
  }
  idEnd = at;
  return true;
}
