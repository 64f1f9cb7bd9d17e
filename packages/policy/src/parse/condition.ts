import { tagOf } from '../fields/name.ts';
import type { JsonValue } from '../json.ts';
import type { OperatorName } from '../operators/operator.ts';
import { operatorNames, operatorOf } from '../operators/operators.ts';
import { nearest } from '../spelling.ts';
import { readCount } from './count.ts';
import { pathOf } from './json-text.ts';
import { mostConditions } from './limits.ts';
import { readOperand } from './operand.ts';
import { describe, type Entry, entriesOf, isFull, isList, isObject, type Reading, report } from './reading.ts';
import type { Condition, LeftSide } from './tree.ts';

const leftSides = ['field', 'value', 'count'] as const;
const combinators = ['allOf', 'anyOf', 'not'] as const;

/** Reads one condition or combinator; undefined when its problems leave nothing to judge. */
export function readCondition(value: JsonValue | undefined, path: string, reading: Reading): Condition | undefined {
  if (!isObject(value)) {
    report(
      reading.problems,
      'wrong-kind',
      path,
      `expected a condition, found ${describe(value)}`,
      'Write an object such as {"field": "type", "equals": "…"}.',
    );
    return undefined;
  }
  const entries = entriesOf(value, path, reading.problems);
  const combinator = combinators.find((name) => entries.has(name.toLowerCase()));
  return combinator ? readCombinator(combinator, entries, path, reading) : readTest(entries, path, reading);
}

function readCombinator(
  kind: 'allOf' | 'anyOf' | 'not',
  entries: ReadonlyMap<string, Entry>,
  path: string,
  reading: Reading,
): Condition | undefined {
  if (entries.size > 1) {
    const others = [...entries.values()].map((entry) => entry.key).filter((key) => key.toLowerCase() !== kind.toLowerCase());
    report(
      reading.problems,
      'sibling-key',
      path,
      `${kind} stands beside ${others.map((key) => `"${key}"`).join(', ')}`,
      'Put each condition into an object of its own inside allOf or anyOf.',
    );
  }
  const entry = entries.get(kind.toLowerCase());
  if (!entry) return undefined;
  if (kind === 'not') {
    const of = readCondition(entry.value, entry.path, reading);
    return of && { kind, path, of };
  }
  if (!isList(entry.value)) {
    report(reading.problems, 'wrong-kind', entry.path, `expected a list of conditions, found ${describe(entry.value)}`, 'Write a list.');
    return undefined;
  }
  const of: Condition[] = [];
  for (const [index, item] of entry.value.entries()) {
    // Twice too many are too many; a document of a hundred megabytes is not read to its end to say so.
    if (reading.tally.conditions > 2 * mostConditions) break;
    const condition = readCondition(item, pathOf(entry.path, index), reading);
    if (condition) of.push(condition);
  }
  return { kind, path, of };
}

function readTest(entries: ReadonlyMap<string, Entry>, path: string, reading: Reading): Condition | undefined {
  reading.tally.conditions += 1;
  const left = oneOf(leftSides, entries, ['no-left-side', 'two-left-sides'], path, reading);
  const operators: (Entry & { readonly operator: OperatorName })[] = [];
  let unknown = false;
  for (const [key, entry] of entries) {
    const operator = operatorOf(key)?.name;
    if (operator) operators.push({ ...entry, operator });
    else if (!leftSides.some((side) => side === key)) {
      unknown = true;
      if (!isFull(reading.problems)) reportUnknown(entry, left !== undefined, reading);
    }
  }
  const [chosen] = operators;
  if (operators.length > 1) {
    const names = operators.map((entry) => `"${entry.key}"`).join(', ');
    report(reading.problems, 'two-operators', path, `found ${names}`, 'A condition has one operator; split it into two inside allOf.');
  } else if (!chosen && !unknown) {
    report(reading.problems, 'no-operator', path, 'there is no operator', `Add one of ${operatorNames.join(', ')}.`);
  }
  const side = left && readLeftSide(left.name, left.entry, reading);
  if (!chosen || !side) return undefined;
  const right = readOperand(chosen.value, chosen.path, reading);
  return { kind: 'test', path, left: side, operator: chosen.operator, operatorText: chosen.key, right };
}

function oneOf(
  names: typeof leftSides,
  entries: ReadonlyMap<string, Entry>,
  [none, two]: readonly ['no-left-side', 'two-left-sides'],
  path: string,
  reading: Reading,
): { readonly name: (typeof leftSides)[number]; readonly entry: Entry } | undefined {
  const found = names.flatMap((name) => {
    const entry = entries.get(name);
    return entry ? [{ name, entry }] : [];
  });
  const [first, second] = found;
  if (!first)
    report(reading.problems, none, path, 'there is no field, value or count', 'Say what is compared: add "field", "value" or "count".');
  else if (second) {
    report(reading.problems, two, path, `found ${found.map(({ entry }) => `"${entry.key}"`).join(' and ')}`, 'Keep one of them.');
  }
  return first;
}

function reportUnknown(entry: Entry, hasLeft: boolean, reading: Reading): void {
  const like = nearest(entry.key, operatorNames);
  const hint = like ? `Did you mean "${like}"?` : `The operators are ${operatorNames.join(', ')}.`;
  report(reading.problems, hasLeft ? 'unknown-operator' : 'unknown-key', entry.path, `"${entry.key}" is no operator`, hint);
}

function readLeftSide(name: (typeof leftSides)[number], entry: Entry, reading: Reading): LeftSide | undefined {
  if (name === 'value') return { kind: 'value', value: readOperand(entry.value, entry.path, reading) };
  if (name === 'count') {
    const count = readCount(entry.value, entry.path, reading, readCondition);
    return count && { kind: 'count', count };
  }
  if (typeof entry.value !== 'string' || entry.value === '') {
    report(
      reading.problems,
      'wrong-kind',
      entry.path,
      `expected the name of a field, found ${describe(entry.value)}`,
      'Write a field such as "type", "tags.owner" or an alias.',
    );
    return undefined;
  }
  if (tagOf(entry.value) === '') {
    report(
      reading.problems,
      'tag-name',
      entry.path,
      `"${entry.value}" names no tag`,
      'Write the name of the tag, as in "tags[\'owner\']".',
    );
  }
  return { kind: 'field', name: readOperand(entry.value, entry.path, reading) };
}
