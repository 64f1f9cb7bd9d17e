// Printers put each item of a list on lines of its own, so its end can be searched for natively instead of walking over every byte:
// the closing brace at the item's own indentation, or the end of its line. A guess that parses is right, since no complete JSON
// object is the beginning of another; one that does not costs a second look at that item.
import type { Platform } from './platform.ts';

export interface Guess {
  reset(): void;
  /** An item begins at `mark`; its line at `lineStart` (the line break), -1 when something else stands before it on the line. */
  begin(item: { readonly bytes: Uint8Array; readonly lineStart: number; readonly mark: number }): void;
  moved(by: number): void;
  /** @returns where the item ends if it is printed as expected; `wait` when more bytes could tell; undefined for no guess. */
  end(item: {
    readonly bytes: Uint8Array;
    readonly end: number;
    readonly mark: number;
    readonly isFinal: boolean;
  }): number | 'wait' | undefined;
  succeeded(): void;
  failed(): void;
}

/** Items of this size are walked over: searching on is no gain then, and might run to the end of the file. */
const largestGuess = 1 << 20;
const mostFailures = 3;

export function itemGuess(platform: Platform): Guess {
  const { find } = platform;
  let kind: 'undecided' | 'block' | 'line' | 'none' = 'none';
  let closing = new Uint8Array(0);
  let from = 0;
  let failures = 0;

  const isSameClosing = (bytes: Uint8Array, lineStart: number, length: number): boolean => {
    if (closing.length !== length) return false;
    for (let at = 0; at < length - 1; at += 1) if (closing[at] !== bytes[lineStart + at]) return false;
    return true;
  };

  return {
    reset() {
      failures = 0;
    },
    begin({ bytes, lineStart, mark }) {
      const isGuessed = find !== undefined && failures < mostFailures && lineStart >= 0 && bytes[mark] === 0x7b;
      kind = isGuessed ? 'undecided' : 'none';
      from = mark;
      if (!isGuessed || isSameClosing(bytes, lineStart, mark - lineStart + 1)) return;
      closing = new Uint8Array(mark - lineStart + 1);
      closing.set(bytes.subarray(lineStart, mark));
      closing[closing.length - 1] = 0x7d;
    },
    moved(by) {
      from -= by;
    },
    end({ bytes, end, mark, isFinal }) {
      if (kind === 'none' || find === undefined) return undefined;
      if (kind === 'undecided') {
        if (mark + 1 >= end) return isFinal ? undefined : 'wait';
        const after = bytes[mark + 1];
        kind = after === 0x0a || after === 0x0d ? 'block' : 'line';
      }
      const at = kind === 'block' ? find(bytes, closing, from) : bytes.indexOf(0x0a, from);
      const to = kind === 'block' ? at + closing.length : at;
      if (at !== -1 && to <= end) return kind === 'block' ? to : lineContentEnd(bytes, mark, to);
      from = Math.max(from, end - closing.length + 1);
      if (!isFinal && end - mark < largestGuess) return 'wait';
      kind = 'none';
      return undefined;
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      kind = 'none';
      failures += 1;
    },
  };
}

/** Before the blanks and the comma at the end of a line. */
function lineContentEnd(bytes: Uint8Array, from: number, lineEnd: number): number {
  let end = lineEnd;
  const isBlank = () => bytes[end - 1] === 0x20 || bytes[end - 1] === 0x0d || bytes[end - 1] === 0x09;
  while (end > from && isBlank()) end -= 1;
  if (bytes[end - 1] === 0x2c) end -= 1;
  while (end > from && isBlank()) end -= 1;
  return end;
}
