import type { Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import {
  displayText,
  expected,
  fail,
  isArray,
  jsonText,
  maximumArrayLength,
  maximumTextLength,
  textOf,
  tooLong,
  tooMany,
} from './arguments.ts';
import type { StrictFunction } from './function.ts';

/** Each place of the text is tried against each of them. */
const maximumDelimiters = 1_000;

/** Cuts a text at each of the delimiters; of those that fit at one place the longest. Empty delimiters cut nothing. */
export const split: StrictFunction = {
  kind: 'strict',
  name: 'split',
  arguments: [2, 2],
  apply: ([value, delimiter]) => {
    const text = textOf(value);
    if (text === undefined) return expected('split', 1, 'a text', value);
    const delimiters = isArray(delimiter) ? delimiter.filter((one) => typeof one === 'string') : [textOf(delimiter)];
    const useful = delimiters.filter((one) => one !== '');
    const [only] = useful;
    if (delimiters.includes(undefined) || (isArray(delimiter) && delimiters.length < delimiter.length)) {
      return expected('split', 2, 'a text or an array of texts', delimiter);
    }
    if (only === undefined) return [text];
    if (useful.length > maximumDelimiters) return fail('split', `there are more than ${maximumDelimiters} delimiters`);
    const parts = text.split(useful.length === 1 ? only : patternOf(useful.filter((one) => one !== undefined)));
    return parts.length > maximumArrayLength ? tooMany('split') : parts;
  },
};

function patternOf(delimiters: readonly string[]): RegExp {
  const longestFirst = delimiters.toSorted((left, right) => right.length - left.length);
  return new RegExp(longestFirst.map((one) => one.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'));
}

export const join: StrictFunction = {
  kind: 'strict',
  name: 'join',
  arguments: [2, 2],
  apply: ([values, delimiter]) => {
    if (!isArray(values)) return expected('join', 1, 'an array', values);
    const between = textOf(delimiter);
    if (between === undefined) return expected('join', 2, 'a text', delimiter);
    return joined(values, between);
  },
};

function joined(values: readonly JsonValue[], between: string): Outcome {
  const texts: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = displayText(value) ?? jsonText(value);
    if (text === undefined) return expected('join', 1, 'an array of values that do not nest deeply', value);
    length += text.length + (texts.length > 0 ? between.length : 0);
    if (length > maximumTextLength) return tooLong('join');
    texts.push(text);
  }
  return texts.join(between);
}
