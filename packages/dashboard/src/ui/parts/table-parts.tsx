import type { ReactNode } from 'react';
import type { Column } from '../../model/csv.ts';
import { texts } from '../../texts.ts';

/** A column as it is drawn. */
export interface DrawnColumn<T> extends Column<T> {
  readonly draw?: (row: T) => ReactNode;
  /** Drawn instead of the title, for a column of boxes to tick. */
  readonly head?: ReactNode;
  /** On a narrow screen: 1 stays, 2 goes below 900 px, 3 below 1200 px; what goes is drawn under the first column by `under`. */
  readonly priority?: 1 | 2 | 3;
  readonly isSortable?: boolean;
}

/** Browsers draw nothing beyond some 33 million pixels, so that very long tables have lower rows. */
export const rowHeight = (rows: number) => (rows > 600_000 ? 28 : 45);

interface TableHeadProps<T> {
  readonly columns: readonly DrawnColumn<T>[];
  readonly sort?: string;
  readonly onSort?: ((sort: string) => void) | undefined;
}

export function TableHead<T>({ columns, sort = '', onSort }: TableHeadProps<T>) {
  const isFalling = sort.startsWith('-');
  const sortId = isFalling ? sort.slice(1) : sort;
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            className={cellClass(column)}
            aria-sort={sortId === column.id ? (isFalling ? 'descending' : 'ascending') : undefined}
          >
            {column.head ??
              (onSort === undefined || column.isSortable === false ? (
                column.title
              ) : (
                <button type="button" className="sort" title={texts.sortBy(column.title)} onClick={() => onSort(nextSort(column, sort))}>
                  {column.title}
                  <span className="sort-mark" aria-hidden="true">
                    {sortId === column.id ? (isFalling ? '↓' : '↑') : ''}
                  </span>
                </button>
              ))}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface TableRowProps<T> {
  readonly columns: readonly DrawnColumn<T>[];
  readonly row: T;
  readonly index: number;
  readonly measure?: ((element: HTMLTableRowElement | null) => void) | undefined;
}

export function TableRow<T>({ columns, row, index, measure }: TableRowProps<T>) {
  return (
    <tr data-index={index} aria-rowindex={index + 2} ref={measure}>
      {columns.map((column, place) => {
        const content = column.draw === undefined ? column.value(row) : column.draw(row);
        return place === 0 && column.head === undefined ? (
          <th key={column.id} scope="row" className={cellClass(column)}>
            {content}
          </th>
        ) : (
          <td key={column.id} className={cellClass(column)}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

export function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden="true" className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function cellClass<T>({ isNumber, priority = 1, id }: DrawnColumn<T>): string {
  return `${isNumber === true ? 'n ' : ''}p${priority} c-${id}`;
}

/** Numbers fall first, words rise first; the second time the other way. */
function nextSort<T>({ id, isNumber, rank }: Column<T>, sort: string): string {
  const preferred = isNumber === true || rank !== undefined ? `-${id}` : id;
  const other = preferred === id ? `-${id}` : id;
  return sort === preferred ? other : preferred;
}
