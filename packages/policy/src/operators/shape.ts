import type { JsonValue } from '../json.ts';
import type { Test } from './equality.ts';
import { scalarText } from './scalar.ts';

export const asIs = (text: string): string => text;

const digit = 0x23; // #
const letter = 0x3f; // ?
const any = 0x2e; // .

/** The test for `match`: one character of the text for each of the pattern. Digits and letters are the ASCII ones. */
export function shapeTest(right: JsonValue, prepare: (text: string) => string): Test {
  const pattern = scalarText(right);
  if (pattern === undefined) return () => false;
  const points = Array.from(prepare(pattern), (character) => character.codePointAt(0) ?? 0);
  return (left) => {
    const text = scalarText(left);
    return text !== undefined && follows(prepare(text), points);
  };
}

function follows(text: string, points: readonly number[]): boolean {
  let at = 0;
  for (const point of points) {
    const found = text.codePointAt(at);
    if (found === undefined || !fits(found, point)) return false;
    at += found > 0xffff ? 2 : 1;
  }
  return at === text.length;
}

function fits(found: number, point: number): boolean {
  switch (point) {
    case any:
      return true;
    case digit:
      return found >= 48 && found <= 57;
    case letter:
      return (found >= 65 && found <= 90) || (found >= 97 && found <= 122);
    default:
      return found === point;
  }
}
