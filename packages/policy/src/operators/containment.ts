import type { JsonValue } from '../json.ts';
import { containsLooksIntoCollections } from './disputed.ts';
import { equalityTest, type Test } from './equality.ts';
import { fold, foldAgain } from './fold.ts';
import { scalarText } from './scalar.ts';

const never: Test = () => false;

/** The test for a constant as a part of a text, an element of an array, or a key of an object. */
export function containmentTest(right: JsonValue): Test {
  const text = scalarText(right);
  const needle = text === undefined ? undefined : fold(text);
  const inCollection = containsLooksIntoCollections ? collectionTest(right) : never;
  return (left) => {
    if (typeof left === 'object') return inCollection(left);
    // A number or a boolean is searched only for what is text itself.
    const searched = typeof left === 'string' || typeof right === 'string' ? scalarText(left) : undefined;
    return searched !== undefined && needle !== undefined && foldAgain(searched).includes(needle);
  };
}

/** The test for a key of an object. */
export function keyTest(right: JsonValue): Test {
  const equals = equalityTest(right);
  return (left) => {
    if (typeof left !== 'object' || left === null || Array.isArray(left)) return false;
    return Object.keys(left).some(equals);
  };
}

function collectionTest(right: JsonValue): Test {
  const equals = equalityTest(right);
  const hasKey = keyTest(right);
  return (left) => (Array.isArray(left) ? left.some((member) => equals(member)) : hasKey(left));
}
