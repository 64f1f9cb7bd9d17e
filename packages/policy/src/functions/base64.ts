import type { Outcome } from '../expression/environment.ts';
import { expected, fail, limitedText, textOf } from './arguments.ts';
import type { StrictFunction } from './function.ts';
import { valueOfJson } from './json.ts';
import { textOfUtf8, utf8Of } from './utf8.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sixBits = new Map(Array.from(alphabet, (character, at) => [character, at]));

export function encodeBase64(text: string): string {
  const bytes = utf8Of(text);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const left = bytes.length - at;
    parts.push(
      alphabet.charAt(group >> 18) +
        alphabet.charAt((group >> 12) & 63) +
        (left > 1 ? alphabet.charAt((group >> 6) & 63) : '=') +
        (left > 2 ? alphabet.charAt(group & 63) : '='),
    );
  }
  return parts.join('');
}

/** The text behind base64; undefined when it is none, or no UTF-8. White space is ignored, padding is needed. */
export function decodeBase64(encoded: string): string | undefined {
  const compact = encoded.replace(/\s/g, '');
  const digits = compact.replace(/={1,2}$/, '');
  if (compact.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let length = 0;
  for (const character of digits) {
    const value = sixBits.get(character);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[length] = (bits >> count) & 255;
      length += 1;
    }
  }
  return textOfUtf8(bytes);
}

const ofText = (name: string, convert: (text: string) => Outcome): StrictFunction => ({
  kind: 'strict',
  name,
  arguments: [1, 1],
  apply: ([value]) => {
    const text = textOf(value);
    return text === undefined ? expected(name, 1, 'a text', value) : convert(text);
  },
});

const malformed = (name: string): Outcome => fail(name, 'the text is not base64 of UTF-8 text');

export const base64 = ofText('base64', (text) => limitedText('base64', encodeBase64(text)));
export const base64ToString = ofText('base64ToString', (text) => decodeBase64(text) ?? malformed('base64ToString'));
export const base64ToJson = ofText('base64ToJson', (text) => {
  const json = decodeBase64(text);
  return json === undefined ? malformed('base64ToJson') : valueOfJson('base64ToJson', json);
});

export const dataUri = ofText('dataUri', (text) => limitedText('dataUri', `data:text/plain;charset=utf8;base64,${encodeBase64(text)}`));

export const dataUriToString = ofText('dataUriToString', (text) => {
  const found = /^data:([^,]*),([^]*)/i.exec(text);
  if (found === null) return fail('dataUriToString', "the text is not a data URI: it does not start with 'data:' or has no comma");
  const [, type = '', data = ''] = found;
  if (!/;\s*base64\s*$/i.test(type)) return unescaped(data);
  return decodeBase64(data) ?? malformed('dataUriToString');
});

/** Percent escapes that are UTF-8 become text; what is none stays as it is. */
export const unescaped = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return textOfUtf8(bytes) ?? run;
  });
