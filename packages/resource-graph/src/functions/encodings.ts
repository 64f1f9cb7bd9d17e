import { isArray } from '../value.ts';
import { plain, type ScalarFunction } from './function.ts';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Null where it is no base64, or no text. */
function decoded(text: string): string | null {
  if (!base64.test(text)) return null;
  try {
    return decoder.decode(Buffer.from(text, 'base64'));
  } catch {
    return null;
  }
}

function decodedUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Half a pair of surrogates has no encoding; it becomes the replacement character. */
const encodedUrl = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

export const encodingFunctions: readonly ScalarFunction[] = [
  plain({
    name: 'base64_encode_tostring',
    aliases: ['base64_encodestring'],
    takes: ['string'],
    gives: 'string',
    apply: (text) => Buffer.from(text).toString('base64'),
  }),
  plain({
    name: 'base64_decode_tostring',
    aliases: ['base64_decodestring'],
    takes: ['string'],
    gives: 'string',
    apply: (text) => decoded(text) ?? '',
  }),
  plain({
    name: 'base64_decode_toarray',
    takes: ['string'],
    gives: 'dynamic',
    apply: (text) => (base64.test(text) ? [...Buffer.from(text, 'base64')] : null),
  }),
  plain({
    name: 'base64_encode_fromarray',
    takes: ['dynamic'],
    gives: 'string',
    apply: (list) =>
      isArray(list) && list.every((byte) => typeof byte === 'number' && byte >= 0 && byte < 256)
        ? Buffer.from(list.map(Number)).toString('base64')
        : '',
  }),
  plain({
    name: 'url_encode',
    takes: ['string'],
    gives: 'string',
    apply: (text) => encodedUrl(text).replaceAll('%20', '+'),
  }),
  plain({ name: 'url_encode_component', takes: ['string'], gives: 'string', apply: (text) => encodedUrl(text) }),
  plain({ name: 'url_decode', takes: ['string'], gives: 'string', apply: decodedUrl }),
];
