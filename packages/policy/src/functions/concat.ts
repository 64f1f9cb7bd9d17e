import type { Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { displayText, expected, isArray, maximumArrayLength, maximumTextLength, tooLong, tooMany } from './arguments.ts';
import { many, type StrictFunction } from './function.ts';

/** Joins texts (scalars as .NET prints them) or arrays, whichever comes first; of nothing, the empty text. */
export const concat: StrictFunction = {
  kind: 'strict',
  name: 'concat',
  arguments: [0, many],
  apply: (values) => (isArray(values[0]) ? concatArrays(values) : concatTexts(values)),
};

function concatArrays(values: readonly JsonValue[]): Outcome {
  const members: JsonValue[] = [];
  for (const [at, value] of values.entries()) {
    if (!isArray(value)) return expected('concat', at + 1, 'an array like the first', value);
    if (members.length + value.length > maximumArrayLength) return tooMany('concat');
    for (const member of value) members.push(member);
  }
  return members;
}

function concatTexts(values: readonly JsonValue[]): Outcome {
  let joined = '';
  for (const [at, value] of values.entries()) {
    const text = displayText(value);
    if (text === undefined) return expected('concat', at + 1, 'a text, a number or a boolean', value);
    joined += text;
    if (joined.length > maximumTextLength) return tooLong('concat');
  }
  return joined;
}
