import type { JsonArray, JsonObject, JsonValue } from '../json.ts';

/** A key that stands twice in one object, by the JSON path of that object. */
export interface RepeatedKey {
  readonly path: string;
  readonly key: string;
  readonly line: number;
}

export type JsonReading =
  | { readonly kind: 'read'; readonly value: JsonValue; readonly repeated: readonly RepeatedKey[] }
  | { readonly kind: 'failed'; readonly message: string; readonly line: number; readonly column: number; readonly tooDeep: boolean };

/** Deeper than any document of the language; what is deeper is refused, so that nothing later can overflow the stack. */
export const deepestJson = 512;

/** Telling the line of a key takes time, and nobody reads more. */
const mostRepeated = 100;

const plainKey = /^[A-Za-z_$][\w$-]*$/;

/** `$.a['b c'][0]`: how a place in a document is named everywhere in this package. */
export function pathOf(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  return plainKey.test(key) ? `${parent}.${key}` : `${parent}['${key.replaceAll("'", "''")}']`;
}

/** A list or an object that has begun and not ended. */
type Open = { readonly list: JsonValue[]; readonly object?: undefined } | OpenObject;

interface OpenObject {
  readonly list?: undefined;
  readonly object: Record<string, JsonValue>;
  readonly keys: Set<string>;
  /** The last that was read. */
  key: string;
}

/**
 * Reads JSON with its own stack, since JSON.parse keeps the last of two equal keys in silence and tells no line.
 * Follows RFC 8259; a byte order mark at the start is allowed, as Windows editors write one.
 */
export function readJson(text: string): JsonReading {
  const value = readInOrder(text);
  return value === undefined ? new JsonReader(text).read() : { kind: 'read', value, repeated: [] };
}

/**
 * Most documents are in order, and JSON.parse reads those many times faster: when its value has as many keys as stand in the text,
 * none stands twice. Undefined where it has not, nests too deep, or is no JSON.
 */
export function readInOrder(text: string): JsonValue | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as JsonValue;
  } catch {
    return undefined;
  }
  return keysIn(value) === keysWritten(text) ? value : undefined;
}

/** Undefined: it nests too deep. */
function keysIn(root: JsonValue): number | undefined {
  let keys = 0;
  let level = isContainer(root) ? [root] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepestJson) return undefined;
    const below: (JsonObject | JsonArray)[] = [];
    for (const value of level) {
      const items: JsonArray = Array.isArray(value) ? value : Object.values(value);
      if (items !== value) keys += items.length;
      for (const item of items) if (isContainer(item)) below.push(item);
    }
    level = below;
  }
  return keys;
}

const isContainer = (value: JsonValue): value is JsonObject | JsonArray => typeof value === 'object' && value !== null;

/** In JSON a text is followed by a colon just when it is a key. */
function keysWritten(text: string): number {
  let keys = 0;
  for (let start = text.indexOf('"'); start !== -1; ) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === 0x3a) keys += 1;
    start = text.indexOf('"', next);
  }
  return keys;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === 0x5c) before -= 1;
  return (at - before) % 2 === 0;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

class JsonFault {
  readonly message: string;
  readonly at: number;
  readonly tooDeep: boolean;
  constructor(message: string, at: number, tooDeep = false) {
    this.message = message;
    this.at = at;
    this.tooDeep = tooDeep;
  }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class JsonReader {
  private readonly text: string;
  private at = 0;
  private readonly stack: Open[] = [];
  private readonly repeated: RepeatedKey[] = [];

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  read(): JsonReading {
    try {
      const value = this.document();
      return { kind: 'read', value, repeated: this.repeated };
    } catch (fault) {
      if (!(fault instanceof JsonFault)) throw fault;
      const before = this.text.slice(0, fault.at);
      const lineStart = before.lastIndexOf('\n') + 1;
      return {
        kind: 'failed',
        message: fault.message,
        line: lineOf(this.text, fault.at),
        column: fault.at - lineStart + 1,
        tooDeep: fault.tooDeep,
      };
    }
  }

  private document(): JsonValue {
    let value = this.openOrScalar();
    for (;;) {
      const top = this.stack.at(-1);
      if (top === undefined) {
        this.space();
        if (this.at < this.text.length) throw new JsonFault('expected the end of the text', this.at);
        // Nothing is open, so that there was a value.
        return value ?? null;
      }
      if (value !== undefined) {
        if (top.list) top.list.push(value);
        else setOwn(top.object, top.key, value);
      }
      value = this.next(top, value === undefined);
    }
  }

  /** After a value inside `top`, or at its start: the following value, undefined when one was opened. */
  private next(top: Open, first: boolean): JsonValue | undefined {
    this.space();
    const closing = top.list ? ']' : '}';
    const character = this.text[this.at];
    if (character === closing) {
      this.at += 1;
      this.stack.pop();
      return top.list ?? top.object;
    }
    if (!first) {
      if (character !== ',') throw new JsonFault(`expected "," or "${closing}"`, this.at);
      this.at += 1;
    }
    if (top.object) this.key(top);
    return this.openOrScalar();
  }

  private key(top: OpenObject): void {
    this.space();
    const start = this.at;
    if (this.text[start] !== '"') throw new JsonFault('expected a key in double quotes', start);
    top.key = this.string();
    if (top.keys.has(top.key) && this.repeated.length < mostRepeated)
      this.repeated.push({ path: this.path(), key: top.key, line: lineOf(this.text, start) });
    top.keys.add(top.key);
    this.space();
    if (this.text[this.at] !== ':') throw new JsonFault('expected ":" after a key', this.at);
    this.at += 1;
  }

  /** The path of the object on top of the stack. */
  private path(): string {
    let path = '$';
    for (const open of this.stack.slice(0, -1)) path = pathOf(path, open.list ? open.list.length : open.key);
    return path;
  }

  private openOrScalar(): JsonValue | undefined {
    this.space();
    const character = this.text[this.at];
    if (character === '{' || character === '[') {
      if (this.stack.length >= deepestJson) throw new JsonFault(`nests deeper than ${deepestJson} levels`, this.at, true);
      this.at += 1;
      this.stack.push(character === '[' ? { list: [] } : { object: {}, keys: new Set(), key: '' });
      return undefined;
    }
    if (character === '"') return this.string();
    numberPattern.lastIndex = this.at;
    const number = numberPattern.exec(this.text)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return Number(number);
    }
    for (const [word, value] of literals) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    throw new JsonFault(this.at < this.text.length ? 'expected a value' : 'the text ends too early', this.at);
  }

  private string(): string {
    const start = this.at;
    let end = start + 1;
    for (;;) {
      const code = this.text.charCodeAt(end);
      if (code === 0x22) break;
      if (Number.isNaN(code)) throw new JsonFault('a string is not closed', start);
      if (code < 0x20) throw new JsonFault('a control character must be escaped in a string', end);
      end += code === 0x5c ? 2 : 1;
    }
    this.at = end + 1;
    try {
      const value: unknown = JSON.parse(this.text.slice(start, end + 1));
      return String(value);
    } catch {
      throw new JsonFault('a string has an escape that does not exist', start);
    }
  }

  private space(): void {
    for (;;) {
      if (!isSpace(this.text.charCodeAt(this.at))) return;
      this.at += 1;
    }
  }
}

/** Assignment to `__proto__` would set the prototype instead of a key. */
function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, writable: true });
  else object[key] = value;
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let found = text.indexOf('\n'); found !== -1 && found < at; found = text.indexOf('\n', found + 1)) line += 1;
  return line;
}
