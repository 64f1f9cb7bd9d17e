// Divides a file of lines into blocks where their content says so: a change moves no border but those beside it. A block is known
// again by a keyed checksum, and of those that are known not one line is looked at.
import { Buffer } from 'node:buffer';
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { LineIndex } from '../cut/line-index.ts';
import { lineDigester } from '../extract/digester.ts';
import type { RangeIndex } from './line-ranges.ts';
import { nodePlatform } from './node-platform.ts';

/** Words of a checksum. */
export const wordsOfMark = 4;
/** Numbers of a block: offset, bytes, lines, and its position among the known ones; -1: it is new. */
export const numbersOfBlock = 4;
/** Of a line of a new block: its bytes, and 96 bits of its digest. */
export const wordsOfLine = 4;

export interface KnownBlocks {
  /** Of the checksums: 16 random bytes. */
  readonly key: Uint8Array;
  /** Checksums, four words each. */
  readonly marks: Uint32Array;
  /** How many lines each has. */
  readonly lines: Uint32Array;
  /** Bytes that a block has at least; the usual number when absent. */
  readonly leastBytes?: number | undefined;
}

/** Of known blocks there are no runs. */
export interface BlockIndex extends RangeIndex {
  readonly blocks: Float64Array;
  readonly marks: Uint32Array;
  /** The lines of all new blocks, one after the other; empty where they are not wanted. */
  readonly freshLines: Uint32Array;
}

/** Read at once: what a processor has at hand, so that hashing does not fetch it from memory once more. */
const pieceBytes = 512 << 10;
/** Larger pieces, where a block needs them, are as near to what makes digests as this. */
const roomBytes = 4 << 20;
/** Blocks without a border in them are cut here. */
const mostBytes = 1 << 20;
/**
 * No border is looked for before: so most lines of a known block need not be found. A changed line costs the digests of all lines in its
 * block. With one line in a thousand changed, 60 to 140 lines a block cost about the same; where fewer change, larger blocks are better.
 */
const usualBytes = 128 << 10;
const lineFeed = 10;
/** Behind `{"id":"/subscriptions/` and a GUID, where exports name what the line is about. */
const headFrom = 58;
const headTo = 154;
/** Every byte of it would cost as much as finding the line. */
const headStep = 5;
/** Behind that one line in 16 begins the next block. */
const borderMask = 15;

/**
 * @returns a checksum that finds every change but one in 2 ** 100: GMAC is a polynomial over a secret point, and that its nonce is
 *   always the same only matters where somebody who wants to forge one has seen others.
 */
export function markOf(key: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  cipher.setAAD(bytes);
  cipher.final();
  return cipher.getAuthTag();
}

const nonce = Buffer.alloc(12);

/** @returns the key of digests by the WebAssembly module, where there is one: marks of blocks, and those of lines. */
export function digestKeyOf(key: Uint8Array): Uint8Array {
  return createHash('sha256').update('digests').update(key).digest().subarray(0, 16);
}

/** @returns what indexes ranges of files, given what is known of their blocks. */
export function blockIndexer({ key, marks, lines: linesOfKnown, leastBytes = usualBytes }: KnownBlocks) {
  const digester = lineDigester(digestKeyOf(key));
  // Used for one range after the other: what is allocated for each is given by the system page by page, which costs as much as reading into it.
  const room = digester?.room(roomBytes);
  const spare = room === undefined ? nodePlatform.allocate(pieceBytes) : Buffer.from(room.buffer, room.byteOffset, room.length);
  // Where nothing is known there are no others that they might be.
  const tellsLines = marks.length > 0;
  const positions = new Map<number, number>();
  for (let at = 0; at < marks.length; at += wordsOfMark) positions.set(shortMark(marks[at] ?? 0, marks[at + 1] ?? 0), at / wordsOfMark);

  const positionOf = (mark: Uint32Array): number => {
    const position = positions.get(shortMark(mark[0] ?? 0, mark[1] ?? 0)) ?? -1;
    if (position === -1) return -1;
    for (let word = 0; word < wordsOfMark; word += 1) if (marks[position * wordsOfMark + word] !== mark[word]) return -1;
    return position;
  };
  const markOfBlock = (bytes: Uint8Array, from: number, to: number): Uint32Array =>
    digester?.of(bytes, from, to) ?? wordsOf(markOf(key, bytes.subarray(from, to)));

  /** @param range the first border in it begins the first block, the first one behind it ends the last. */
  return (path: string, range: { readonly from: number; readonly to: number; readonly size: number }): BlockIndex => {
    const index = new LineIndex(nodePlatform);
    const blocks: number[] = [];
    const found: number[] = [];
    const fresh: number[] = [];
    const result = () => ({
      ...index.result(),
      blocks: Float64Array.from(blocks),
      marks: Uint32Array.from(found),
      freshLines: Uint32Array.from(fresh),
    });
    if (range.from >= range.to) return result();
    const file = openSync(path, 'r');
    try {
      let bytes = spare.subarray(0, pieceBytes);
      let base = Math.max(0, range.from - 1);
      let filled = 0;
      let held = bytes.subarray(0, 0);
      let searched = 0;
      let isEnd = false;
      // Where the block begins in the bytes that are held; -1: the first border is still to come.
      let block = range.from === 0 ? 0 : -1;

      const fill = (from: number) => {
        if (from > 0) bytes.copyWithin(0, from, filled);
        base += from;
        filled -= from;
        searched -= from;
        if (block > 0) block -= from;
        if (filled > bytes.length / 2) {
          const length = bytes.length * 2;
          const grown = length <= spare.length ? spare.subarray(0, length) : nodePlatform.allocate(length);
          if (length > spare.length) grown.set(bytes);
          bytes = grown;
        }
        const room = Math.min(bytes.length - filled, range.size - base - filled);
        const count = room <= 0 ? 0 : readSync(file, bytes, filled, room, base + filled);
        if (count === 0) isEnd = true;
        filled += count;
        // A search in all of the room would go on behind what was read.
        held = bytes.subarray(0, filled);
      };

      const addLines = (end: number): number => {
        let lines = 0;
        for (let start = block; start < end; lines += 1) {
          const feed = held.indexOf(lineFeed, start);
          const to = feed === -1 || feed >= end ? end : feed;
          index.add(bytes, start, to, base + start);
          if (digester !== undefined && tellsLines) {
            const digest = digester.of(bytes, start, to);
            fresh.push(to - start, digest[0] as number, digest[1] as number, digest[2] as number);
          }
          start = to + 1;
        }
        return lines;
      };

      const begin = (at: number) => {
        block = at;
        // The first border behind the range ends it, however near that is: there the next one begins.
        searched = Math.max(at, Math.min(at + leastBytes, range.to - base) - 1);
      };

      const close = (end: number) => {
        if (end <= block) return;
        const mark = markOfBlock(bytes, block, end);
        const known = positionOf(mark);
        for (const word of mark) found.push(word);
        index.cut();
        const lines = known === -1 ? addLines(end) : (linesOfKnown[known] ?? 0);
        if (known !== -1) index.pass(lines);
        blocks.push(base + block, end - block, lines, known);
        begin(end);
      };

      if (block === 0) begin(0);
      for (;;) {
        const feed = searched < filled ? held.indexOf(lineFeed, searched) : -1;
        if (feed === -1 || (filled - feed <= headTo && !isEnd)) {
          if (feed === -1 && isEnd) break;
          if (feed !== -1) searched = feed;
          else if (searched < filled) searched = filled;
          fill(block === -1 ? Math.min(searched, filled) : block);
          continue;
        }
        const next = feed + 1;
        searched = next;
        const isBorder = next < filled && isBorderAt(bytes, next, filled);
        if (block === -1) {
          if (!isBorder) continue;
          if (base + next >= range.to) return result();
          begin(next);
        } else if (isBorder || next - block >= mostBytes) {
          close(next);
          if (isBorder && base + next >= range.to) return result();
        }
      }
      if (block !== -1) close(filled);
      return result();
    } finally {
      closeSync(file);
    }
  };
}

function shortMark(first: number, second: number): number {
  return first * 2 ** 21 + (second >>> 11);
}

function wordsOf(mark: Buffer): Uint32Array {
  return Uint32Array.from({ length: wordsOfMark }, (_, word) => mark.readUInt32LE(word * 4));
}

/** Whether a line begins a block, by the name in it: settings change more often than names. */
function isBorderAt(bytes: Uint8Array, start: number, filled: number): boolean {
  let hash = 0x811c9dc5;
  const end = Math.min(start + headTo, filled);
  for (let at = start + headFrom; at < end; at += headStep) {
    const byte = bytes[at] as number;
    if (byte === lineFeed) break;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return ((hash >>> 16) & borderMask) === 0;
}
