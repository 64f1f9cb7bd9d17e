import { invalid } from '../problem.ts';
import type { Query } from './node.ts';
import { listOf, type Parser, textOf } from './parser.ts';
import { parseSettings } from './settings.ts';

export interface UnionParts {
  readonly isInner: boolean;
  readonly withSource: string | undefined;
  readonly legs: readonly Query[];
}

/** [kind=inner|outer] [withsource=Name] [isfuzzy=...] leg, leg, ... */
export function parseUnion(parser: Parser): UnionParts {
  const settings = parseSettings(parser, ['kind', 'withsource', 'with_source', 'isfuzzy']);
  const kind = settings.get('kind');
  if (kind !== undefined && kind.text !== 'inner' && kind.text !== 'outer') {
    throw invalid(`union has no kind '${kind.text}'.`, kind.at, 'Write kind=inner or kind=outer.');
  }
  const source = settings.get('withsource') ?? settings.get('with_source');
  return { isInner: kind?.text === 'inner', withSource: source?.text, legs: listOf(parser, () => leg(parser)) };
}

/** A table by name, a call, or a query in brackets. Names with * are not read. */
function leg(parser: Parser): Query {
  const at = parser.peek().start;
  if (parser.takes('(')) {
    const query = parser.query();
    parser.demand(')', 'at the end of the query');
    return query;
  }
  if (textOf(parser.peek(1)) === '(') {
    const call = parser.expression();
    if (call.kind !== 'call') throw parser.unexpected('a table');
    return { kind: 'query-node', lets: [], pipeline: { source: { kind: 'call', call, at }, operators: [], at }, at };
  }
  const name = parser.name('a table');
  return { kind: 'query-node', lets: [], pipeline: { source: { kind: 'table', name, isImplied: false, at }, operators: [], at }, at };
}
