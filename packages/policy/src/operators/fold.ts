/**
 * Full Unicode case folding without a table. Upper-casing resolves sharp s and ligatures, lower-casing unites the rest; the
 * first lower-casing is for the capital sharp s, which has no upper case. Lower-casing in JavaScript looks at the context of a
 * sigma, folding does not. The dotless i is the one letter that folding leaves alone and upper-casing would not.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text.includes('ı') ? text.split('ı').map(foldLetters).join('ı') : foldLetters(text);
}

const mostRecent = 256;
const recent = new Map<string, string>();

/** The same for what is searched in: many rules search the same long texts of a resource one after the other. */
export function foldAgain(text: string): string {
  if (text.length < 16) return fold(text);
  const known = recent.get(text);
  if (known !== undefined) return known;
  const folded = fold(text);
  if (recent.size >= mostRecent) recent.clear();
  if (text.length < 1000) recent.set(text, folded);
  return folded;
}

const foldLetters = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');

export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) > 127) return false;
  }
  return true;
}

/** An ASCII letter in lower case; every other unit as it is. */
export const lowered = (unit: number): number => (unit >= 65 && unit <= 90 ? unit + 32 : unit);

/**
 * Order by the code points of the folded texts: negative, zero or positive. Up to the first character that is not ASCII each
 * folds to one of its own, so that most comparisons end without allocating; the same holds for all that follows here.
 */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a > 127 || b > 127) return comparePoints(fold(left), fold(right));
    if (a !== b && lowered(a) !== lowered(b)) return lowered(a) - lowered(b);
  }
  return left.length - right.length;
}

/** Order by code points; JavaScript's own order puts astral characters before U+E000 to U+FFFF. */
export function comparePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above every other unit. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Equality of texts without case. */
export function equalTexts(left: string, right: string): boolean {
  if (left === right) return true;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a > 127 || b > 127) return fold(left) === fold(right);
    if (a !== b && lowered(a) !== lowered(b)) return false;
  }
  return left.length === right.length;
}

/** The test for equality with a constant text without case. */
export function textTest(right: string): (left: string) => boolean {
  const folded = fold(right);
  const { length } = folded;
  if (!isAscii(folded)) return (left) => fold(left) === folded;
  return (left) => {
    // Beyond the end the unit is NaN, which equals nothing, and folding never makes a text shorter.
    for (let at = 0; at < left.length; at += 1) {
      const a = left.charCodeAt(at);
      const b = folded.charCodeAt(at);
      if (a > 127) return fold(left) === folded;
      if (a !== b && lowered(a) !== b) return false;
    }
    return left.length === length;
  };
}
