/** One column of a table: what is drawn, sorted and exported comes from the same value. */
export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** What the cell is sorted and exported by; null sorts last. */
  value(row: T): string | number | null;
  /** Numbers stand at the end of the line, and sort from the greatest first. */
  readonly isNumber?: boolean;
  /** Where it sorts by something else than what it exports: `high` before `low`. */
  rank?(row: T): number;
}

/**
 * The rows of a table as RFC 4180 CSV, in their order, with the columns shown; with a byte order mark, or Excel reads it as Latin-1.
 * Text that a spreadsheet would take for a formula gets an apostrophe before it, as does one that begins with an apostrophe:
 * names come from the estate.
 */
export function csvOf<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  return csvHead(columns) + csvLines(columns, rows);
}

/** The first line, and what stands before it. */
export function csvHead<T>(columns: readonly Column<T>[]): string {
  return `\uFEFF${lineOf(columns.map(({ title }) => title))}`;
}

/** Lines for some of the rows: a long table is written a piece after the other. */
export function csvLines<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  return rows.map((row) => lineOf(columns.map((column) => column.value(row)))).join('');
}

function lineOf(values: readonly (string | number | null)[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^['=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Sorts by one column: `id` rising, `-id` falling; what has no value comes last either way, equals keep their order. */
export function sortedBy<T>(rows: readonly T[], columns: readonly Column<T>[], sort: string): readonly T[] {
  const isFalling = sort.startsWith('-');
  const column = columns.find(({ id }) => id === (isFalling ? sort.slice(1) : sort));
  if (column === undefined) return rows;
  return [...rows].sort((a, b) => compareIn(column, a, b, isFalling));
}

/** The order of two rows in a column; rows without a value come last in both directions. */
export function compareIn<T>(column: Column<T>, a: T, b: T, isFalling: boolean): number {
  const [left, right] = [sortKey(column, a), sortKey(column, b)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const order = typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right));
  return isFalling ? -order : order;
}

function sortKey<T>(column: Column<T>, row: T): string | number | null {
  return column.rank === undefined ? column.value(row) : column.rank(row);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
