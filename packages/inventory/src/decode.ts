// Bytes of one file in, entries out. No Node API: the same code reads a file that was dropped on a page.
import type { Cutter } from './cut/cutter.ts';
import { documentCutter } from './cut/documents.ts';
import { lineCutter } from './cut/lines.ts';
import type { Platform } from './cut/platform.ts';
import { append, emptyWindow } from './cut/window.ts';
import type { ElementReader, Findings } from './element.ts';
import { contentOf, encodingOf, sniffedBytes, utf32 } from './sniff.ts';

export interface Decoder {
  /** Reads on. The bytes are not kept: the array may be used again. */
  push(chunk: Uint8Array): void;
  /** Called once, behind the last byte. */
  end(): void;
  /** @returns where in the file something stands that is being read; undefined where the file has other bytes. */
  offsetOf(bytes: Uint8Array, at: number): number | undefined;
}

/** Bytes of the largest single value that is read: larger ones would not fit into one text. */
export const largestValue = 256 << 20;

export interface DecoderOptions {
  readonly platform: Platform;
  readonly reader: ElementReader;
  readonly findings: Findings;
  /** Bytes; lowered by tests only. */
  readonly largest?: number;
  readonly suspicious?: number;
  readonly sniffed?: number;
  /** The file was named as one of management groups: a document in any print. */
  readonly isHierarchy?: boolean;
}

export function decoder(options: DecoderOptions): Decoder {
  const { platform, reader, findings } = options;
  const largest = options.largest ?? largestValue;
  const suspicious = Math.min(options.suspicious ?? 8 << 20, largest);
  const sniffed = options.sniffed ?? sniffedBytes;
  const window = emptyWindow(platform);
  let transcode: ((chunk: Uint8Array, isLast: boolean) => Uint8Array) | undefined;
  let cutter: Cutter | undefined;
  /** Kept back until there is enough to tell what it is. */
  let raw: Uint8Array | undefined = new Uint8Array(0);
  let isRefused = false;
  /** Of the mark at its beginning. */
  let skipped = 0;

  const decideEncoding = (bytes: Uint8Array): Uint8Array => {
    const { encoding, markBytes } = encodingOf(bytes);
    if (encoding === 'utf-32') {
      findings.refuse(utf32);
      isRefused = true;
    } else if (encoding !== 'utf-8') transcode = transcoder(encoding);
    skipped = markBytes;
    return bytes.subarray(markBytes);
  };

  const documents = () => documentCutter({ window, reader, platform, limits: { largest, suspicious } });

  /** Decides by what is in the window. */
  const decideContent = (isWhole: boolean) => {
    const content = contentOf(window.bytes.subarray(window.start, window.end), isWhole);
    if (content.kind === 'refused') {
      if (content.refusal.code === 'empty-file') findings.warn(content.refusal);
      else findings.refuse(content.refusal);
      isRefused = true;
    } else if (options.isHierarchy !== true && content.kind === 'lines') {
      findings.shape('ndjson');
      cutter = lineCutter(window, reader, largest);
    } else cutter = documents();
  };

  const advance = (moved: number) => {
    if (cutter?.advance(moved) !== 'documents') return;
    cutter = documents();
    cutter.advance(0);
  };

  const take = (text: Uint8Array) => {
    if (isRefused) return;
    // Sniffing has to see the same bytes however they arrive.
    if (cutter !== undefined) return advance(append(window, text, platform));
    const room = sniffed - (window.end - window.start);
    append(window, text.subarray(0, room), platform);
    if (window.end - window.start < sniffed) return;
    decideContent(false);
    advance(0);
    if (text.length > room) take(text.subarray(room));
  };

  return {
    offsetOf: (bytes, at) => (bytes === window.bytes && transcode === undefined ? skipped + window.base + at : undefined),
    push(chunk) {
      if (raw !== undefined) {
        raw = joined(raw, chunk);
        if (raw.length < 4) return;
        const text = decideEncoding(raw);
        raw = undefined;
        take(transcode === undefined ? text : transcode(text, false));
      } else take(transcode === undefined ? chunk : transcode(chunk, false));
    },
    end() {
      if (raw !== undefined) {
        const text = decideEncoding(raw);
        raw = undefined;
        take(transcode === undefined ? text : transcode(text, false));
      }
      if (transcode !== undefined) take(transcode(new Uint8Array(0), true));
      if (isRefused) return;
      if (cutter === undefined) {
        decideContent(true);
        advance(0);
      }
      if (cutter?.end() === 'documents') {
        cutter = documents();
        cutter.advance(0);
        cutter.end();
      }
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function transcoder(encoding: 'utf-16le' | 'utf-16be'): (chunk: Uint8Array, isLast: boolean) => Uint8Array {
  const from = new TextDecoder(encoding);
  const to = new TextEncoder();
  return (chunk, isLast) => to.encode(from.decode(chunk, { stream: !isLast }));
}
