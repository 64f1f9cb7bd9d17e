// Of what the store tells, long lists mostly stay as they are from one moment to the next, and are then the very same ones: their text is kept
// with them, as long as somebody holds them.

/** Shorter lists are written out as quickly as they are looked up. */
const longList = 256;
/** Members of members of a body, and no deeper. */
const deepest = 3;

const textByList = new WeakMap<readonly unknown[], Uint8Array>();

/** What JSON.stringify writes, in UTF-8. Long lists near the top must not be changed once they were told. */
export function jsonBytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  let text = '';
  const write = (value: unknown, depth: number): void => {
    if (Array.isArray(value) && value.length >= longList) {
      pieces.push(Buffer.from(text), bytesOfList(value));
      text = '';
    } else if (depth < deepest && isPlain(value)) {
      let separator = '{';
      for (const [name, member] of Object.entries(value)) {
        if (member === undefined || typeof member === 'function' || typeof member === 'symbol') continue;
        text += `${separator}${JSON.stringify(name)}:`;
        separator = ',';
        write(member, depth + 1);
      }
      text += separator === '{' ? '{}' : '}';
    } else text += JSON.stringify(value);
  };
  write(body, 0);
  pieces.push(Buffer.from(text));
  return Buffer.concat(pieces);
}

function bytesOfList(list: readonly unknown[]): Uint8Array {
  const known = textByList.get(list) ?? Buffer.from(JSON.stringify(list));
  textByList.set(list, known);
  return known;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !('toJSON' in value);
}
