// What a file is, by its first bytes. Names and extensions are never looked at.
import type { Refusal } from './element.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32';

/** As many bytes are gathered before it is decided what a file is. */
export const sniffedBytes = 1 << 16;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @returns the encoding that byte-order marks, or the zeros between Latin letters, tell. */
export function encodingOf(bytes: Uint8Array): { readonly encoding: Encoding; readonly markBytes: number } {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && (c === 0xfe || (c === 0 && d !== 0))))
    return { encoding: 'utf-32', markBytes: 0 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  if (a !== 0 && a !== undefined && b === 0 && isBracketOrBlank(a)) return { encoding: 'utf-16le', markBytes: 0 };
  if (a === 0 && b !== 0 && b !== undefined && isBracketOrBlank(b)) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: 'utf-8', markBytes: 0 };
}

function isBracketOrBlank(byte: number): boolean {
  return byte === 0x7b || byte === 0x5b || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export type Content =
  /** One value a line. */
  | { readonly kind: 'lines' }
  /** Values in any print. */
  | { readonly kind: 'documents' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const mostLines = 8;

/** @param bytes the first bytes of a text in UTF-8, without a byte-order mark; `isWhole` when there are no more. */
export function contentOf(bytes: Uint8Array, isWhole: boolean): Content {
  const magic = magicOf(bytes);
  if (magic !== undefined) return { kind: 'refused', refusal: magic };
  const text = new TextDecoder().decode(bytes);
  const lines = text.split('\n').map((line) => withoutMarks(line.trim()));
  if (!isWhole) lines.pop();
  const filled = lines.filter((line) => line !== '');
  const [first] = filled;
  if (first === undefined) return isWhole ? emptyFile : { kind: 'documents' };
  const sample = filled.slice(0, mostLines);
  if (!first.startsWith('[')) {
    const objects = sample.map(objectIn);
    const whole = objects.filter((object) => object !== undefined);
    // A page in one line is cut like a document, since a page may be larger than memory.
    const isPage = whole.some((object) => Array.isArray(object['data']) || Array.isArray(object['value']) || isTable(object['data']));
    const isLines = objects[0] !== undefined ? sample.length === 1 || whole.length * 2 > sample.length : whole.length * 2 > sample.length;
    if (isLines && !isPage) return { kind: 'lines' };
  }
  if (first.startsWith('{') || first.startsWith('[')) return { kind: 'documents' };
  if (!first.startsWith('<') && filled.some((line) => /^[[{](?:\s*["{[\]}]|$)/.test(line))) return { kind: 'documents' };
  return { kind: 'refused', refusal: refusedText(first, text.trim()) };
}

/** Without the byte-order marks and record separators that may stand before a value. */
function withoutMarks(line: string): string {
  let from = 0;
  while (line.charCodeAt(from) === 0xfeff || line.charCodeAt(from) === 0x1e) from += 1;
  return line.slice(from);
}

const emptyFile: Content = {
  kind: 'refused',
  refusal: {
    code: 'empty-file',
    message: 'The file holds nothing.',
    hint: 'Look at what the export printed; a command that failed leaves an empty file.',
  },
};

function objectIn(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function isTable(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'rows' in data;
}

export const utf32: Refusal = { code: 'wrong-encoding', message: 'The text is encoded as UTF-32.', hint: 'Save it as UTF-8.' };

const magics: readonly (readonly [number[], string, string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive or an Excel workbook', 'Unpack it, and name the folder.'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'an SQLite database', 'Name the exported JSON files.'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file', 'Export as JSON.'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document', 'Export as JSON.'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture', 'Name the exported JSON files.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd', 'Unpack it, or compress with gzip.'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2', 'Unpack it, or compress with gzip.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz', 'Unpack it, or compress with gzip.'],
  [[0x1f, 0x8b], 'compressed with gzip more than once', 'Unpack it once.'],
];

function magicOf(bytes: Uint8Array): Refusal | undefined {
  const known = magics.find(([magic]) => magic.every((byte, index) => bytes[index] === byte));
  if (known !== undefined) return wrongFormat(known[1], known[2]);
  // Zeros within what begins as JSON are damage that costs its line, as after a crash; everything else is still read.
  const [first] = bytes;
  const begins = first !== undefined && isBracketOrBlank(first);
  return !begins && bytes.subarray(0, 4096).includes(0)
    ? wrongFormat('binary data', 'Name files that hold JSON, as az prints with -o json.')
    : undefined;
}

function wrongFormat(what: string, hint: string): Refusal {
  return { code: 'wrong-format', message: `JSON is expected, but this is ${what}.`, hint };
}

function refusedText(first: string, text: string): Refusal {
  if (/^<(?:!doctype html|html)/i.test(first)) {
    return wrongFormat(
      'an HTML page',
      'A sign-in or error page may have been saved in place of the answer: sign in (az login) and export again.',
    );
  }
  if (first.startsWith('<')) return wrongFormat('XML', 'Export as JSON (az … -o json).');
  if (text.length < 1000 && isScalar(text)) {
    const hint = 'Export the whole objects (an az command without --query).';
    return { code: 'not-an-object', message: `The file holds only ${text.slice(0, 80)}, where resources are expected.`, hint };
  }
  const shown = JSON.stringify(first.slice(0, 60));
  const columns = first.split(/[,;\t]/);
  if (columns.length >= 3 || /^"?\w+"?[,;\t]"?\w+"?$/.test(first)) {
    return wrongFormat(
      `CSV that begins with ${shown}`,
      "The portal's CSV leaves out the configuration: export as JSON (az graph query … -o json).",
    );
  }
  if (/^(?:---|- \w+:|\w+:\s)/.test(first))
    return wrongFormat(`YAML or plain text that begins with ${shown}`, 'Export as JSON (az … -o json).');
  return wrongFormat(`text that begins with ${shown}`, 'Export as JSON (az … -o json).');
}

function isScalar(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
