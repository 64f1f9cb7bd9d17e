import type { Paint } from './colour.ts';
import { cutMiddle, fit, widthOf, wrap } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Takes what the others leave, and continues on further lines; one column at most. */
  readonly grows?: true;
  /** Ids are cut in their middle. */
  readonly isId?: true;
}

export interface Cell {
  readonly text: string;
  readonly paint?: Paint;
}

const gap = 2;

/**
 * Lines of a table that is never wider than `width`, titles first.
 * @param rows cells in the order of the columns, their text already `visible`.
 */
export function table(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
  options: { readonly width: number; readonly heading: Paint },
): string[] {
  return [...tableLines(columns, rows, options)];
}

/** The same, line by line. @param rows gone through twice: there may be a million, which nobody should have to hold */
export function* tableLines(
  columns: readonly Column[],
  rows: Iterable<readonly Cell[]>,
  options: { readonly width: number; readonly heading: Paint },
): Iterable<string> {
  const widths = columnWidths(columns, rows, options.width);
  const heading = columns.map((column, at) => fit(column.title, widths[at] ?? 0, column.align));
  yield options.heading(heading.join(' '.repeat(gap)).trimEnd());
  for (const row of rows) yield* linesOfRow(row, columns, widths);
}

function linesOfRow(row: readonly Cell[], columns: readonly Column[], widths: readonly number[]): readonly string[] {
  const growing = columns.findIndex((column) => column.grows);
  const cell = row[growing];
  const [first = '', ...more] = cell === undefined ? [] : wrap(cell.text, widths[growing] ?? 0);
  if (cell === undefined || more.length === 0) return [line(row, columns, widths)];
  const only = (text: string) => row.map((_other, at) => (at === growing ? { ...cell, text } : { text: '' }));
  return [line(row.with(growing, { ...cell, text: first }), columns, widths), ...more.map((text) => line(only(text), columns, widths))];
}

function line(row: readonly Cell[], columns: readonly Column[], widths: readonly number[]): string {
  let text = '';
  let space = '';
  for (const [at, cell] of row.entries()) {
    const width = widths[at] ?? 0;
    const column = columns[at];
    const fitted = fit(column?.isId ? cutMiddle(cell.text, width) : cell.text, width, column?.align);
    const shown = fitted.trimEnd();
    // Spaces wait until something follows them, so that no line ends with one, painted or not.
    if (shown === '') {
      space += ' '.repeat(width + gap);
      continue;
    }
    text += space + (cell.paint?.(shown) ?? shown);
    space = ' '.repeat(widthOf(fitted) - widthOf(shown) + gap);
  }
  return text;
}

function columnWidths(columns: readonly Column[], rows: Iterable<readonly Cell[]>, width: number): number[] {
  const widths = columns.map((column) => widthOf(column.title));
  for (const row of rows) for (const [at, most] of widths.entries()) widths[at] = Math.max(most, widthOf(row[at]?.text ?? ''));
  const excess = () => widths.reduce((sum, one) => sum + one, gap * (columns.length - 1)) - width;
  const growing = columns.findIndex((column) => column.grows);
  const shrink = (at: number, least: number) => {
    widths[at] = Math.max(least, (widths[at] ?? 0) - Math.max(0, excess()));
  };
  if (growing >= 0) shrink(growing, 10);
  // Very long numbers, or a very narrow terminal: take from the widest until it fits.
  for (let rounds = 0; excess() > 0 && rounds < columns.length; rounds++) {
    const widest = widths.indexOf(Math.max(...widths));
    shrink(widest, 4);
  }
  return widths;
}
