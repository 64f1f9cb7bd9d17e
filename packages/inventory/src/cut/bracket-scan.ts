/** Walks over the brackets and texts of a value. Can stop at any byte and go on when more is there. */
export interface BracketScan {
  /** Next byte to look at. */
  at: number;
  /** Brackets open. */
  depth: number;
  isInText: boolean;
}

/** 1: a quote; 2: opens; 3: closes. */
const kinds = new Uint8Array(256);
kinds[0x22] = 1;
kinds[0x7b] = 2;
kinds[0x5b] = 2;
kinds[0x7d] = 3;
kinds[0x5d] = 3;

/** @returns true when the text that `scan` is in has ended; `at` is then behind its quote. Never stops between a backslash and what it escapes. */
export function passText(scan: BracketScan, bytes: Uint8Array, end: number): boolean {
  let at = scan.at;
  for (; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) {
      scan.at = at + 1;
      scan.isInText = false;
      return true;
    }
    if (byte === 0x5c) {
      if (at + 1 >= end) break;
      at += 1;
    }
  }
  scan.at = at;
  return false;
}

/** @returns true when every bracket is closed; `at` is then behind the last. Does not tell `}` from `]`: the parser will. */
export function passBrackets(scan: BracketScan, bytes: Uint8Array, end: number): boolean {
  if (scan.isInText && !passText(scan, bytes, end)) return false;
  let at = scan.at;
  let depth = scan.depth;
  for (; at < end; at += 1) {
    const kind = kinds[bytes[at] ?? 0];
    if (kind === 0) continue;
    if (kind === 2) depth += 1;
    else if (kind === 3) {
      depth -= 1;
      if (depth === 0) {
        scan.at = at + 1;
        scan.depth = 0;
        return true;
      }
    } else {
      for (at += 1; at < end; at += 1) {
        const byte = bytes[at];
        if (byte === 0x22) break;
        if (byte === 0x5c) {
          if (at + 1 >= end) break;
          at += 1;
        }
      }
      if (at >= end || bytes[at] !== 0x22) {
        scan.at = at;
        scan.depth = depth;
        scan.isInText = true;
        return false;
      }
    }
  }
  scan.at = at;
  scan.depth = depth;
  return false;
}
