import type { JsonValue } from '../json.ts';
import { numberOf } from '../operators/number.ts';
import { expected, fail, isArray, isObject, kindOf, maximumArrayLength, textOf, tooMany, wholeOf } from './arguments.ts';
import { type LenientFunction, many, type StrictFunction } from './function.ts';

export const length: StrictFunction = {
  kind: 'strict',
  name: 'length',
  arguments: [1, 1],
  apply: ([value]) => {
    if (isArray(value)) return value.length;
    if (isObject(value)) return Object.keys(value).length;
    return textOf(value)?.length ?? expected('length', 1, 'a text, an array or an object', value);
  },
};

/** True for nothing, null, and texts, arrays and objects without content. */
export const empty: LenientFunction = {
  kind: 'lenient',
  name: 'empty',
  arguments: [1, 1],
  apply: ([value]) => {
    if (value === undefined || value === null || value === '') return true;
    if (isArray(value)) return value.length === 0;
    return isObject(value) && Object.keys(value).length === 0;
  },
};

/** The first or last member; of a text, the character (a whole code point). Null of an empty array. */
const end = (name: string, at: 0 | -1, character: (text: string) => string): StrictFunction => ({
  kind: 'strict',
  name,
  arguments: [1, 1],
  apply: ([value]) => {
    if (isArray(value)) return value.at(at) ?? null;
    const text = textOf(value);
    return text === undefined ? expected(name, 1, 'a text or an array', value) : character(text);
  },
});

export const first = end('first', 0, (text) => (text === '' ? '' : String.fromCodePoint(text.codePointAt(0) ?? 0)));
export const last = end('last', -1, (text) => /[\uD800-\uDBFF][\uDC00-\uDFFF]$|[^]?$/.exec(text.slice(-2))?.[0] ?? '');

/** The part of an array or text on one side of a place; a count below 0 is 0, one beyond the end is the end. */
const part = (name: string, rangeOf: (count: number) => [from: number, to?: number]): StrictFunction => ({
  kind: 'strict',
  name,
  arguments: [2, 2],
  apply: ([value, wanted]) => {
    const count = wholeOf(typeof wanted === 'string' ? numberOf(wanted) : wanted);
    if (count === undefined) return expected(name, 2, 'a whole number', wanted);
    const [from, to] = rangeOf(Math.max(0, count));
    if (isArray(value)) return value.slice(from, to);
    return textOf(value)?.slice(from, to) ?? expected(name, 1, 'a text or an array', value);
  },
});

export const take = part('take', (count) => [0, count]);
export const skip = part('skip', (count) => [count]);

export const array: StrictFunction = {
  kind: 'strict',
  name: 'array',
  arguments: [1, 1],
  apply: ([value = null]) => (isArray(value) ? value : [value]),
};

export const createArray: StrictFunction = { kind: 'strict', name: 'createArray', arguments: [0, many], apply: (values) => values };

export const range: StrictFunction = {
  kind: 'strict',
  name: 'range',
  arguments: [2, 2],
  apply: ([from, wanted]) => {
    const start = wholeOf(from);
    const count = wholeOf(wanted);
    if (start === undefined) return expected('range', 1, 'a whole number', from);
    if (count === undefined) return expected('range', 2, 'a whole number', wanted);
    if (count < 0 || count > 10_000) return fail('range', `the count must be from 0 to 10,000, but it is ${count}`);
    if (start + count > 2_147_483_647) return fail('range', 'start and count together must be at most 2,147,483,647');
    return Array.from({ length: count }, (_, at) => start + at);
  },
};

/** One level only. */
export const flatten: StrictFunction = {
  kind: 'strict',
  name: 'flatten',
  arguments: [1, 1],
  apply: ([value]) => {
    if (!isArray(value)) return expected('flatten', 1, 'an array of arrays', value);
    const members: JsonValue[] = [];
    for (const member of value) {
      if (!isArray(member)) return fail('flatten', `argument 1 must be an array of arrays, but it holds ${kindOf(member)}`);
      if (members.length + member.length > maximumArrayLength) return tooMany('flatten');
      for (const inner of member) members.push(inner);
    }
    return members;
  },
};

/** Counted from the end, the last being 1. */
function fromEnd(name: string, outside: 'null' | 'fails'): StrictFunction {
  return {
    kind: 'strict',
    name,
    arguments: [2, 2],
    apply: ([value, position]) => {
      if (!isArray(value)) return outside === 'null' ? null : expected(name, 1, 'an array', value);
      const index = wholeOf(position);
      if (index === undefined) return expected(name, 2, 'a whole number', position);
      if (index >= 1 && index <= value.length) return value[value.length - index] ?? null;
      return outside === 'null' ? null : fail(name, `there is no element ${index} from the end of ${value.length}`);
    },
  };
}

export const indexFromEnd = fromEnd('indexFromEnd', 'fails');
export const tryIndexFromEnd = fromEnd('tryIndexFromEnd', 'null');
