import type { JsonValue } from '../json.ts';

/** Reads one key or position of a value; undefined when it has none. */
export type KeyReader = (value: JsonValue | undefined) => JsonValue | undefined;

/** Looks a key up without case: the exact spelling, else the first other one. Keys fold by ASCII alone. */
export function keyReader(key: string): KeyReader {
  const lower = foldAscii(key);
  const { length } = key;
  // A resource may not have the key itself while every object inherits one of that name.
  const inherited = key in Object.prototype;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const object = value as Readonly<Record<string, JsonValue>>;
    if (inherited ? Object.hasOwn(object, key) : object[key] !== undefined) return object[key];
    for (const candidate in object) {
      if (candidate.length === length && equalsFolded(candidate, lower)) return object[candidate];
    }
    return undefined;
  };
}

export function indexReader(index: number): KeyReader {
  return (value) => (Array.isArray(value) ? (value as readonly JsonValue[])[index] : undefined);
}

/** Whether a key is the same but for the case of its ASCII letters, without making a text of it. */
function equalsFolded(key: string, lower: string): boolean {
  for (let at = 0; at < lower.length; at += 1) {
    const code = key.charCodeAt(at);
    const folded = code >= 65 && code <= 90 ? code + 32 : code;
    if (folded !== lower.charCodeAt(at)) return false;
  }
  return true;
}

const upperAscii = /[A-Z]+/g;

export function foldAscii(text: string): string {
  return text.replace(upperAscii, (letters) => letters.toLowerCase());
}
