import type { JsonValue } from '../json.ts';

/** Reads one key or position of a value; undefined when it has none. */
export type KeyReader = (value: JsonValue | undefined) => JsonValue | undefined;

/**
 * Looks a key up without case. The exact spelling is tried first, then the spelling last found here, since resources of one type
 * nearly always agree; only then every key is compared. Keys fold by ASCII alone.
 */
export function keyReader(key: string): KeyReader {
  const lower = foldAscii(key);
  const { length } = key;
  // A resource may not have the key itself while every object inherits one of that name.
  const inherited = key in Object.prototype;
  let other = key;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const object = value as Readonly<Record<string, JsonValue>>;
    if (inherited ? Object.hasOwn(object, key) : object[key] !== undefined) return object[key];
    if (other !== key && object[other] !== undefined && Object.hasOwn(object, other)) return object[other];
    for (const candidate in object) {
      if (candidate.length === length && candidate !== key && foldAscii(candidate) === lower) {
        other = candidate;
        return object[candidate];
      }
    }
    return undefined;
  };
}

export function indexReader(index: number): KeyReader {
  return (value) => (Array.isArray(value) ? (value as readonly JsonValue[])[index] : undefined);
}

const upperAscii = /[A-Z]+/g;

export function foldAscii(text: string): string {
  return text.replace(upperAscii, (letters) => letters.toLowerCase());
}
