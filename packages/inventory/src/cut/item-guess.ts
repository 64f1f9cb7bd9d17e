// Printers put each item of a list on lines of its own, so its end can be searched for natively instead of walking over every byte:
// the closing brace at the item's own indentation, or the end of its line. Without lines, items of one kind begin with the same
// member: the next `},{"id":` is tried. A guess that parses is right, since no complete JSON object is the beginning of another;
// one that does not costs a second look at that item, so guessing stops where more than a quarter fail.
import type { Platform } from './platform.ts';

const lineFeed = 0x0a;
const closingBrace = 0x7d;
const comma = 0x2c;

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
const failureCost = 3;
const mostCost = 12;
/** Items that are walked over before guessing is tried again: lists are sorted by type more often than not, so failures come together. */
const pauseItems = 48;
/** A first member's name longer than this is not looked for. */
const longestName = 40;

export function itemGuess(platform: Platform): Guess {
  const { find } = platform;
  let kind: 'undecided' | 'block' | 'line' | 'joint' | 'none' = 'none';
  /** What is searched for: the end of a block, or the joint between two items. */
  let sought = new Uint8Array(0);
  let isOnOwnLine = false;
  let lineLength = 0;
  let from = 0;
  let cost = 0;
  let paused = 0;

  /** Sets what is searched for, unless it is that already. */
  const seek = (length: number, byteAt: (index: number) => number) => {
    let isSame = sought.length === length;
    for (let index = 0; isSame && index < length; index += 1) isSame = sought[index] === byteAt(index);
    if (!isSame) sought = Uint8Array.from({ length }, (_, index) => byteAt(index));
  };

  const decide = (bytes: Uint8Array, mark: number, available: number): typeof kind => {
    const after = bytes[mark + 1];
    if (isOnOwnLine) {
      if (after !== lineFeed && after !== 0x0d) return 'line';
      seek(lineLength + 1, (index) => (index === lineLength ? closingBrace : (bytes[mark - lineLength + index] ?? 0)));
      return 'block';
    }
    const colon = bytes.indexOf(0x3a, mark);
    if (after !== 0x22 || colon === -1 || colon - mark >= Math.min(available, longestName)) return 'none';
    seek(colon - mark + 3, (index) => (index === 0 ? closingBrace : index === 1 ? comma : (bytes[mark + index - 2] ?? 0)));
    return 'joint';
  };

  return {
    reset() {
      cost = 0;
      paused = 0;
    },
    begin({ bytes, lineStart, mark }) {
      if (paused > 0) paused -= 1;
      kind = find !== undefined && paused === 0 && bytes[mark] === 0x7b ? 'undecided' : 'none';
      isOnOwnLine = lineStart >= 0;
      lineLength = mark - lineStart;
      from = mark;
    },
    moved(by) {
      from -= by;
    },
    end({ bytes, end, mark, isFinal }) {
      if (kind === 'none' || find === undefined) return undefined;
      if (kind === 'undecided') {
        if (end - mark < longestName && !isFinal) return 'wait';
        kind = decide(bytes, mark, end - mark);
        if (kind === 'none') return undefined;
      }
      const at = kind === 'line' ? bytes.indexOf(lineFeed, from) : find(bytes, sought, from);
      if (at !== -1 && at + (kind === 'line' ? 0 : sought.length) <= end) {
        if (kind === 'line') return lineContentEnd(bytes, mark, at);
        return kind === 'block' ? at + sought.length : at + 1;
      }
      from = Math.max(from, end - sought.length + 1);
      if (!isFinal && end - mark < largestGuess) return 'wait';
      kind = 'none';
      return undefined;
    },
    succeeded() {
      if (cost > 0) cost -= 1;
    },
    failed() {
      kind = 'none';
      cost += failureCost;
      if (cost <= mostCost) return;
      paused = pauseItems;
      cost = mostCost - failureCost;
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
