/**
 * Every choice of this folder and of the functions where Azure's documentation is silent, or where it and Microsoft's own open
 * engine for this language differ. Each constant says what the other reading would be; nothing else decides these questions.
 */

/** `like` takes any number of `*`. The documentation allows one; the open engine any number. */
export const likeTakesManyStars = true;

/** `?` in `like` is any one character, as in the open engine. The documentation knows only `*`. */
export const likeTakesQuestionMarks = true;

/** `contains` also finds an element of an array and a key of an object. The documentation speaks of text in text. */
export const containsLooksIntoCollections = true;

/**
 * An order comparison of values that have no order (text that is no number against a number, an array, an object, null) is
 * false, as in the open engine. The documentation says that a mismatch of types throws.
 */
export const orderOfUnlikeKinds = false;

/** Null, and so a missing field, equals the empty text. The documentation has `field()` give the empty text for a missing field. */
export const nullEqualsEmptyText = true;

/**
 * What an operator says when its right side yields nothing (an expression over an absent property). The documentation would
 * fail the evaluation; this is the open engine's answer for each operator. `exists` is not here: it takes anything that is not
 * true for false.
 */
export const absentRightSide = {
  equals: false,
  notEquals: true,
  like: false,
  notLike: true,
  match: false,
  notMatch: true,
  matchInsensitively: false,
  notMatchInsensitively: true,
  contains: false,
  notContains: false,
  containsKey: false,
  notContainsKey: false,
  in: false,
  notIn: true,
  less: false,
  lessOrEquals: false,
  greater: false,
  greaterOrEquals: false,
} as const;

/**
 * The functions `equals` and `contains` ignore the case of texts like the operators of the same name, as in the open engine.
 * The documentation of deployment templates calls them case-sensitive.
 */
export const functionsIgnoreCase = true;

/**
 * A text function takes null as the empty text, because the documentation has `field()` give the empty text for a missing
 * field. Deployment templates fail on null; the open engine yields nothing.
 */
export const nullIsEmptyTextInFunctions = true;

/** Arithmetic on fractions works, as in the open engine. Deployment templates know whole numbers only. */
export const arithmeticTakesFractions = true;

/** `ipRangeContains` of a text that is no address or range is false, as in the open engine; Azure may fail the evaluation. */
export const malformedRangeContainsNothing = true;

/** `int('3.7')` cuts the fraction off, as in the open engine; deployment templates fail. */
export const intTakesFractions = true;
