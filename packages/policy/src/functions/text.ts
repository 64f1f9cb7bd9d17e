import { numberOf } from '../operators/number.ts';
import { expected, fail, limitedText, maximumTextLength, textOf, tooLong, wholeOf } from './arguments.ts';
import type { StrictFunction } from './function.ts';

const ofText = (name: string, change: (text: string) => string): StrictFunction => ({
  kind: 'strict',
  name,
  arguments: [1, 1],
  apply: ([value]) => {
    const text = textOf(value);
    return text === undefined ? expected(name, 1, 'a text', value) : change(text);
  },
});

/** Letter by letter, as the invariant culture does: a letter whose other case has another length stays as it is. */
const letterwise =
  (whole: (text: string) => string) =>
  (text: string): string => {
    const changed = whole(text);
    if (changed.length === text.length && !changed.includes('ς')) return changed;
    return Array.from(text, (letter) => (whole(letter).length === letter.length ? whole(letter) : letter)).join('');
  };

export const toLower = ofText(
  'toLower',
  letterwise((text) => text.toLowerCase()),
);
export const toUpper = ofText(
  'toUpper',
  letterwise((text) => text.toUpperCase()),
);
export const trim = ofText('trim', (text) => text.trim());

/** Replaces every occurrence, with case. */
export const replace: StrictFunction = {
  kind: 'strict',
  name: 'replace',
  arguments: [3, 3],
  apply: ([original, old, replacement]) => {
    const [text, wanted, instead] = [textOf(original), textOf(old), textOf(replacement)];
    if (text === undefined) return expected('replace', 1, 'a text', original);
    if (wanted === undefined) return expected('replace', 2, 'a text', old);
    if (instead === undefined) return expected('replace', 3, 'a text', replacement);
    if (wanted === '') return fail('replace', 'the text to replace is empty');
    const parts = text.split(wanted);
    // Known before it is built: a short text can grow beyond memory.
    const length = text.length + (parts.length - 1) * (instead.length - wanted.length);
    return length > maximumTextLength ? tooLong('replace') : parts.join(instead);
  },
};

export const substring: StrictFunction = {
  kind: 'strict',
  name: 'substring',
  arguments: [2, 3],
  apply: ([value, from, count]) => {
    const text = textOf(value);
    if (text === undefined) return expected('substring', 1, 'a text', value);
    const start = wholeOf(from);
    if (start === undefined) return expected('substring', 2, 'a whole number', from);
    const length = count === undefined ? text.length - start : wholeOf(count);
    if (length === undefined) return expected('substring', 3, 'a whole number', count);
    if (start < 0 || length < 0 || start + length > text.length) {
      return fail('substring', `start ${start} and length ${length} do not lie within a text of ${text.length} characters`);
    }
    return text.slice(start, start + length);
  },
};

export const padLeft: StrictFunction = {
  kind: 'strict',
  name: 'padLeft',
  arguments: [2, 3],
  apply: ([value, totalLength, padding]) => {
    const text = typeof value === 'number' ? String(value) : textOf(value);
    if (text === undefined) return expected('padLeft', 1, 'a text or a number', value);
    const width = wholeOf(typeof totalLength === 'string' ? numberOf(totalLength) : totalLength);
    if (width === undefined || width < 0) return expected('padLeft', 2, 'a whole number from 0', totalLength);
    if (width > maximumTextLength) return tooLong('padLeft');
    const character = padding === undefined ? ' ' : textOf(padding);
    if (character === undefined) return expected('padLeft', 3, 'a text of one character', padding);
    if (character.length !== 1) return fail('padLeft', 'the text to pad with must have exactly one character');
    return limitedText('padLeft', text.padStart(width, character));
  },
};
