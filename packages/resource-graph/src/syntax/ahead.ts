import { type Parser, textOf } from './parser.ts';

/** Words that begin a query where a table could stand. */
const sources: ReadonlySet<string> = new Set(['print', 'datatable', 'union']);

/**
 * True when a query, not an expression, stands here: it begins with a source, or a | follows at the level of its leading brackets.
 * Looks only at the tokens up to the end of this expression.
 */
export function isQueryAhead(parser: Parser): boolean {
  let leading = 0;
  while (textOf(parser.peek(leading)) === '(') leading += 1;
  const first = textOf(parser.peek(leading));
  if (first !== undefined && sources.has(first) && textOf(parser.peek(leading + 1)) !== '=') return true;
  if ((first === 'range' || first === 'let') && parser.peek(leading + 1).kind === 'name') return true;
  // How many leading brackets are still open, and how many others.
  let open = leading;
  let others = 0;
  for (let ahead = leading; ; ahead += 1) {
    const token = parser.peek(ahead);
    if (token.kind === 'end') return false;
    if (token.kind !== 'sign') continue;
    const { text } = token;
    if (text === '(' || text === '[' || text === '{') others += 1;
    else if (text === ')' || text === ']' || text === '}') {
      if (others > 0) others -= 1;
      else if (open > 0) open -= 1;
      else return false;
    } else if (others > 0) continue;
    else if (text === '|') return true;
    else if (text === ';' || (text === ',' && open === 0)) return false;
  }
}
