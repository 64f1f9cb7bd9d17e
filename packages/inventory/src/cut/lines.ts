// One value a line, the fastest way to read: find the line's end, make a text of it, parse it.
import type { ElementReader } from '../element.ts';
import { brokenLine, tooDeep, tooLarge } from './complaint.ts';
import type { Cutter } from './cutter.ts';
import { faultIn } from './json-fault.ts';
import type { Window } from './window.ts';

const lineFeed = 10;

/** @param largest bytes of the longest line that is read. */
export function lineCutter(window: Window, reader: ElementReader, largest: number): Cutter {
  const { place } = reader;
  let line = 1;
  let searched = window.start;
  let isSkipping = false;

  return {
    advance(moved) {
      const { bytes, end } = window;
      searched -= moved;
      for (;;) {
        const feed = bytes.indexOf(lineFeed, searched);
        if (feed === -1 || feed >= end) break;
        if (isSkipping) isSkipping = false;
        else if (!takeLine(reader, { bytes, from: window.start, to: feed, line, isLast: false, largest })) return 'documents';
        line += 1;
        window.start = feed + 1;
        searched = window.start;
      }
      searched = end;
      if (isSkipping) window.start = end;
      else if (end - window.start > largest + 16) {
        place.line = line;
        reader.findings.refuse(tooLarge(largest));
        isSkipping = true;
        window.start = end;
      }
      return 'more';
    },
    end() {
      const { bytes, start: from, end: to } = window;
      if (!isSkipping && from < to && !takeLine(reader, { bytes, from, to, line, isLast: true, largest })) return 'documents';
      window.start = window.end;
      return 'more';
    },
  };
}

export interface Line {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Counted from 1. */
  readonly line: number;
  readonly isLast: boolean;
  /** Bytes of the longest line that is read. */
  readonly largest: number;
}

/** Reads one line; false when it shows that values run over several lines from here on. */
export function takeLine(reader: ElementReader, { bytes, from, to, line, isLast, largest }: Line): boolean {
  const { place } = reader;
  let start = from;
  if (bytes[from] !== 0x7b) {
    start = contentStart(bytes, from, to);
    if (start === to) return true;
    if (isOpening(bytes, start, to)) return false;
  } else if (to - from <= 3 && isOpening(bytes, from, to)) return false;
  place.line = line;
  if (to - start > largest) {
    reader.findings.refuse(tooLarge(largest));
    return true;
  }
  const result = reader.read(bytes, start, to);
  if (result === 'taken') return true;
  if (result === 'too-deep') reader.findings.refuse(tooDeep());
  else {
    const fault = faultIn(bytes, start, to);
    reader.findings.refuse(brokenLine(fault, { start, isLast }), fault?.path ?? '');
  }
  return true;
}

/** Behind blanks and a byte-order mark, which files have in their middle after `cat`. */
function contentStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at];
    if (byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x1e) at += 1;
    else if (byte === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
    else break;
  }
  return Math.min(at, to);
}

/** A line of only `{`, `[` or `[{` is how printers begin a value that they spread over lines. */
function isOpening(bytes: Uint8Array, from: number, to: number): boolean {
  let end = to;
  while (end > from && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x20)) end -= 1;
  if (end - from === 1) return bytes[from] === 0x7b || bytes[from] === 0x5b;
  return end - from === 2 && bytes[from] === 0x5b && bytes[from + 1] === 0x7b;
}
