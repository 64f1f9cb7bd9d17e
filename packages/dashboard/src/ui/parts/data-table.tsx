import { Button } from '@fluentui/react-components';
import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Column, compareIn } from '../../model/csv.ts';
import { heldOrder } from '../../model/held-order.ts';
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

interface DataTableProps<T> {
  readonly label: string;
  readonly columns: readonly DrawnColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** `id` rising, `-id` falling; absent: the rows come in their order and cannot be sorted. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  /** Changes when the reader asks for other rows: then nothing is held in its place. */
  readonly filter?: string;
  /** How many rows there are, where they come page by page. */
  readonly total?: number;
  /** Called when the last rows come into sight. */
  readonly onEnd?: (() => void) | undefined;
  /** Told the rows as they stand, for whoever exports them. */
  readonly onRows?: (rows: readonly T[]) => void;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
/** Short tables are drawn whole: they can be searched by the browser and printed. */
const drawnWhole = 120;
/** The next page is asked for when so few rows are left below: whoever scrolls fast must not run into the end. */
const readAhead = 400;
/** Browsers draw nothing beyond some 33 million pixels, so that very long tables have lower rows. */
const rowHeight = (rows: number) => (rows > 600_000 ? 28 : 45);

/** A table: sorted by its headings, held in place under the reader's hand while numbers change, drawn in part when it is long. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, columns, rows, keyOf, sort = '', onSort, filter = '', total, onEnd, onRows } = props;
  const wrapper = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const isFalling = sort.startsWith('-');
  const sortId = isFalling ? sort.slice(1) : sort;

  const defs = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: T) => column.value(row),
        // What has no value comes last either way; the table turns the sign around for a falling order.
        sortFn: (a: { readonly original: T }, b: { readonly original: T }) =>
          (isFalling ? -1 : 1) * compareIn(column, a.original, b.original, isFalling),
      })),
    [columns, isFalling],
  );
  const sorting = useMemo(
    () => (columns.some(({ id }) => id === sortId) ? [{ id: sortId, desc: isFalling }] : []),
    [columns, sortId, isFalling],
  );
  const table = useTable({ features, columns: defs, data: rows, getRowId: keyOf, state: { sorting } });
  const model = table.getRowModel().rows;
  // While a long list is scrolled it is drawn again with every frame: nothing here may go through all rows then.
  const sorted = useMemo(() => model.map(({ original }) => original), [model]);

  const [isHeld, setHeld] = useState(false);
  const [turn, setTurn] = useState(0);
  const order = useRef<{ readonly asked: string; readonly keys: readonly string[] }>({ asked: '', keys: [] });
  const asked = `${sort}\n${filter}\n${turn}`;
  const { rows: shown, moved } = useMemo(
    () => (isHeld && order.current.asked === asked ? heldOrder(sorted, order.current.keys, keyOf) : { rows: sorted, moved: 0 }),
    [isHeld, asked, sorted, keyOf],
  );
  useEffect(() => {
    order.current = { asked, keys: shown.map(keyOf) };
  }, [asked, shown, keyOf]);
  useEffect(() => {
    onRows?.(shown);
  });

  const isWhole = shown.length <= drawnWhole && onEnd === undefined;
  const [top, setTop] = useState(0);
  useEffect(() => {
    const box = body.current?.getBoundingClientRect();
    if (box !== undefined) setTop(box.top + window.scrollY);
  }, [shown.length === 0, filter]);
  const getItemKey = useCallback(
    (index: number) => {
      const row = shown[index];
      return row === undefined ? index : keyOf(row);
    },
    [shown, keyOf],
  );
  const virtual = useWindowVirtualizer({
    count: isWhole ? 0 : shown.length,
    estimateSize: () => rowHeight(shown.length),
    overscan: 30,
    scrollMargin: top,
    enabled: !isWhole,
    getItemKey,
  });
  const drawn = virtual.getVirtualItems();
  const items = isWhole ? shown.map((_, index) => index) : drawn.map(({ index }) => index);
  const [first, last] = [drawn[0], drawn.at(-1)];
  const before = isWhole || first === undefined ? 0 : first.start - top;
  const after = isWhole || last === undefined ? 0 : virtual.getTotalSize() - (last.end - top);
  const lastIndex = items.at(-1) ?? -1;
  useEffect(() => {
    if (onEnd !== undefined && lastIndex >= shown.length - readAhead) onEnd();
  }, [onEnd, lastIndex, shown.length]);

  const hold = (event: { readonly relatedTarget: EventTarget | null }) => {
    if (!(event.relatedTarget instanceof Node && wrapper.current?.contains(event.relatedTarget) === true)) setHeld(false);
  };
  return (
    <div
      className="table-wrap"
      ref={wrapper}
      onPointerEnter={() => setHeld(true)}
      onFocus={() => setHeld(true)}
      onPointerLeave={hold}
      onBlur={hold}
    >
      {moved === 0 ? null : (
        <p className="held" role="status">
          {texts.heldRows(moved)}{' '}
          <Button size="small" onClick={() => setTurn(turn + 1)}>
            {texts.sortAgain}
          </Button>
        </p>
      )}
      <table className={isWhole ? 'table' : 'table table-long'} aria-label={label} aria-rowcount={(total ?? shown.length) + 1}>
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
                    <button
                      type="button"
                      className="sort"
                      title={texts.sortBy(column.title)}
                      onClick={() => onSort(nextSort(column, sort))}
                    >
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
        <tbody ref={body}>
          <Spacer height={before} span={columns.length} />
          {items.map((index) => {
            const row = shown[index];
            return row === undefined ? null : (
              <tr key={keyOf(row)} data-index={index} aria-rowindex={index + 2} ref={isWhole ? undefined : virtual.measureElement}>
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
          })}
          <Spacer height={after} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
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
