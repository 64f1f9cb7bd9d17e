import { compileExpression } from '../expression/compile.ts';
import { parseExpression } from '../expression/parse.ts';
import type { JsonValue } from '../json.ts';
import { pathOf } from './json-text.ts';
import { isList, isObject, type Reading, report } from './reading.ts';
import type { Operand } from './tree.ts';

/** Reads a value of a rule. Lists and objects are walked, since an expression may stand in any of their strings. */
export function readOperand(value: JsonValue, path: string, reading: Reading): Operand {
  if (typeof value === 'string') {
    return readText(value, path, reading);
  }
  if (isList(value)) {
    const items = value.map((item, index) => readOperand(item, pathOf(path, index), reading));
    return items.every((item) => item.kind === 'literal')
      ? { kind: 'literal', value: items.map((item) => item.value) }
      : { kind: 'list', items, written: value };
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, readOperand(item, pathOf(path, key), reading)] as const);
    return entries.every(([, item]) => item.kind === 'literal')
      ? { kind: 'literal', value: literalObject(entries) }
      : { kind: 'object', entries, written: value };
  }
  return { kind: 'literal', value };
}

function literalObject(entries: readonly (readonly [string, Operand])[]): JsonValue {
  return Object.fromEntries(entries.flatMap(([key, item]) => (item.kind === 'literal' ? [[key, item.value]] : [])));
}

function readText(text: string, path: string, reading: Reading): Operand {
  const parsed = parseExpression(text);
  if (parsed.kind === 'literal') return parsed;
  if (parsed.kind === 'problem') {
    report(reading.problems, parsed.code, path, `${quoted(text)}: ${parsed.message}`, parsed.hint);
    return { kind: 'literal', value: text };
  }
  const compiled = compileExpression(parsed.root);
  for (const problem of compiled.problems) report(reading.problems, problem.code, path, problem.message, problem.hint);
  reading.tally.functions += compiled.calls;
  for (const name of compiled.reads.parameters) checkDeclared(name, path, reading);
  return { kind: 'expression', text, root: parsed.root, path };
}

function quoted(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function checkDeclared(name: string, path: string, reading: Reading): void {
  if (reading.declared === undefined || reading.declared.has(name)) return;
  const message = `parameter "${name}" is not declared`;
  report(reading.problems, 'undefined-parameter', path, message, 'Declare it under "parameters", or correct its name.');
}
