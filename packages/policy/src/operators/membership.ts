import type { JsonValue } from '../json.ts';
import { exactlyEqual, type Test } from './equality.ts';
import { fold, isAscii, lowered, textTest } from './fold.ts';
import { booleanOf, numberOf } from './number.ts';

/** Up to here comparing one after the other is quicker than hashing a text that first has to be folded. */
const fewTexts = 6;

/** The test for membership in a constant list, with the list sorted by kind beforehand. Nulls in the list are ignored. */
export function membershipTest(right: JsonValue): Test {
  const members: readonly JsonValue[] = Array.isArray(right) ? right : [right];
  const texts = members.filter((member) => typeof member === 'string');
  const others = members.filter((member) => member !== null);
  const given = new Set<JsonValue | undefined>(members);
  const meant = new Set<JsonValue | undefined>([...members, ...texts.map(numberOf), ...texts.map(booleanOf)]);
  const hasText = textMembership(texts);
  const standsForMember = (left: string): boolean => given.has(numberOf(left)) || given.has(booleanOf(left));
  const onlyTexts = texts.length === members.length;
  const hasScalarText = onlyTexts ? hasText : (left: string): boolean => hasText(left) || standsForMember(left);

  return (left) => {
    if (typeof left === 'string') return hasScalarText(left);
    if (typeof left === 'number' || typeof left === 'boolean') return meant.has(left);
    return others.some((member) => exactlyEqual(left ?? null, member));
  };
}

function textMembership(texts: readonly string[]): (left: string) => boolean {
  const folded = [...new Set(texts.map(fold))];
  if (folded.length <= fewTexts) {
    const tests = folded.map(textTest);
    return (left) => {
      for (const test of tests) {
        if (test(left)) return true;
      }
      return false;
    };
  }
  const all = new Set(folded);
  if (!folded.every(isAscii)) return (left) => all.has(fold(left));
  // An ASCII character folds to one of its own: most texts that are in no list begin like none of its members.
  const starts = new Set(folded.map((text) => text.charCodeAt(0)));
  return (left) => {
    const start = left.charCodeAt(0);
    if (start < 128 && !starts.has(lowered(start))) return false;
    return all.has(left) || all.has(fold(left));
  };
}
