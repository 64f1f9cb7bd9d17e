import type { JsonValue } from '../json.ts';
import { readCondition } from './condition.ts';
import { effectKindOf } from './effects.ts';
import { pathOf } from './json-text.ts';
import { checkConditionLimit, mostExistenceConditions } from './limits.ts';
import { readOperand } from './operand.ts';
import { describe, type Entry, entriesOf, isList, isObject, type Reading, report, textOf } from './reading.ts';
import type { Details, Operand } from './tree.ts';

/** Reads `details` of the `then` at that path. `effects` are all that the rule can have, since one may be a parameter. */
export function readDetails(entry: Entry | undefined, effects: readonly string[], then: string, reading: Reading): Details | undefined {
  const kinds = effects.map((effect) => effectKindOf(effect));
  const existence = kinds.every((kind) => kind === 'existence' || kind === 'disabled') && kinds.includes('existence');
  if (!entry) {
    if (existence) {
      report(reading.problems, 'wrong-details', then, 'the effect needs "details"', 'Add details with the "type" to look for.');
    }
    return undefined;
  }
  const { value, path } = entry;
  if (!isObject(value)) {
    if (existence || !isList(value)) {
      report(reading.problems, 'wrong-details', path, `expected an object, found ${describe(value)}`, 'Write an object.');
      return undefined;
    }
    return { ...nothing, path, operand: changed(value, path, reading), changes: changesOf(value, path, reading) };
  }
  const entries = entriesOf(value, path, reading.problems);
  const operand = (name: string): Operand | undefined => {
    const found = entries.get(name.toLowerCase());
    return found && readOperand(found.value, found.path, reading);
  };
  if (existence && !textOf(entries.get('type'))) {
    report(reading.problems, 'wrong-details', path, 'there is no "type"', 'Say which resource type is looked for.');
  }
  const condition = entries.get('existencecondition');
  const before = reading.tally.conditions;
  const existenceCondition = condition && readCondition(condition.value, condition.path, reading);
  if (condition) checkConditionLimit(reading.tally.conditions - before, mostExistenceConditions, condition.path, reading);
  const operations = entries.get('operations');
  if (operations && !isList(operations.value)) {
    report(reading.problems, 'wrong-details', operations.path, `expected a list, found ${describe(operations.value)}`, 'Write a list.');
  }
  return {
    path,
    operand: carried(entries, path, reading),
    type: operand('type'),
    name: operand('name'),
    resourceGroupName: operand('resourceGroupName'),
    existenceScope: operand('existenceScope'),
    existenceCondition,
    defaultState: operand('defaultState'),
    changes: operations ? changesOf(operations.value, operations.path, reading) : [],
  };
}

const nothing = {
  type: undefined,
  name: undefined,
  resourceGroupName: undefined,
  existenceScope: undefined,
  existenceCondition: undefined,
  defaultState: undefined,
} as const;

const readElsewhere: ReadonlySet<string> = new Set(['existencecondition', 'deployment']);

/** The details as an effect reports them: what is changed is named as written, and a condition is judged when it is carried out. */
function carried(entries: ReadonlyMap<string, Entry>, path: string, reading: Reading): Operand {
  const items: (readonly [string, Operand])[] = [];
  const written: Record<string, JsonValue> = {};
  for (const [key, entry] of entries) {
    if (readElsewhere.has(key)) continue;
    written[entry.key] = entry.value;
    items.push([
      entry.key,
      key === 'operations' ? changed(entry.value, entry.path, reading) : readOperand(entry.value, entry.path, reading),
    ]);
  }
  return { kind: 'object', entries: items, written };
}

const keptAsWritten: ReadonlySet<string> = new Set(['field', 'condition']);

function changed(value: JsonValue, path: string, reading: Reading): Operand {
  if (!isList(value)) return { kind: 'literal', value };
  const items = value.map((item, index): Operand => {
    if (!isObject(item)) return { kind: 'literal', value: item };
    const entries = Object.entries(item).map(([key, inside]) => {
      const at = pathOf(pathOf(path, index), key);
      const operand: Operand = keptAsWritten.has(key.toLowerCase()) ? { kind: 'literal', value: inside } : readOperand(inside, at, reading);
      return [key, operand] as const;
    });
    return { kind: 'object', entries, written: item };
  });
  return { kind: 'list', items, written: value };
}

function changesOf(value: JsonValue, path: string, reading: Reading): Details['changes'] {
  if (!isList(value)) return [];
  return value.flatMap((item, index) => {
    const at = pathOf(path, index);
    if (!isObject(item)) {
      report(reading.problems, 'wrong-details', at, `expected an object, found ${describe(item)}`, 'Write {"field": "…", "value": …}.');
      return [];
    }
    const entries = entriesOf(item, at, reading.problems);
    const field = entries.get('field');
    if (!field || typeof field.value !== 'string') {
      report(reading.problems, 'wrong-details', at, 'there is no "field"', 'Name the field that is changed.');
      return [];
    }
    const operation = textOf(entries.get('operation')) ?? 'append';
    return [{ operation, field: readOperand(field.value, field.path, { ...reading, problems: [] }), path: field.path }];
  });
}
