/** Deeper than any resource and shallow enough for every recursive walk that comes later. */
export const deepest = 1000;

/** Shorter values cannot be nested deeply enough to harm, and most resources are shorter: they are not looked at. */
const shortest = 4096;

/** Whether brackets in `bytes[start, end)` nest deeper than `deepest`. */
export function isTooDeep(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < shortest) return false;
  // `{` and `[` differ in one bit. Nearly every value has fewer of them than would be needed, wherever they stand.
  let openers = 0;
  for (let at = start; at < end; at += 1) if (((bytes[at] ?? 0) | 0x20) === 0x7b) openers += 1;
  return openers > deepest && depthOf(bytes, start, end) > deepest;
}

function depthOf(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let most = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x22) {
      for (at += 1; at < end && bytes[at] !== 0x22; at += 1) if (bytes[at] === 0x5c) at += 1;
    } else if ((byte | 0x20) === 0x7b) {
      depth += 1;
      if (depth > most) most = depth;
    } else if ((byte | 0x20) === 0x7d) depth -= 1;
  }
  return most;
}
