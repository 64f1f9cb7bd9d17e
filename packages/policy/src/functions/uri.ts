import { expected, limitedText, textOf } from './arguments.ts';
import { unescaped } from './base64.ts';
import type { StrictFunction } from './function.ts';
import { utf8Of } from './utf8.ts';

/** An absolute second URI stands alone; else it replaces what follows the last slash of the first one's path. */
export const uri: StrictFunction = {
  kind: 'strict',
  name: 'uri',
  arguments: [2, 2],
  apply: ([base, relative]) => {
    const [from, to] = [textOf(base), textOf(relative)];
    if (from === undefined) return expected('uri', 1, 'a text', base);
    if (to === undefined) return expected('uri', 2, 'a text', relative);
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(to)) return to;
    const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(from)?.[0] ?? '';
    const slash = from.lastIndexOf('/');
    const folder = slash >= authority.length ? from.slice(0, slash) : authority || from;
    return limitedText('uri', `${folder}/${to.replace(/^\/+/, '')}`);
  },
};

/** Everything but ASCII letters, digits and -_.~ is escaped. */
export const uriComponent: StrictFunction = {
  kind: 'strict',
  name: 'uriComponent',
  arguments: [1, 1],
  apply: ([value]) => {
    const text = textOf(value);
    if (text === undefined) return expected('uriComponent', 1, 'a text', value);
    const parts = Array.from(utf8Of(text), (byte) =>
      /[\w.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    return limitedText('uriComponent', parts.join(''));
  },
};

export const uriComponentToString: StrictFunction = {
  kind: 'strict',
  name: 'uriComponentToString',
  arguments: [1, 1],
  apply: ([value]) => {
    const text = textOf(value);
    return text === undefined ? expected('uriComponentToString', 1, 'a text', value) : unescaped(text);
  },
};
