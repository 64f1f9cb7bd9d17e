import { displayText, expected } from './arguments.ts';
import { many, type StrictFunction } from './function.ts';
import { sha1 } from './sha1.ts';
import { utf8Of } from './utf8.ts';

/** The namespace 11fb06fb-712d-4ddd-98c7-e71bbd588830. */
const namespace = [0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30];

/** A UUID of version 5 over the arguments joined by `-`. */
export const guid: StrictFunction = {
  kind: 'strict',
  name: 'guid',
  arguments: [1, many],
  apply: (values) => {
    const texts: string[] = [];
    for (const [at, value] of values.entries()) {
      const text = displayText(value);
      if (text === undefined) return expected('guid', at + 1, 'a text', value);
      texts.push(text);
    }
    return uuidOf(texts.join('-'));
  },
};

function uuidOf(name: string): string {
  const bytes = sha1(Uint8Array.from([...namespace, ...utf8Of(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
