import type { JsonValue } from '../json.ts';
import { likeTakesManyStars, likeTakesQuestionMarks } from './disputed.ts';
import type { Test } from './equality.ts';
import { fold, isAscii, textTest } from './fold.ts';
import { gapTest } from './gaps.ts';
import { scalarText } from './scalar.ts';

type TextTest = (text: string) => boolean;

/** The test for `like`, built from tests of a prefix, a suffix and parts in order; never by backtracking. */
export function wildcardTest(right: JsonValue): Test {
  const pattern = scalarText(right);
  if (pattern === undefined) return () => false;
  const test = textTestOf(pattern);
  return (left) => {
    if (typeof left === 'string') return test(left);
    const text = scalarText(left);
    return text !== undefined && test(text);
  };
}

function textTestOf(pattern: string): TextTest {
  const folded = fold(pattern);
  const parts = partsOf(folded);
  const [prefix = '', ...rest] = parts;
  if (likeTakesQuestionMarks && folded.includes('?')) {
    const test = gapTest(parts);
    return (text) => test(fold(text));
  }
  const suffix = rest.pop();
  if (suffix === undefined) return textTest(pattern);
  const middle = rest.filter((part) => part !== '');
  const inOrder = orderedTest(prefix, middle, suffix);
  if (middle.length > 0 || !isAscii(folded)) return (text) => inOrder(fold(text));
  // One star and ASCII only: compared in place, unless the text has characters that folding may change.
  return (text) => {
    if (text.length >= prefix.length + suffix.length && startsAt(text, 0, prefix) && startsAt(text, text.length - suffix.length, suffix))
      return true;
    return !isAscii(text) && inOrder(fold(text));
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

/** True when the folded ASCII part stands at that place of the text. */
function startsAt(text: string, place: number, part: string): boolean {
  for (let at = 0; at < part.length; at += 1) {
    const a = text.charCodeAt(place + at);
    const b = part.charCodeAt(at);
    if (a !== b && !(a >= 65 && a <= 90 && a + 32 === b)) return false;
  }
  return true;
}
