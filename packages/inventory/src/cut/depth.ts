/** Deeper than any resource and shallow enough for every recursive walk that comes later. */
export const deepest = 1000;

/** Shorter values cannot be nested deeply enough to harm, and most resources are shorter: they are not looked at. */
const shortest = 4096;

/** Whether brackets in `bytes[start, end)` nest deeper than `deepest`. */
export function isTooDeep(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < shortest) return false;
  // Nearly every value has fewer brackets than would be needed, wherever they stand; counting them by native search costs a fifth of a loop.
  return (
    occurrences(bytes, 0x7b, { start, end }) + occurrences(bytes, 0x5b, { start, end }) > deepest && depthOf(bytes, start, end) > deepest
  );
}

function occurrences(bytes: Uint8Array, byte: number, { start, end }: { readonly start: number; readonly end: number }): number {
  let count = 0;
  for (let at = bytes.indexOf(byte, start); at !== -1 && at < end && count <= deepest; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
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
