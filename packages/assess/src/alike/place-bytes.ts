// Cutting lower-case ids that stand in bytes, as `arm-id.ts` does it with texts.

const slash = 0x2f;
const providers = new TextEncoder().encode('/providers/');

/** @returns how many bytes of an id name the nearest resource that it lies under; 0: there is none. */
export function lengthAbove(bytes: Uint8Array, start: number, length: number): number {
  let slashes = 0;
  let secondLast = 0;
  for (let at = start + length - 1; at > start; at -= 1) {
    if (bytes[at] !== slash) continue;
    slashes += 1;
    if (slashes === 2) secondLast = at;
    const from = at - providers.length + 1;
    if (!isProviders(bytes, from, start)) continue;
    // Behind it stand namespace, type and name; what is more belongs to a child.
    if (slashes > 3) return secondLast - start;
    for (let before = from - 1; before > start; before -= 1)
      if (bytes[before] === slash && isProviders(bytes, before - providers.length + 1, start)) return from - start;
    return 0;
  }
  return 0;
}

/** @returns how many bytes of an id remain when so many segments are cut off at its end. */
export function lengthCut(bytes: Uint8Array, start: number, length: number, segments: number): number {
  if (segments === 0) return length;
  let left = segments;
  for (let at = start + length - 1; at > start; at -= 1) {
    if (bytes[at] !== slash) continue;
    left -= 1;
    if (left === 0) return at - start;
  }
  return 0;
}

function isProviders(bytes: Uint8Array, from: number, start: number): boolean {
  if (from < start) return false;
  for (let at = 0; at < providers.length; at += 1) if (bytes[from + at] !== providers[at]) return false;
  return true;
}
