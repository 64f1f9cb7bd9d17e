import type { Platform } from './platform.ts';

/** The part of a file that is in memory: grows while a value is incomplete, gives up what lies before `start`. */
export interface Window {
  bytes: Uint8Array;
  /** What lies before is done with. */
  start: number;
  end: number;
  /** Offset in the file of `bytes[0]`. */
  base: number;
}

const smallest = 1 << 16;

export function emptyWindow(platform: Platform): Window {
  return { bytes: platform.allocate(smallest), start: 0, end: 0, base: 0 };
}

/**
 * Adds a chunk behind what is there, moving the rest to the front.
 *
 * @returns by how much every position in the window has moved towards the front.
 */
export function append(window: Window, chunk: Uint8Array, platform: Platform): number {
  const moved = window.start;
  const rest = window.end - window.start;
  const needed = rest + chunk.length;
  // After one huge value the room for it is given back.
  if (needed > window.bytes.length || (window.bytes.length > 1 << 25 && needed < window.bytes.length >> 3)) {
    const grown = platform.allocate(Math.max(smallest, rest * 2 + chunk.length));
    grown.set(window.bytes.subarray(window.start, window.end));
    window.bytes = grown;
  } else if (moved > 0) window.bytes.copyWithin(0, window.start, window.end);
  window.bytes.set(chunk, rest);
  window.base += moved;
  window.start = 0;
  window.end = needed;
  return moved;
}
