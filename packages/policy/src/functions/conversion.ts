import type { Outcome } from '../expression/environment.ts';
import { intTakesFractions } from '../operators/disputed.ts';
import { booleanOf, numberOf } from '../operators/number.ts';
import { displayText, expected, fail, jsonText, limitedText, maximumValueDepth, wholeOf } from './arguments.ts';
import type { StrictFunction } from './function.ts';

export const int: StrictFunction = {
  kind: 'strict',
  name: 'int',
  arguments: [1, 1],
  apply: ([value]) => {
    const number = typeof value === 'string' ? numberOf(value) : value;
    if (typeof number !== 'number')
      return typeof value === 'string' ? unreadable('int', value) : expected('int', 1, 'a number or a text', value);
    if (!intTakesFractions && !Number.isInteger(number)) return fail('int', 'the number has a fraction');
    return wholeOf(number) ?? fail('int', 'the number does not fit into 64 bits');
  },
};

export const float: StrictFunction = {
  kind: 'strict',
  name: 'float',
  arguments: [1, 1],
  apply: ([value]) => {
    if (typeof value === 'number') return value;
    return typeof value === 'string' ? (numberOf(value) ?? unreadable('float', value)) : expected('float', 1, 'a number or a text', value);
  },
};

export const bool: StrictFunction = {
  kind: 'strict',
  name: 'bool',
  arguments: [1, 1],
  apply: ([value]) => {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return value !== 0;
    if (typeof value !== 'string') return expected('bool', 1, 'a boolean, a number or a text', value);
    if (value === '1' || value === '0') return value === '1';
    return booleanOf(value) ?? unreadable('bool', value);
  },
};

/** Scalars as .NET prints them, arrays and objects as JSON without spaces. */
export const string: StrictFunction = {
  kind: 'strict',
  name: 'string',
  arguments: [1, 1],
  apply: ([value = null]) => {
    const text = displayText(value) ?? jsonText(value);
    return text === undefined ? fail('string', `the value nests deeper than ${maximumValueDepth} levels`) : limitedText('string', text);
  },
};

const unreadable = (name: string, text: string): Outcome => fail(name, `the text ${JSON.stringify(text.slice(0, 40))} cannot be converted`);
