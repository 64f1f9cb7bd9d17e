import { exactlyEqual } from '../operators/equality.ts';
import { fold, isAscii } from '../operators/fold.ts';
import { expected, isArray, textOf } from './arguments.ts';
import type { StrictFunction } from './function.ts';

const ofTwoTexts = (name: string, find: (text: string, part: string) => boolean | number): StrictFunction => ({
  kind: 'strict',
  name,
  arguments: [2, 2],
  apply: ([value, wanted]) => {
    const text = textOf(value);
    if (text === undefined) return expected(name, 1, 'a text', value);
    const part = textOf(wanted);
    return part === undefined ? expected(name, 2, 'a text', wanted) : find(text, part);
  },
});

export const startsWith = ofTwoTexts('startsWith', (text, part) => fold(text).startsWith(fold(part)));
export const endsWith = ofTwoTexts('endsWith', (text, part) => fold(text).endsWith(fold(part)));

const indexInText = ofTwoTexts('indexOf', (text, part) => position(text, fold(text).indexOf(fold(part))));
const lastIndexInText = ofTwoTexts('lastIndexOf', (text, part) => position(text, fold(text).lastIndexOf(fold(part))));

/** From 0; -1 when it is not there. Texts without case, in UTF-16 units; members of an array by exact value. */
export const indexOf: StrictFunction = {
  ...indexInText,
  apply: (values) => {
    const [array, wanted = null] = values;
    return isArray(array) ? array.findIndex((member) => exactlyEqual(member, wanted)) : indexInText.apply(values);
  },
};

export const lastIndexOf: StrictFunction = {
  ...lastIndexInText,
  apply: (values) => {
    const [array, wanted = null] = values;
    return isArray(array) ? array.findLastIndex((member) => exactlyEqual(member, wanted)) : lastIndexInText.apply(values);
  },
};

/** The place in the text itself of a place in the folded text, which is longer when letters fold to several. */
function position(text: string, folded: number): number {
  if (folded < 0 || isAscii(text)) return folded;
  let passed = 0;
  let at = 0;
  for (const letter of text) {
    passed += fold(letter).length;
    if (passed > folded) return at;
    at += letter.length;
  }
  return at;
}
