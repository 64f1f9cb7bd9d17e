import { type PointerEvent, useState } from 'react';
import type { HistoryPoint } from '../../model/answers.ts';
import { placed, rangeOf, stepPath, ticksOf } from '../../model/marks.ts';
import { exact, percent, rounded } from '../../model/number.ts';
import { absoluteTime, endTexts } from '../../model/time.ts';
import { texts } from '../../texts.ts';

const frame = { width: 1_000, height: 280, pad: 16 };
const margin = 56;

interface TrendProps {
  readonly points: readonly HistoryPoint[];
  readonly now: string;
  /** Sequences of the two moments that are compared. */
  readonly chosen: readonly [string, string];
  readonly onChoose: (point: HistoryPoint) => void;
}

/** The score over time, with round lines to read it by. The same numbers stand in the table below it. */
export function Trend({ points, now, chosen, onChoose }: TrendProps) {
  const [pointed, setPointed] = useState<number>();
  const line = points.map(({ at, score }) => ({ t: Date.parse(at), value: score?.current ?? null }));
  const ticks = ticksOf(widened(rangeOf(line)), 5);
  const range = { min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1 };
  const spots = placed(line, frame, range);
  const heightOf = (value: number) => frame.pad + (1 - (value - range.min) / (range.max - range.min || 1)) * (frame.height - 2 * frame.pad);
  const nearest = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * (frame.width + margin) - margin;
    return spots.reduce(
      (best, spot) => (Math.abs(spot.x - x) < Math.abs((spots[best]?.x ?? Number.POSITIVE_INFINITY) - x) ? spots.indexOf(spot) : best),
      0,
    );
  };
  const spot = pointed === undefined ? undefined : spots[pointed];
  const point = spot === undefined ? undefined : points[spot.index];
  const [first, last] = [points[0], points.at(-1)];
  const label =
    first === undefined || last === undefined ? texts.marks.noTrend : texts.history.chart(absoluteTime(first.at), absoluteTime(last.at));

  return (
    <figure className="trend">
      <svg
        viewBox={`${-margin} 0 ${frame.width + margin} ${frame.height + 24}`}
        role="img"
        aria-label={label}
        onPointerMove={(event) => setPointed(nearest(event))}
        onPointerLeave={() => setPointed(undefined)}
        onClick={() => point !== undefined && onChoose(point)}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="trend-grid" x1="0" x2={frame.width} y1={heightOf(tick)} y2={heightOf(tick)} />
            <text className="trend-label" x="-8" y={heightOf(tick) + 4} textAnchor="end">
              {exact(tick)}
            </text>
          </g>
        ))}
        {first === undefined || last === undefined ? null : (
          <>
            <text className="trend-label" x={frame.pad} y={frame.height + 18}>
              {endTexts(first.at, last.at, now)[0]}
            </text>
            <text className="trend-label" x={frame.width - frame.pad} y={frame.height + 18} textAnchor="end">
              {endTexts(first.at, last.at, now)[1]}
            </text>
          </>
        )}
        <path className="trend-area" d={areaOf(stepPath(line, frame, range), spots, frame.height - frame.pad)} />
        <path className="trend-line" d={stepPath(line, frame, range)} />
        {spots.map(({ x, y, index }) =>
          chosen.includes(points[index]?.at ?? '') ? <circle key={index} className="trend-chosen" cx={x} cy={y} r="6" /> : null,
        )}
        {spot === undefined ? null : (
          <>
            <line className="trend-pointer" x1={spot.x} x2={spot.x} y1="0" y2={frame.height} />
            <circle className="trend-point" cx={spot.x} cy={spot.y} r="5" />
          </>
        )}
      </svg>
      <figcaption className="soft" aria-hidden="true">
        {point?.score == null
          ? texts.history.chartHint
          : `${absoluteTime(point.at)}: ${rounded(point.score.current)} ${texts.of(rounded(point.score.max))}, ${percent(point.score.percentage)}`}
      </figcaption>
    </figure>
  );
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
