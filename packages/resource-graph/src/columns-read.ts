import type { Names } from './context.ts';
import type { OperatorNode } from './syntax/node.ts';

/** After these nobody sees the columns of before. */
const closing: ReadonlySet<OperatorNode['kind']> = new Set(['project', 'summarize', 'count', 'distinct']);
/** These hand on the columns of before, and say by name which of them they read themselves. */
const open: ReadonlySet<OperatorNode['kind']> = new Set([
  'where',
  'extend',
  'serialize',
  'sort',
  'top',
  'take',
  'mv-expand',
  'parse',
  'parse-where',
  'project-away',
  'project-rename',
  'as',
]);

/**
 * The columns of a source that operators right after it may read, and perhaps names of other things; undefined where it may be any.
 * It is told from how the query is written, before anything is bound: what a name stands for does not matter, it is only too many then.
 */
export function columnsReadBy(operators: readonly OperatorNode[], names: Names): ReadonlySet<string> | undefined {
  const read = new Set<string>();
  for (const operator of operators) {
    const isLast = closing.has(operator.kind);
    if (!isLast && !open.has(operator.kind)) return undefined;
    if (!gather(operator, names, read)) return undefined;
    if (isLast) return read;
  }
  return undefined;
}

/** @returns whether names tell all that is read: a star and pack_all() stand for every column. */
function gather(node: unknown, names: Names, read: Set<string>): boolean {
  if (typeof node !== 'object' || node === null) return true;
  if (Array.isArray(node)) return node.every((member) => gather(member, names, read));
  if ('kind' in node) {
    if (node.kind === 'star') return false;
    if (node.kind === 'name' && 'name' in node) read.add(String(node.name));
    // column_ifexists('name', …)
    if (node.kind === 'literal' && 'value' in node && typeof node.value === 'string') read.add(node.value);
    if (node.kind === 'call' && 'name' in node && (node.name === 'pack_all' || names.has(String(node.name)))) return false;
  }
  return Object.values(node).every((member) => gather(member, names, read));
}
