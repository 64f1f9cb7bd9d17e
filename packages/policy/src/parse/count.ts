import { tagOf } from '../fields/name.ts';
import { everyElement, hasOpenQuote, segmentsOf } from '../fields/path.ts';
import type { JsonValue } from '../json.ts';
import { mostIterations } from './limits.ts';
import { readOperand } from './operand.ts';
import { describe, type Entry, entriesOf, isList, isObject, type Reading, report } from './reading.ts';
import type { Condition, Count } from './tree.ts';

export type ReadCondition = (value: JsonValue | undefined, path: string, reading: Reading) => Condition | undefined;

const keys = new Set(['field', 'value', 'name', 'where']);

/** Reads the object of a `count`. */
export function readCount(value: JsonValue, path: string, reading: Reading, readCondition: ReadCondition): Count | undefined {
  if (!isObject(value)) {
    report(
      reading.problems,
      'wrong-kind',
      path,
      `expected an object, found ${describe(value)}`,
      'Write {"field": "…[*]"} or {"value": […]}.',
    );
    return undefined;
  }
  const entries = entriesOf(value, path, reading.problems);
  for (const [key, entry] of entries) {
    if (keys.has(key)) continue;
    report(reading.problems, 'unknown-key', entry.path, `a count has no "${entry.key}"`, 'It has field or value, name, and where.');
  }
  const field = entries.get('field');
  const counted = entries.get('value');
  if ((field === undefined) === (counted === undefined)) {
    const found = field ? 'both field and value' : 'neither field nor value';
    report(reading.problems, 'count-side', path, `found ${found}`, 'A count has exactly one of them.');
  }
  const condition = entries.get('where');
  const where = condition && readCondition(condition.value, condition.path, reading);
  const name = readName(entries.get('name'), field !== undefined, reading);
  if (field) return countedField(field, where, path, reading);
  if (!counted) return undefined;
  reading.tally.valueCounts += 1;
  if (isList(counted.value) && counted.value.length > mostIterations) {
    const message = `the list has ${counted.value.length} items`;
    report(reading.problems, 'too-many-iterations', counted.path, message, `A value count may walk at most ${mostIterations}.`);
  }
  return { kind: 'value', value: readOperand(counted.value, counted.path, reading), name, where, path };
}

function countedField(field: Entry, where: Count['where'], path: string, reading: Reading): Count | undefined {
  if (typeof field.value !== 'string' || field.value === '') {
    report(
      reading.problems,
      'wrong-kind',
      field.path,
      `expected the name of a field, found ${describe(field.value)}`,
      'Write an alias with [*].',
    );
    return undefined;
  }
  const operand = readOperand(field.value, field.path, reading);
  if (operand.kind === 'literal' && !selectsElements(field.value)) {
    report(
      reading.problems,
      'count-field',
      field.path,
      `"${field.value}" selects no array`,
      'End it with [*], after the array that is counted.',
    );
  }
  const array = field.value.toLowerCase();
  reading.tally.fieldCounts.set(array, (reading.tally.fieldCounts.get(array) ?? 0) + 1);
  return { kind: 'field', field: operand, where, path };
}

/** Whether the elements of an array are what a field names: its path ends with [*], and it is no tag, whose value is text. */
function selectsElements(name: string): boolean {
  return tagOf(name) === undefined && segmentsOf(name.trim()).at(-1) === everyElement && !hasOpenQuote(name);
}

function readName(entry: Entry | undefined, countsField: boolean, reading: Reading): string | undefined {
  if (!entry) return undefined;
  if (typeof entry.value !== 'string') {
    report(reading.problems, 'count-name', entry.path, `expected text, found ${describe(entry.value)}`, 'Write a plain name.');
    return undefined;
  }
  if (countsField) report(reading.problems, 'count-name', entry.path, 'a field count has no name', 'Use current() with the alias instead.');
  return entry.value;
}
