import { transformed } from '../batches.ts';
import { bind } from '../bind/bind.ts';
import { asText } from '../bind/comparison.ts';
import type { Context, Names, Table } from '../context.ts';
import { converter } from '../convert.ts';
import { invalid } from '../problem.ts';
import { compilePattern } from '../regex.ts';
import type { OperatorNode, ParsePiece } from '../syntax/node.ts';
import { absentOf, type ScalarType, type Value } from '../value.ts';

type ParseNode = OperatorNode & { readonly kind: 'parse' | 'parse-where' };
type Captures = (text: string) => readonly string[] | undefined;

/** Cuts a text into columns. Where it does not fit, parse leaves the columns empty and parse-where leaves out the row. */
export function parse(input: Table, node: ParseNode, context: Context, names: Names): Table {
  const text = asText(bind(node.of, { context, columns: input.columns, names }));
  if (text === undefined) throw invalid(`${node.kind} cuts texts.`, node.of.at, 'Write tostring(...) around the value.');
  const wanted = node.pieces.filter((piece) => piece.kind === 'column');
  const columns = [...input.columns];
  const slots = wanted.map(({ name, type }) => {
    const existing = columns.findIndex((column) => column.name === name);
    const index = existing === -1 ? columns.length : existing;
    columns[index] = { name, type };
    return { index, type, absent: absentOf(type), convert: converter('string', type) };
  });
  const captures = node.mode === 'regex' ? regexCaptures(node, context) : simpleCaptures(node.pieces);
  const isStrict = node.mode !== 'relaxed';
  return {
    columns,
    rows: () =>
      transformed(input, context.budget, (row, out) => {
        const found = captures(text(row));
        const values = found === undefined ? undefined : slots.map(({ convert }, index): Value => convert(found[index] ?? ''));
        const isMissed = values === undefined || (isStrict && values.some((value) => value === null));
        if (isMissed && node.kind === 'parse-where') return;
        const made: Value[] = row.slice();
        slots.forEach(({ index, absent }, slot) => {
          made[index] = isMissed ? absent : (values[slot] ?? absent);
        });
        out.push(made);
      }),
  };
}

const numberAt = /[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

/** Every text of the pattern is looked for from where the last one ended; columns are what lies between. */
function simpleCaptures(pieces: readonly ParsePiece[]): Captures {
  return (text) => {
    const found: string[] = [];
    let at = 0;
    /** The column that waits for the text which ends it, and whether anything may be skipped. */
    let open: { readonly from: number; readonly type: ScalarType } | undefined;
    let mayskip = false;
    for (const piece of pieces) {
      if (piece.kind === 'any') {
        if (open !== undefined) {
          at = endOfTyped(text, open);
          found.push(text.slice(open.from, at));
          open = undefined;
        }
        mayskip = true;
      } else if (piece.kind === 'column') {
        if (open !== undefined) {
          at = endOfTyped(text, open);
          found.push(text.slice(open.from, at));
        }
        open = { from: at, type: piece.type };
        mayskip = false;
      } else {
        const next = open === undefined && !mayskip ? (text.startsWith(piece.text, at) ? at : -1) : text.indexOf(piece.text, at);
        if (next === -1) return undefined;
        if (open !== undefined) found.push(text.slice(open.from, next));
        open = undefined;
        mayskip = false;
        at = next + piece.text.length;
      }
    }
    if (open !== undefined) found.push(text.slice(open.from));
    return found;
  };
}

/** A column with nothing to end it takes a number where it is one, and all the rest otherwise. */
function endOfTyped(text: string, { from, type }: { readonly from: number; readonly type: ScalarType }): number {
  if (type === 'string' || type === 'dynamic') return text.length;
  numberAt.lastIndex = from;
  return from + (numberAt.exec(text)?.[0].length ?? 0);
}

/** The pieces as one pattern: texts are patterns themselves, columns groups between them. */
function regexCaptures(node: ParseNode, context: Context): Captures {
  const last = node.pieces.length - 1;
  let groups = 0;
  const capturing: number[] = [];
  const pattern = node.pieces.map((piece, index) => {
    if (piece.kind === 'any') return '.*?';
    if (piece.kind === 'text') {
      groups += compilePattern(piece.text, piece.at, context.budget).groups;
      return piece.text;
    }
    groups += 1;
    capturing.push(groups);
    if (piece.type === 'long' || piece.type === 'int') return '([-+]?\\d+)';
    return index === last ? '(.*)' : '(.*?)';
  });
  const flags = node.flags.includes('i') ? 'is' : node.flags.includes('s') ? 's' : 's';
  const compiled = compilePattern(`(?${flags})${pattern.join('')}`, node.at, context.budget);
  return (text) => {
    const [match] = compiled.all(text, 1);
    return match === undefined ? undefined : capturing.map((group) => match.groups[group] ?? '');
  };
}
