import { asText, readText } from '../bind/comparison.ts';
import { dynamicText } from '../convert.ts';
import { invalid } from '../problem.ts';
import { isArray, type JsonValue } from '../value.ts';
import { argumentAs, type FunctionCall, maximumText, metered, plain, type ScalarFunction, variadic } from './function.ts';

/** strcat takes every type and writes it as tostring does. */
const joined = (name: string, least: number, join: (texts: readonly string[]) => string): ScalarFunction => ({
  name,
  arguments: [least, 64],
  bind(call) {
    const bounds = call.node.arguments.map((argument) => call.bind(argument));
    const texts = bounds.map(readText);
    return metered(
      call,
      'string',
      bounds.every((bound) => bound.isConstant),
      (row) => join(texts.map((text) => text(row))),
    );
  },
});

/** From the end when `start` is below zero; a missing or negative length takes all the rest. */
function part(text: string, start: number, length: number): string {
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  return length < 0 ? text.slice(from) : text.slice(from, from + length);
}

export function occurrences(text: string, wanted: string, isOverlapping: boolean): number {
  if (wanted === '') return 0;
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + (isOverlapping ? 1 : wanted.length))) count += 1;
  return count;
}

/** Where the text begins for the `occurrence`th time within `length` characters from `start`; -1 where it does not. */
function indexOf(text: string, wanted: string, start: number, length: number, occurrence: number): number | null {
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  if (occurrence < 1) return null;
  const end = length < 0 ? text.length : from + length;
  let at = text.indexOf(wanted, from);
  for (let left = occurrence - 1; left > 0 && at !== -1; left -= 1) at = text.indexOf(wanted, at + 1);
  return at === -1 || at + wanted.length > end ? -1 : at;
}

const split: ScalarFunction = {
  name: 'split',
  arguments: [2, 3],
  naming: 'first',
  bind(call) {
    const text = argumentAs(call, 0, 'string');
    const delimiter = argumentAs(call, 1, 'string');
    const index = call.node.arguments.length === 3 ? argumentAs(call, 2, 'long') : undefined;
    return metered(call, 'dynamic', text.isConstant && delimiter.isConstant && index?.isConstant !== false, (row) => {
      const by = dynamicText(delimiter.evaluate(row));
      const pieces = by === '' ? [dynamicText(text.evaluate(row))] : dynamicText(text.evaluate(row)).split(by);
      if (index === undefined) return pieces;
      const at = index.evaluate(row);
      const piece = typeof at === 'number' ? pieces[at < 0 ? pieces.length + at : at] : undefined;
      return piece === undefined ? [] : [piece];
    });
  },
};

/** Characters, not code units, so that no pair of surrogates is torn. */
const reversed = (text: string): string => Array.from(text).reverse().join('');

const repeated = (text: string, count: number, delimiter: string): string => {
  const times = Math.max(0, Math.min(1024, count));
  if ((text.length + delimiter.length) * times > maximumText) return 'x'.repeat(maximumText + 1);
  return Array.from({ length: times }, () => text).join(delimiter);
};

const strlen: ScalarFunction = {
  name: 'strlen',
  arguments: [1, 1],
  naming: { prefix: 'strlen', isOnlyNamed: true },
  bind(call) {
    const text = textArgument(call);
    // Kusto counts characters; only texts with surrogates differ from code units.
    return metered(call, 'long', text.isConstant, (row) => {
      const found = text.evaluate(row);
      return /[\ud800-\udbff]/.test(found) ? Array.from(found).length : found.length;
    });
  },
};

function textArgument(call: FunctionCall): { readonly isConstant: boolean; evaluate(row: readonly (JsonValue | bigint)[]): string } {
  const [node] = call.node.arguments;
  const bound = node === undefined ? undefined : call.bind(node);
  const text = bound === undefined ? undefined : asText(bound);
  if (bound === undefined || text === undefined)
    throw invalid(
      `${call.node.name}() wants a text, found ${bound?.type ?? 'nothing'}.`,
      node?.at ?? call.node.at,
      'Write tostring(...) around it.',
    );
  return { isConstant: bound.isConstant, evaluate: text };
}

const listText = (value: JsonValue, delimiter: string): string =>
  isArray(value) ? value.map(dynamicText).join(delimiter) : dynamicText(value);

export const textFunctions: readonly ScalarFunction[] = [
  joined('strcat', 1, (texts) => texts.join('')),
  joined('strcat_delim', 2, ([delimiter = '', ...texts]) => texts.join(delimiter)),
  plain({ name: 'strcat_array', aliases: ['array_strcat'], takes: ['dynamic', 'string'], presets: [''], gives: 'string', apply: listText }),
  split,
  strlen,
  plain({
    name: 'string_size',
    takes: ['string'],
    gives: 'long',
    naming: { prefix: 'string_size', isOnlyNamed: true },
    apply: (text) => Buffer.byteLength(text),
  }),
  plain({ name: 'substring', takes: ['string', 'long', 'long'], presets: [-1], gives: 'string', apply: part }),
  plain({ name: 'tolower', takes: ['string'], gives: 'string', apply: (text) => text.toLowerCase() }),
  plain({ name: 'toupper', takes: ['string'], gives: 'string', apply: (text) => text.toUpperCase() }),
  plain({
    name: 'replace_string',
    takes: ['string', 'string', 'string'],
    gives: 'string',
    apply: (text, from, to) => (from === '' ? text : text.replaceAll(from, () => to)),
  }),
  {
    ...plain({
      name: 'replace_strings',
      takes: ['string', 'dynamic', 'dynamic'],
      gives: 'string',
      apply(text, from, to) {
        if (!isArray(from)) return text;
        return from.reduce(
          (so: string, each, index) =>
            dynamicText(each) === '' ? so : so.replaceAll(dynamicText(each), () => dynamicText(isArray(to) ? (to[index] ?? null) : to)),
          text,
        );
      },
    }),
  },
  plain({ name: 'reverse', takes: ['json'], gives: 'string', apply: (value) => reversed(dynamicText(value)) }),
  plain({
    name: 'strrep',
    takes: ['json', 'long', 'string'],
    presets: [''],
    gives: 'string',
    apply: (value, count, delimiter) => repeated(dynamicText(value), count, delimiter),
  }),
  plain({
    name: 'strcmp',
    takes: ['string', 'string'],
    gives: 'int',
    apply: (left, right) => (left === right ? 0 : left < right ? -1 : 1),
  }),
  plain({ name: 'indexof', takes: ['string', 'string', 'long', 'long', 'long'], presets: [0, -1, 1], gives: 'long', apply: indexOf }),
  plain({
    name: 'has_any_index',
    takes: ['string', 'dynamic'],
    gives: 'long',
    apply: (text, list) => (isArray(list) ? list.findIndex((term) => text.toLowerCase().includes(dynamicText(term).toLowerCase())) : -1),
  }),
  plain({
    name: 'translate',
    takes: ['string', 'string', 'string'],
    gives: 'string',
    apply(from, to, text) {
      const targets = Array.from(to);
      const byCharacter = new Map(Array.from(from).map((character, index) => [character, targets[index] ?? targets.at(-1) ?? ''] as const));
      return Array.from(text, (character) => byCharacter.get(character) ?? character).join('');
    },
  }),
  variadic({
    name: 'make_string',
    aliases: ['unicode_codepoints_to_string'],
    takes: 'json',
    arguments: [1, 64],
    gives: 'string',
    apply: (values) =>
      values
        .flatMap((value) => (isArray(value) ? value : [value]))
        .map((code) =>
          typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '',
        )
        .join(''),
  }),
  plain({
    name: 'to_utf8',
    aliases: ['unicode_codepoints_from_string'],
    takes: ['string'],
    gives: 'dynamic',
    apply: (text) => Array.from(text, (character) => character.codePointAt(0) ?? 0),
  }),
  plain({ name: 'regex_quote', takes: ['string'], gives: 'string', apply: (text) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') }),
];
