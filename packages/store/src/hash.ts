import { hash } from 'node:crypto';

/** A 53-bit hash (cyrb53): fits a number and a bigint column. For look-ups, where a collision costs time and nothing else. */
export function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** For content: no two texts are known that share it. */
export function digestOf(text: string | Uint8Array): string {
  return hash('sha256', text, 'base64url');
}
