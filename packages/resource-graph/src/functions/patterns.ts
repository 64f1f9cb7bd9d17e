import type { Bound } from '../context.ts';
import { converter, dynamicText } from '../convert.ts';
import { invalid } from '../problem.ts';
import { compilePattern, type Pattern } from '../regex.ts';
import type { Expression } from '../syntax/node.ts';
import { absentOf, isArray, type Row, type ScalarType, scalarTypes, type Value } from '../value.ts';
import { argumentAs, constantText, type FunctionCall, maximumMembers, maximumText, metered, type ScalarFunction } from './function.ts';
import { occurrences } from './texts.ts';

interface Reader {
  readonly isConstant: boolean;
  read(row: Row): Pattern;
}

/** The pattern in an argument: compiled when the query is read where it is written there. */
function patternArgument(call: FunctionCall, index: number, around: (pattern: string) => string = (pattern) => pattern): Reader {
  const bound = argumentAs(call, index, 'string');
  const at = call.node.arguments[index]?.at ?? call.node.at;
  const { budget } = call.scope.context;
  const compile = (row: Row): Pattern => compilePattern(around(dynamicText(bound.evaluate(row))), at, budget);
  if (!bound.isConstant) return { isConstant: false, read: compile };
  const known = compile([]);
  return { isConstant: true, read: () => known };
}

const trimming = (name: string, around: (pattern: string) => string): ScalarFunction => ({
  name,
  arguments: [2, 2],
  bind(call) {
    const pattern = patternArgument(call, 0, around);
    const text = argumentAs(call, 1, 'string');
    return metered(call, 'string', pattern.isConstant && text.isConstant, (row) =>
      pattern.read(row).replace(dynamicText(text.evaluate(row)), ''),
    );
  },
});

/** typeof(long) as an argument. */
function typeArgument(node: Expression | undefined): ScalarType | undefined {
  if (node?.kind !== 'call' || node.name !== 'typeof') return undefined;
  const [type] = node.arguments;
  const name = type?.kind === 'name' ? type.name : '';
  return (
    scalarTypes.find((each) => each === name) ??
    (name === 'double' ? 'real' : name === 'time' ? 'timespan' : name === 'date' ? 'datetime' : undefined)
  );
}

const extract: ScalarFunction = {
  name: 'extract',
  arguments: [3, 4],
  bind(call) {
    const pattern = patternArgument(call, 0);
    const group = argumentAs(call, 1, 'long');
    const text = argumentAs(call, 2, 'string');
    const wanted = call.node.arguments[3];
    const type = wanted === undefined ? 'string' : typeArgument(wanted);
    if (type === undefined)
      throw invalid('extract() wants a type as argument 4.', wanted?.at ?? call.node.at, 'Write typeof(long) or another type.');
    const convert = converter('string', type);
    return metered(call, type, pattern.isConstant && group.isConstant && text.isConstant, (row) => {
      const [match] = pattern.read(row).all(dynamicText(text.evaluate(row)), 1);
      const found = match?.groups[Number(group.evaluate(row))];
      return found === undefined ? absentOf(type) : convert(found);
    });
  },
};

/** One group gives texts, several give an array for each match; the middle argument names the groups. */
const extractAll: ScalarFunction = {
  name: 'extract_all',
  aliases: ['extractall'],
  arguments: [2, 3],
  bind(call) {
    const pattern = patternArgument(call, 0);
    const groups = call.node.arguments.length === 3 ? argumentAs(call, 1, 'dynamic') : undefined;
    const text = argumentAs(call, call.node.arguments.length - 1, 'string');
    return metered(call, 'dynamic', pattern.isConstant && text.isConstant && groups?.isConstant !== false, (row) => {
      const compiled = pattern.read(row);
      const chosen = groups?.evaluate(row);
      const wanted = isArray(chosen)
        ? chosen.map(Number)
        : Array.from({ length: Math.max(1, compiled.groups) }, (_none, index) => (compiled.groups === 0 ? 0 : index + 1));
      const matches = compiled.all(dynamicText(text.evaluate(row)), maximumMembers);
      if (matches.length === 0) return null;
      return matches.map((match) =>
        wanted.length === 1 ? (match.groups[wanted[0] ?? 0] ?? '') : wanted.map((group) => match.groups[group] ?? ''),
      );
    });
  },
};

/** In the replacement, \1 stands for the first group and \0 for the whole match. */
const replaceRegex: ScalarFunction = {
  name: 'replace_regex',
  aliases: ['replace'],
  arguments: [3, 3],
  bind(call) {
    // replace(pattern, replacement, text) is the older order of replace_regex(text, pattern, replacement).
    const isOlder = call.node.name === 'replace';
    const pattern = patternArgument(call, isOlder ? 0 : 1);
    const replacement = argumentAs(call, isOlder ? 1 : 2, 'string');
    const text = argumentAs(call, isOlder ? 2 : 0, 'string');
    return metered(call, 'string', pattern.isConstant && replacement.isConstant && text.isConstant, (row) =>
      pattern.read(row).replace(dynamicText(text.evaluate(row)), dynamicText(replacement.evaluate(row))),
    );
  },
};

const countOf: ScalarFunction = {
  name: 'countof',
  arguments: [2, 3],
  bind(call) {
    const kind = call.node.arguments.length === 3 ? constantText(call, 2) : 'normal';
    if (kind !== 'normal' && kind !== 'regex')
      throw invalid(`countof() has no kind '${kind}'.`, call.node.at, "Write 'normal' or 'regex'.");
    const text = argumentAs(call, 0, 'string');
    if (kind === 'regex') {
      const pattern = patternArgument(call, 1);
      return metered(
        call,
        'long',
        pattern.isConstant && text.isConstant,
        (row) => pattern.read(row).all(dynamicText(text.evaluate(row))).length,
      );
    }
    const wanted = argumentAs(call, 1, 'string');
    return metered(call, 'long', wanted.isConstant && text.isConstant, (row) =>
      occurrences(dynamicText(text.evaluate(row)), dynamicText(wanted.evaluate(row)), true),
    );
  },
};

const indexOfRegex: ScalarFunction = {
  name: 'indexof_regex',
  arguments: [2, 5],
  bind(call) {
    const text = argumentAs(call, 0, 'string');
    const pattern = patternArgument(call, 1);
    const more: readonly Bound[] = call.node.arguments.slice(2).map((_node, index) => argumentAs(call, index + 2, 'long'));
    const isConstant = text.isConstant && pattern.isConstant && more.every((bound) => bound.isConstant);
    return metered(call, 'long', isConstant, (row): Value => {
      const [start = 0, length = -1, occurrence = 1] = more.map((bound) => Number(bound.evaluate(row)));
      if (occurrence < 1) return null;
      const whole = dynamicText(text.evaluate(row));
      const from = start < 0 ? Math.max(0, whole.length + start) : start;
      const searched = length < 0 ? whole.slice(from) : whole.slice(from, from + length);
      const match = pattern.read(row).all(searched.slice(0, maximumText), occurrence)[occurrence - 1];
      return match === undefined ? -1 : match.start + from;
    });
  },
};

export const patternFunctions: readonly ScalarFunction[] = [
  trimming('trim', (pattern) => `^(?:${pattern})|(?:${pattern})$`),
  trimming('trim_start', (pattern) => `^(?:${pattern})`),
  trimming('trim_end', (pattern) => `(?:${pattern})$`),
  extract,
  extractAll,
  replaceRegex,
  countOf,
  indexOfRegex,
];
