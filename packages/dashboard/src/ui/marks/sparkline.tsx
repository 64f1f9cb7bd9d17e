import { placed, rangeOf, stepPath } from '../../model/marks.ts';
import { type TrendPoint, trendInWords } from '../../model/trend.ts';
import { texts } from '../../texts.ts';

const frame = { width: 120, height: 28, pad: 3 };

/** How a percentage went, without axes; the numbers stand beside it or on the history screen. */
export function Sparkline({ points }: { readonly points: readonly TrendPoint[] }) {
  const words = trendInWords(points);
  if (words === undefined) return <span className="soft">{texts.marks.noTrend}</span>;
  const line = points.map(({ at, percentage }) => ({ t: Date.parse(at), value: percentage }));
  const range = rangeOf(line);
  const end = placed(line, frame, range).at(-1);
  return (
    <svg className="spark" viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-label={words}>
      <path className="spark-line" d={stepPath(line, frame, range)} />
      {end === undefined ? null : <circle className="spark-end" cx={end.x} cy={end.y} r="2.5" />}
    </svg>
  );
}
