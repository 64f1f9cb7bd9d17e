import { Button } from '@fluentui/react-components';
import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { compareIn } from '../../model/csv.ts';
import { heldOrder } from '../../model/held-order.ts';
import { texts } from '../../texts.ts';
import { type DrawnColumn, rowHeight, Spacer, TableHead, TableRow } from './table-parts.tsx';

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
  /** Told the rows as they stand, for whoever exports them. */
  readonly onRows?: (rows: readonly T[]) => void;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
/** Short tables are drawn whole: they can be searched by the browser and printed. */
const drawnWhole = 120;

/** A table: sorted by its headings, held in place under the reader's hand while numbers change, drawn in part when it is long. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, columns, rows, keyOf, sort = '', onSort, filter = '', onRows } = props;
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

  const isWhole = shown.length <= drawnWhole;
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
      <table className={isWhole ? 'table' : 'table table-long'} aria-label={label} aria-rowcount={shown.length + 1}>
        <TableHead columns={columns} sort={sort} onSort={onSort} />
        <tbody ref={body}>
          <Spacer height={before} span={columns.length} />
          {items.map((index) => {
            const row = shown[index];
            return row === undefined ? null : (
              <TableRow key={keyOf(row)} columns={columns} row={row} index={index} measure={isWhole ? undefined : virtual.measureElement} />
            );
          })}
          <Spacer height={after} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}
