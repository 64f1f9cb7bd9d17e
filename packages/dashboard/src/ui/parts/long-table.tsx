import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import { type Looked, pageRows } from '../../model/long-list.ts';
import { type DrawnColumn, rowHeight, Spacer, TableHead, TableRow } from './table-parts.tsx';

interface LongTableProps<T> {
  readonly label: string;
  readonly columns: readonly DrawnColumn<T>[];
  readonly count: number;
  /** Rows of a page of `pageRows`; undefined while they are on their way. */
  readonly pageAt: (page: number) => readonly T[] | undefined;
  readonly keyOf: (row: T) => string;
  readonly onLook: (looked: Looked) => void;
  readonly onHold: (isHeld: boolean) => void;
}

/** Rows that are drawn, measured and left out together: a million single ones would take long to lay out. A page holds a whole number of them. */
const blockRows = 25;
/** Short lists are drawn whole: they can be searched by the browser and printed. */
const drawnWhole = 125;

/** A table of which only what is in sight is asked for and drawn, from the first row to the millionth. */
export function LongTable<T extends object>({ label, columns, count, pageAt, keyOf, onLook, onHold }: LongTableProps<T>) {
  const wrapper = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    const head = table.current?.tHead?.getBoundingClientRect();
    if (head !== undefined) setTop(head.bottom + window.scrollY);
  }, [count === 0]);
  const isWhole = count <= drawnWhole;
  const blocks = Math.ceil(count / blockRows);
  const rowsIn = (block: number) => Math.min(blockRows, count - block * blockRows);
  const virtual = useWindowVirtualizer({
    count: isWhole ? 0 : blocks,
    estimateSize: (block) => rowsIn(block) * rowHeight(count),
    overscan: 2,
    scrollMargin: top,
    enabled: !isWhole,
  });
  const drawn = virtual.getVirtualItems();
  const items = isWhole ? Array.from({ length: blocks }, (_, block) => block) : drawn.map(({ index }) => index);
  const [first, last] = [drawn[0], drawn.at(-1)];
  const before = isWhole || first === undefined ? 0 : first.start - top;
  const after = isWhole || last === undefined ? 0 : virtual.getTotalSize() - (last.end - top);
  const [firstRow, lastRow] = [(items[0] ?? 0) * blockRows, ((items.at(-1) ?? 0) + 1) * blockRows];
  useEffect(() => onLook({ first: firstRow, last: lastRow }), [onLook, firstRow, lastRow]);

  const leave = (event: { readonly relatedTarget: EventTarget | null }) => {
    if (!(event.relatedTarget instanceof Node && wrapper.current?.contains(event.relatedTarget) === true)) onHold(false);
  };
  return (
    <div
      className="table-wrap"
      ref={wrapper}
      onPointerEnter={() => onHold(true)}
      onFocus={() => onHold(true)}
      onPointerLeave={leave}
      onBlur={leave}
    >
      <table className={isWhole ? 'table' : 'table table-long'} aria-label={label} aria-rowcount={count + 1} ref={table}>
        <TableHead columns={columns} />
        <tbody>
          <Spacer height={before} span={columns.length} />
        </tbody>
        {items.map((block) => (
          <tbody key={block} data-index={block} ref={isWhole ? undefined : virtual.measureElement}>
            <Block
              page={pageAt(Math.floor((block * blockRows) / pageRows))}
              first={block * blockRows}
              rows={rowsIn(block)}
              height={rowHeight(count)}
              columns={columns}
              keyOf={keyOf}
            />
          </tbody>
        ))}
        <tbody>
          <Spacer height={after} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

interface BlockProps<T> {
  readonly page: readonly T[] | undefined;
  /** Number of its first row. */
  readonly first: number;
  readonly rows: number;
  readonly height: number;
  readonly columns: readonly DrawnColumn<T>[];
  readonly keyOf: (row: T) => string;
}

const Block = memo(BlockRows) as typeof BlockRows;

function BlockRows<T extends object>({ page, first, rows, height, columns, keyOf }: BlockProps<T>) {
  if (page === undefined) {
    return (
      <tr aria-hidden="true" className="awaited">
        <td colSpan={columns.length} style={{ height: rows * height, backgroundSize: `100% ${height}px` }} />
      </tr>
    );
  }
  const place = first % pageRows;
  return page.slice(place, place + rows).map((row, at) => <TableRow key={keyOf(row)} columns={columns} row={row} index={first + at} />);
}
