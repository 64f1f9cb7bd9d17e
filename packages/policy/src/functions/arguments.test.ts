import { describe, expect, test } from 'vitest';
import { type ExpressionEnvironment, ExpressionFailure, type Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { functionByName } from './functions.ts';

const samples: readonly (readonly [kind: string, value: JsonValue])[] = [
  ['null', null],
  ['text', 'x'],
  ['a number', 1],
  ['a boolean', true],
  ['an array', [1]],
  ['an object', { a: 1 }],
];

/** What an argument must be, in the words of the failure, and the kinds that it is not refused for. */
interface Wanted {
  readonly words: string;
  readonly kinds: readonly string[];
}

const wanted = (words: string, ...kinds: readonly string[]): Wanted => ({ words, kinds });
/** Of an argument that is not looked at, or whose rules another row has. */
const anything = undefined;
const text = wanted('a text', 'text', 'null');
const onlyText = wanted('a text', 'text');
const printable = wanted('a text', 'text', 'null', 'a number', 'a boolean');
const number = wanted('a number', 'a number');
const whole = wanted('a whole number', 'a number');
const truth = wanted('true or false', 'a boolean', 'null');
const textOrArray = wanted('a text or an array', 'text', 'null', 'an array');
const array = wanted('an array', 'an array');
const object = wanted('an object', 'an object');
const date = wanted('a date in ISO 8601', 'text');
const network = '10.0.0.0/24';
const day = '2024-01-01';

/** Each function with arguments that suit it, and what each of them must be. */
const signatures: readonly (readonly [name: string, suiting: readonly JsonValue[], wanted: readonly (Wanted | undefined)[]])[] = [
  ['add', [1, 2], [number, number]],
  ['sub', [1, 2], [number, number]],
  ['mul', [1, 2], [number, number]],
  ['div', [1, 2], [whole, whole]],
  ['mod', [1, 2], [whole, whole]],
  ['min', [1, 2], [number, number]],
  ['max', [1, 2], [number, number]],
  ['base64', ['x'], [text]],
  ['base64ToString', ['eA=='], [text]],
  ['base64ToJson', ['MQ=='], [text]],
  ['dataUri', ['x'], [text]],
  ['dataUriToString', ['data:,x'], [text]],
  ['length', ['x'], [wanted('a text, an array or an object', 'text', 'null', 'an array', 'an object')]],
  ['first', ['x'], [textOrArray]],
  ['last', ['x'], [textOrArray]],
  ['take', ['x', 1], [textOrArray, whole]],
  ['skip', ['x', 1], [textOrArray, whole]],
  ['range', [1, 1], [whole, whole]],
  ['flatten', [[]], [wanted('an array of arrays', 'an array')]],
  ['indexFromEnd', [['x'], 1], [array, whole]],
  ['tryIndexFromEnd', [['x'], 1], [anything, whole]],
  ['concat', ['x', 'x'], [wanted('a text, a number or a boolean', 'text', 'null', 'a number', 'a boolean', 'an array')]],
  ['concat', ['x', 'x'], [anything, wanted('a text, a number or a boolean', 'text', 'null', 'a number', 'a boolean')]],
  ['concat', [['x'], ['x']], [anything, wanted('an array like the first', 'an array')]],
  ['int', [1], [wanted('a number or a text', 'a number', 'text')]],
  ['float', [1], [wanted('a number or a text', 'a number', 'text')]],
  ['bool', [1], [wanted('a boolean, a number or a text', 'a boolean', 'a number', 'text')]],
  ['addDays', [day, 1], [date, whole]],
  ['dateTimeAdd', [day, 'P1D', 'd'], [date, wanted('a duration in ISO 8601', 'text'), onlyText]],
  ['dateTimeFromEpoch', [1], [wanted('a whole number of seconds', 'a number')]],
  ['dateTimeToEpoch', [day], [date]],
  ['format', ['x'], [onlyText]],
  ['guid', ['x', 'x'], [printable, printable]],
  ['uniqueString', ['x', 'x'], [printable, printable]],
  ['json', ['1'], [onlyText]],
  ['and', [true, true], [truth, truth]],
  ['or', [false, false], [truth, truth]],
  ['not', [true], [truth]],
  ['if', [true, 1, 2], [truth, anything, anything]],
  ['parseCidr', [network], [onlyText]],
  ['cidrSubnet', [network, 25, 1], [onlyText, whole, whole]],
  ['cidrHost', [network, 1], [onlyText, whole]],
  ['createObject', ['x', 1, 'y', 2], [wanted('a text, being a key', 'text'), anything, wanted('a text, being a key', 'text'), anything]],
  ['items', [{}], [object]],
  ['objectKeys', [{}], [object]],
  [
    'tryGet',
    [{}, 'x', 'x'],
    [anything, wanted('a key or a position', 'text', 'a number'), wanted('a key or a position', 'text', 'a number')],
  ],
  ['shallowMerge', [[{}]], [wanted('an array of objects', 'an array')]],
  [
    'intersection',
    [['x'], ['x']],
    [wanted('an array or an object like the others', 'an array', 'an object'), wanted('an array like the first', 'an array')],
  ],
  ['intersection', [{}, {}], [anything, wanted('an array or an object like the others', 'an object')]],
  [
    'union',
    [['x'], ['x']],
    [wanted('an array or an object like the others', 'an array', 'an object'), wanted('an array like the first', 'an array')],
  ],
  ['union', [{}, {}], [anything, wanted('an array or an object like the others', 'an object')]],
  ['split', ['x', 'x'], [text, wanted('a text or an array of texts', 'text', 'null')]],
  ['join', [['x'], 'x'], [array, text]],
  ['startsWith', ['x', 'x'], [text, text]],
  ['endsWith', ['x', 'x'], [text, text]],
  ['indexOf', ['x', 'x'], [wanted('a text', 'text', 'null', 'an array'), text]],
  ['lastIndexOf', ['x', 'x'], [wanted('a text', 'text', 'null', 'an array'), text]],
  ['toLower', ['x'], [text]],
  ['toUpper', ['x'], [text]],
  ['trim', ['x'], [text]],
  ['replace', ['x', 'x', 'x'], [text, text, text]],
  ['substring', ['x', 0, 1], [text, whole, whole]],
  [
    'padLeft',
    ['x', 1, 'x'],
    [
      wanted('a text or a number', 'text', 'null', 'a number'),
      wanted('a whole number from 0', 'a number'),
      wanted('a text of one character', 'text', 'null'),
    ],
  ],
  ['uri', ['x', 'x'], [text, text]],
  ['uriComponent', ['x'], [text]],
  ['uriComponentToString', ['x'], [text]],
  ['utcNow', ['d'], [onlyText]],
];

/** These take any value. */
const unchecked = ['array', 'coalesce', 'contains', 'createArray', 'empty', 'equals', 'greater', 'greaterOrEquals', 'less', 'lessOrEquals'];
const unfailing = ['ipRangeContains', 'string'];

const environment: ExpressionEnvironment = { context: { now: '2024-01-01T00:00:00Z' }, field: () => null, current: () => null };

function called(name: string, values: readonly JsonValue[]): Outcome {
  const found = functionByName.get(name.toLowerCase());
  if (found === undefined) throw new Error(`no function ${name}`);
  if (found.kind === 'strict' || found.kind === 'lenient') return found.apply(values);
  return found.bind(values.map((value) => () => value))(environment);
}

const reasonOf = (outcome: Outcome): string => (outcome instanceof ExpressionFailure ? `${outcome.function}: ${outcome.reason}` : '');

describe.each(signatures)('%s of %j', (name, suiting, arguments_) => {
  test('takes these', () => {
    expect(reasonOf(called(name, suiting))).toBe('');
  });

  test('tells what each argument must be, and what it is', () => {
    for (const [at, argument] of arguments_.entries()) {
      for (const [kind, value] of argument === undefined ? [] : samples) {
        const reason = reasonOf(called(name, suiting.with(at, value)));
        if (argument?.kinds.includes(kind)) expect(reason, kind).not.toContain(`argument ${at + 1} must be ${argument.words}, but it is`);
        else expect(reason).toBe(`${name}: argument ${at + 1} must be ${argument?.words}, but it is ${kind}`);
      }
    }
  });
});

test('every function that takes arguments is here', () => {
  const here = new Set([...signatures.map(([name]) => name), ...unchecked, ...unfailing]);
  const takesArguments = [...functionByName.values()].filter((one) => one.arguments[1] > 0).map((one) => one.name);
  expect(takesArguments.toSorted()).toEqual([...here].toSorted());
});
