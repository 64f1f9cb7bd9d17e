import type { ExpressionNode } from '../expression/node.ts';
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
    report(reading.problems, parsed.code, path, `${parsed.message} (character ${parsed.offset + 1} of ${quoted(text)})`, parsed.hint);
    return { kind: 'literal', value: text };
  }
  walk(parsed.root, path, reading);
  return { kind: 'expression', text, root: parsed.root, path };
}

function quoted(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Counts the calls and looks up the parameters that an expression names. Depth is bounded by the parser. */
function walk(node: ExpressionNode, path: string, reading: Reading): void {
  switch (node.kind) {
    case 'call': {
      reading.tally.functions += 1;
      const [first] = node.arguments;
      const name = node.name.toLowerCase();
      if (name === 'parameters' && first?.kind === 'text' && reading.declared && !reading.declared.has(first.value.toLowerCase())) {
        report(
          reading.problems,
          'undefined-parameter',
          path,
          `parameter "${first.value}" is not declared`,
          'Declare it under "parameters", or correct its name.',
        );
      }
      for (const argument of node.arguments) walk(argument, path, reading);
      return;
    }
    case 'property':
    case 'minus':
      walk(node.of, path, reading);
      return;
    case 'element':
      walk(node.of, path, reading);
      walk(node.index, path, reading);
      return;
    case 'number':
    case 'text':
    case 'name':
      return;
  }
}
