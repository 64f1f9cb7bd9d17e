import type { JsonValue } from '../json.ts';
import { likeTakesManyStars, likeTakesQuestionMarks } from './disputed.ts';
import type { Test } from './equality.ts';
import { fold, foldAgain, isAscii, lowered, textTest } from './fold.ts';
import { gapTest } from './gaps.ts';
import { scalarText } from './scalar.ts';

type TextTest = (text: string) => boolean;

/** The test for `like`, built from tests of a prefix, a suffix and parts in order; never by backtracking. */
export function wildcardTest(right: JsonValue): Test {
  const pattern = scalarText(right);
  if (pattern === undefined) return () => false;
  const test = textTestOf(pattern);
  return (left) => {
    const text = scalarText(left);
    return text !== undefined && test(text);
  };
}

function textTestOf(pattern: string): TextTest {
  const folded = fold(pattern);
  const parts = partsOf(folded);
  const [prefix = '', ...middle] = parts;
  if (likeTakesQuestionMarks && folded.includes('?')) {
    const test = gapTest(parts);
    return (text) => test(fold(text));
  }
  const suffix = middle.pop();
  if (suffix === undefined) return textTest(pattern);
  const inOrder = orderedTest(prefix, middle, suffix);
  if (middle.length > 0 || !isAscii(folded)) return (text) => inOrder(foldAgain(text));
  // One star and ASCII only: compared in place from both ends, unless there is a character that folding may change.
  return (text) => {
    const start = prefixFit(text, prefix);
    if (start === no) return false;
    const end = suffixFit(text, suffix);
    if (end === no) return false;
    if (start === yes && end === yes && text.length >= prefix.length + suffix.length) return true;
    return (start === unsure || end === unsure) && inOrder(fold(text));
  };
}

function partsOf(pattern: string): readonly string[] {
  if (likeTakesManyStars) return pattern.split('*');
  const star = pattern.indexOf('*');
  return star < 0 ? [pattern] : [pattern.slice(0, star), pattern.slice(star + 1)];
}

/** Taking the first place for each part leaves the most room for those that follow, so no other place has to be tried. */
function orderedTest(prefix: string, middle: readonly string[], suffix: string): TextTest {
  return (text) => {
    const end = text.length - suffix.length;
    if (end < prefix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
    let at = prefix.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

const no = 0;
const yes = 1;
const unsure = 2;
type Fit = typeof no | typeof yes | typeof unsure;

/** Whether a text begins with a folded ASCII part; unsure at the first character that is not ASCII. */
function prefixFit(text: string, part: string): Fit {
  for (let at = 0; at < part.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return unsure;
    // Beyond the end the unit is NaN, which equals nothing.
    if (lowered(unit) !== part.charCodeAt(at)) return no;
  }
  return yes;
}

/** The same for the end of the text, from the last character backwards. */
function suffixFit(text: string, part: string): Fit {
  for (let back = 1; back <= part.length; back += 1) {
    const unit = text.charCodeAt(text.length - back);
    if (unit > 127) return unsure;
    if (lowered(unit) !== part.charCodeAt(part.length - back)) return no;
  }
  return yes;
}
