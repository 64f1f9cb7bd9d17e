import { dynamicText } from './convert.ts';
import { functionByName } from './functions/functions.ts';
import type { Expression } from './syntax/node.ts';

type Naming = 'first' | { readonly prefix: string; readonly isOnlyNamed?: boolean } | undefined;

/** What Kusto calls a column that has no other name; undefined where it counts: Column1, print_0. */
export function nameOf(node: Expression, namingOf: (name: string) => Naming = (name) => functionByName(name)?.naming): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind === 'path') {
    const isSide = node.of.kind === 'name' && node.of.name.startsWith('$');
    const start = isSide ? undefined : nameOf(node.of, namingOf);
    if (start === undefined && !isSide) return undefined;
    const steps = node.steps.map((step) =>
      step.kind === 'member' ? step.name : step.of.kind === 'literal' ? dynamicText(step.of.value).replace('-', '_') : '',
    );
    return (start === undefined ? steps : [start, ...steps]).join('_');
  }
  if (node.kind === 'call') {
    const [first] = node.arguments;
    const inner = first === undefined ? undefined : nameOf(first, namingOf);
    const naming = namingOf(node.name);
    if (naming === undefined) return undefined;
    if (naming === 'first') return inner;
    return inner === undefined && naming.isOnlyNamed === true ? undefined : `${naming.prefix}_${inner ?? ''}`;
  }
  return undefined;
}
