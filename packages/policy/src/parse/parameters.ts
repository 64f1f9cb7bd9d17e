import { parseInstant } from '../functions/instant.ts';
import type { JsonValue } from '../json.ts';
import { exactlyEqual } from '../operators/equality.ts';
import type { Problem } from '../problem.ts';
import { pathOf } from './json-text.ts';
import { describe, type Entry, entriesOf, isList, isObject, report, textOf } from './reading.ts';
import type { ParameterDeclaration } from './tree.ts';

export const parameterTypes = ['string', 'array', 'object', 'boolean', 'integer', 'float', 'datetime'] as const;

/** Reads the declarations of a definition's or an initiative's parameters, by lower-case name. */
export function readParameters(entry: Entry | undefined, problems: Problem[]): ReadonlyMap<string, ParameterDeclaration> {
  const declarations = new Map<string, ParameterDeclaration>();
  if (!entry || entry.value === null) return declarations;
  if (!isObject(entry.value)) {
    report(problems, 'wrong-kind', entry.path, `expected an object, found ${describe(entry.value)}`, 'Write one key a parameter.');
    return declarations;
  }
  for (const [key, parameter] of entriesOf(entry.value, entry.path, problems)) {
    const declaration = readDeclaration(parameter, problems);
    if (declaration) declarations.set(key, declaration);
  }
  return declarations;
}

function readDeclaration(parameter: Entry, problems: Problem[]): ParameterDeclaration | undefined {
  const { value, path, key } = parameter;
  if (!isObject(value)) {
    report(problems, 'wrong-kind', path, `expected an object, found ${describe(value)}`, 'Write {"type": "String"}.');
    return undefined;
  }
  const entries = entriesOf(value, path, problems);
  const written = textOf(entries.get('type'));
  const type = written?.toLowerCase() ?? 'string';
  if (written === undefined) {
    report(problems, 'missing-key', path, `parameter "${key}" has no "type"`, `Add one of ${parameterTypes.join(', ')}.`);
  } else if (!parameterTypes.some((known) => known === type)) {
    report(problems, 'wrong-parameter-type', path, `"${written}" is no parameter type`, `Use one of ${parameterTypes.join(', ')}.`);
  }
  const allowed = entries.get('allowedvalues');
  if (allowed && !isList(allowed.value)) {
    report(problems, 'wrong-kind', allowed.path, `expected a list, found ${describe(allowed.value)}`, 'Write a list of values.');
  }
  const listed = allowed && isList(allowed.value) ? allowed.value : [];
  const defaultValue = entries.get('defaultvalue');
  const metadata = entries.get('metadata')?.value;
  const declaration: ParameterDeclaration = {
    name: key,
    type,
    defaultValue: defaultValue?.value,
    // Some of Microsoft's own definitions have an empty list and mean that every value is allowed.
    allowedValues: listed.length > 0 ? listed : undefined,
    metadata: isObject(metadata) ? metadata : {},
    path,
  };
  for (const [index, one] of listed.entries()) {
    if (type !== 'array' && !isOfType(one, type)) reportType(declaration, one, pathOf(allowed?.path ?? path, index), problems);
  }
  if (defaultValue) checkValue(declaration, defaultValue.value, defaultValue.path, problems);
  return declaration;
}

/** Holds a value against its declaration. Allowed values are compared with case, as Azure does at assignment. */
export function checkValue(declaration: ParameterDeclaration, value: JsonValue, path: string, problems: Problem[]): void {
  const { name, type, allowedValues } = declaration;
  if (!isOfType(value, type)) {
    reportType(declaration, value, path, problems);
    return;
  }
  if (!allowedValues) return;
  // A list parameter may hold any selection of the allowed values.
  const chosen = type === 'array' && isList(value) && !allowedValues.some(isList) ? value : [value];
  for (const item of chosen) {
    if (allowedValues.some((allowed) => exactlyEqual(allowed, item))) continue;
    const choice = allowedValues.slice(0, 20).map((allowed) => JSON.stringify(allowed));
    report(
      problems,
      'not-allowed',
      path,
      `parameter "${name}" cannot be ${describe(item)}`,
      `Use one of ${choice.join(', ')}, with this casing.`,
    );
  }
}

function reportType({ name, type }: ParameterDeclaration, value: JsonValue, path: string, problems: Problem[]): void {
  const message = `parameter "${name}" is of type ${type}, found ${describe(value)}`;
  report(problems, 'wrong-parameter-type', path, message, `Give a value of type ${type}${type === 'datetime' ? ', as in ISO 8601' : ''}.`);
}

// Azure takes the text forms of scalars too, since assignments come from command lines.
const booleanText = /^(?:true|false)$/i;
const integerText = /^\s*-?\d+\s*$/;
const floatText = /^\s*-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i;

function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'array':
      return isList(value);
    case 'object':
      return isObject(value);
    case 'boolean':
      return typeof value === 'boolean' || (typeof value === 'string' && booleanText.test(value));
    case 'integer':
      return Number.isInteger(value) || (typeof value === 'string' && integerText.test(value));
    case 'float':
      return typeof value === 'number' || (typeof value === 'string' && floatText.test(value));
    case 'string':
      return typeof value === 'string';
    case 'datetime':
      return typeof value === 'string' && parseInstant(value) !== undefined;
    default:
      return true;
  }
}
