import { type PointerEvent, useState } from 'react';
import { dayTicks, type LinePoint, placed, rangeOf, stepPath, ticksOf } from '../../model/marks.ts';
import { rounded } from '../../model/number.ts';
import { absoluteTime, dayText, endTexts } from '../../model/time.ts';
import { useDirection } from '../direction.tsx';

const frame = { width: 1_000, height: 280, pad: 16 };
const margin = 56;

export interface TrendPoint {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** null: nothing is known of this moment. */
  readonly value: number | null;
  /** What the point says when it is pointed at. */
  readonly text: string;
}

interface TrendProps {
  readonly points: readonly TrendPoint[];
  readonly now: string;
  readonly label: (from: string, to: string) => string;
  readonly hint: string;
  /** The moments that are compared. */
  readonly chosen?: readonly [string, string];
  readonly onChoose?: (at: string) => void;
}

/** A number over time, with round lines to read it by. The same numbers stand in a table below it. */
export function Trend({ points, now, label, hint, chosen = ['', ''], onChoose }: TrendProps) {
  const [pointed, setPointed] = useState<number>();
  // Time runs with the reading: from the right where people read from there.
  const isMirrored = useDirection() === 'rtl';
  const line: readonly LinePoint[] = points.map(({ at, value }) => ({ t: Date.parse(at), value }));
  // What is counted has no halves.
  const isCounted = points.every(({ value }) => value === null || Number.isInteger(value));
  const ticks = ticksOf(widened(rangeOf(line)), 5).filter((tick) => !isCounted || Number.isInteger(tick));
  const range = { min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1 };
  const spots = placed(line, frame, range);
  const heightOf = (value: number) => frame.pad + (1 - (value - range.min) / (range.max - range.min || 1)) * (frame.height - 2 * frame.pad);
  const across = (x: number) => (isMirrored ? frame.width - x : x);
  const nearest = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = isMirrored ? (box.right - event.clientX) / box.width : (event.clientX - box.left) / box.width;
    const x = share * (frame.width + margin) - margin;
    const distance = (index: number) => Math.abs((spots[index]?.x ?? Number.POSITIVE_INFINITY) - x);
    return spots.reduce((best, _, index) => (distance(index) < distance(best) ? index : best), 0);
  };
  const spot = pointed === undefined ? undefined : spots[pointed];
  const point = spot === undefined ? undefined : points[spot.index];
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [start, end] = endTexts(first.at, last.at, now);
  const path = stepPath(line, frame, range);
  const days = dayTicks(line, frame);

  return (
    <figure className="trend">
      <svg
        viewBox={`${isMirrored ? 0 : -margin} 0 ${frame.width + margin} ${frame.height + 24}`}
        className={onChoose === undefined ? '' : 'trend-choosable'}
        role="img"
        aria-label={label(absoluteTime(first.at), absoluteTime(last.at))}
        onPointerMove={(event) => setPointed(nearest(event))}
        onPointerLeave={() => setPointed(undefined)}
        onClick={() => point !== undefined && onChoose?.(point.at)}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="trend-grid" x1="0" x2={frame.width} y1={heightOf(tick)} y2={heightOf(tick)} />
            <text className="trend-label" x={across(-8)} y={heightOf(tick) + 4} textAnchor={isMirrored ? 'start' : 'end'} direction="ltr">
              {rounded(tick, Number.isInteger(tick) ? 0 : 1)}
            </text>
          </g>
        ))}
        <Days
          days={[
            { x: frame.pad, text: start },
            ...days.map(({ x, at }) => ({ x, text: dayText(at, now) })),
            { x: frame.width - frame.pad, text: end },
          ]}
          across={across}
        />
        <g transform={isMirrored ? `translate(${frame.width} 0) scale(-1 1)` : undefined}>
          <path className="trend-area" d={areaOf(path, spots, frame.height - frame.pad)} />
          <path className="trend-line" d={path} />
          {spots.map(({ x, y, index }) =>
            chosen.includes(points[index]?.at ?? '') ? <circle key={index} className="trend-chosen" cx={x} cy={y} r="6" /> : null,
          )}
          {spot === undefined ? null : (
            <>
              <line className="trend-pointer" x1={spot.x} x2={spot.x} y1="0" y2={frame.height} />
              <circle className="trend-point" cx={spot.x} cy={spot.y} r="5" />
            </>
          )}
        </g>
      </svg>
      <figcaption className="soft" aria-hidden="true">
        {point === undefined ? hint : `${absoluteTime(point.at)}: ${point.text}`}
      </figcaption>
    </figure>
  );
}

/** The words below the line: both ends in full, days between them where there is room. */
function Days({
  days,
  across,
}: {
  readonly days: readonly { readonly x: number; readonly text: string }[];
  readonly across: (x: number) => number;
}) {
  return days.map(({ x, text }, index) => {
    const isFirst = index === 0;
    const isLast = index === days.length - 1;
    return (
      <text
        key={`${x} ${text}`}
        className={isFirst || isLast ? 'trend-label' : 'trend-label trend-between'}
        x={across(x)}
        y={frame.height + 18}
        textAnchor={isFirst || isLast ? (isFirst === across(0) < across(1) ? 'start' : 'end') : 'middle'}
        direction="ltr"
      >
        {text}
      </text>
    );
  });
}

/** A line that hardly moves must not look like a cliff. */
function widened({ min, max }: { readonly min: number; readonly max: number }) {
  const room = Math.max((max - min) * 0.15, max * 0.01, 1);
  return { min: Math.max(0, min - room), max: max + room };
}

function areaOf(path: string, spots: readonly { readonly x: number }[], ground: number): string {
  const [first, last] = [spots[0], spots.at(-1)];
  // A broken line has no area of one piece.
  if (first === undefined || last === undefined || path.lastIndexOf('M') > 0) return '';
  return `${path}H${last.x.toFixed(1)}V${ground}H${first.x.toFixed(1)}Z`;
}
