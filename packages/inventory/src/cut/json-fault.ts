// Finds where a text stops being JSON and says what was expected there. Engines word this differently and some give no place, so it is
// done here; it runs only on what JSON.parse has refused.

export interface JsonFault {
  /** Offset of the first byte that does not fit, from the start of the array. */
  readonly at: number;
  /** Where that is within the value: `.properties.rules[3]`; empty at its root. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  /** True when all is well as far as it goes: the text ends too early. */
  readonly ended: boolean;
}

interface Level {
  readonly isArray: boolean;
  index: number;
  keyFrom: number;
  keyTo: number;
}

type Expect = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

const expected: Readonly<Record<Expect, string>> = {
  value: 'a value',
  'value-or-close': 'a value or "]"',
  key: 'a member name in double quotes',
  'key-or-close': 'a member name in double quotes or "}"',
  colon: '":"',
  'comma-or-close': '"," or the closing bracket',
  end: 'nothing more',
};

/** @returns the first fault of `bytes[start, end)` held against RFC 8259; undefined when it is one JSON value. */
export function faultIn(bytes: Uint8Array, start: number, end: number): JsonFault | undefined {
  const levels: Level[] = [];
  let expect: Expect = 'value';
  let at = start;

  const fault = (place: number, wanted: string): JsonFault => {
    const ended = place >= end;
    return {
      at: Math.min(place, end),
      path: pathOf(bytes, levels),
      expected: wanted,
      found: ended ? 'the end of the text' : charAt(bytes, place, end),
      ended,
    };
  };
  const afterValue = (): Expect => (levels.length === 0 ? 'end' : 'comma-or-close');

  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      at += 1;
      continue;
    }
    const level = levels.at(-1);
    switch (expect) {
      case 'end':
        return fault(at, expected.end);
      case 'colon':
        if (byte !== 0x3a) return fault(at, expected.colon);
        at += 1;
        expect = 'value';
        continue;
      case 'comma-or-close':
        if (level === undefined) return fault(at, expected.end);
        if (byte === 0x2c) {
          level.index += 1;
          expect = level.isArray ? 'value' : 'key';
        } else if (byte === (level.isArray ? 0x5d : 0x7d)) {
          levels.pop();
          expect = afterValue();
        } else return fault(at, level.isArray ? '"," or "]"' : '"," or "}"');
        at += 1;
        continue;
      case 'key':
      case 'key-or-close': {
        if (byte === 0x7d && expect === 'key-or-close') {
          levels.pop();
          expect = afterValue();
          at += 1;
          continue;
        }
        if (byte !== 0x22) return fault(at, expected[expect]);
        const text = textEnd(bytes, at, end);
        if (text.wanted !== undefined) return fault(text.at, text.wanted);
        if (level !== undefined) [level.keyFrom, level.keyTo] = [at + 1, text.at - 1];
        at = text.at;
        expect = 'colon';
        continue;
      }
      case 'value':
      case 'value-or-close': {
        if (byte === 0x5d && expect === 'value-or-close') {
          levels.pop();
          at += 1;
          expect = afterValue();
        } else if (byte === 0x7b || byte === 0x5b) {
          const isArray = byte === 0x5b;
          levels.push({ isArray, index: 0, keyFrom: 0, keyTo: 0 });
          at += 1;
          expect = isArray ? 'value-or-close' : 'key-or-close';
        } else {
          const scalar = byte === 0x22 ? textEnd(bytes, at, end) : plainEnd(bytes, at, end, expected[expect]);
          if (scalar.wanted !== undefined) return fault(scalar.at, scalar.wanted);
          at = scalar.at;
          expect = afterValue();
        }
        continue;
      }
    }
  }
  return expect === 'end'
    ? undefined
    : fault(
        end,
        levels.length === 0 || expect !== 'comma-or-close' ? expected[expect] : levels.at(-1)?.isArray ? '"," or "]"' : '"," or "}"',
      );
}

interface Scalar {
  /** Behind the scalar, or at the fault. */
  readonly at: number;
  /** Set at a fault: what was expected there. */
  readonly wanted?: string;
}

function textEnd(bytes: Uint8Array, quote: number, end: number): Scalar {
  for (let at = quote + 1; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x22) return { at: at + 1 };
    if (byte < 0x20) return { at, wanted: 'the rest of the text: line breaks and control characters are written as \\n, \\t or \\u0000' };
    if (byte !== 0x5c) continue;
    at += 1;
    if (at >= end) break;
    const escaped = bytes[at] ?? 0;
    if (escaped === 0x75) {
      for (let digit = 0; digit < 4; digit += 1) {
        at += 1;
        if (at >= end) return { at: end, wanted: 'four hexadecimal digits after \\u' };
        if (!isHex(bytes[at] ?? 0)) return { at, wanted: 'four hexadecimal digits after \\u' };
      }
    } else if (!'"\\/bfnrt'.includes(String.fromCharCode(escaped))) return { at, wanted: 'one of " \\ / b f n r t u after a backslash' };
  }
  return { at: end, wanted: 'the closing double quote' };
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

const literals = ['true', 'false', 'null'];
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const startOfNumber = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?)?$/;

function plainEnd(bytes: Uint8Array, from: number, end: number, wanted: string): Scalar {
  let at = from;
  let word = '';
  for (; at < end && word.length < 400; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x3a || byte === 0x22 || byte >= 0x7f) break;
    word += String.fromCharCode(byte);
  }
  if (literals.includes(word) || number.test(word)) return { at };
  const isPrefix = at >= end && word !== '' && (literals.some((literal) => literal.startsWith(word)) || startOfNumber.test(word));
  return isPrefix ? { at: end, wanted: 'the rest of the value' } : { at: from, wanted };
}

function pathOf(bytes: Uint8Array, levels: readonly Level[]): string {
  const decoder = new TextDecoder();
  const shown = levels.length > 40 ? levels.slice(0, 40) : levels;
  const parts = shown.map(({ isArray, index, keyFrom, keyTo }) => {
    if (isArray) return `[${index}]`;
    if (keyTo <= keyFrom) return '';
    const name = decoder.decode(bytes.subarray(keyFrom, Math.min(keyTo, keyFrom + 200)));
    return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `["${name}"]`;
  });
  return parts.join('') + (shown === levels ? '' : '…');
}

/** @returns the beginning of what stands there, in quotes, or a name for what cannot be shown. */
export function charAt(bytes: Uint8Array, at: number, end: number): string {
  const byte = bytes[at] ?? 0;
  if (byte === 0x0a || byte === 0x0d) return 'a line break';
  if (byte < 0x20) return `the control character 0x${byte.toString(16).padStart(2, '0')}`;
  const text = new TextDecoder().decode(bytes.subarray(at, Math.min(end, at + 24))).replace(/[\p{Cc}\uFFFD].*$/su, '');
  return JSON.stringify(Array.from(text).slice(0, 12).join(''));
}
