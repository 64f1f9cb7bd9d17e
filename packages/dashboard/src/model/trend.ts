import { texts } from '../texts.ts';
import { percent } from './number.ts';

export interface TrendPoint {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** 0..1; null where nothing was scored then. */
  readonly percentage: number | null;
}

/** What a line of percentages says in words; undefined where it is none: one moment is no trend. */
export function trendInWords(points: readonly TrendPoint[]): string | undefined {
  const known = points.flatMap(({ percentage }) => percentage ?? []);
  const [first, last] = [known[0], known.at(-1)];
  return first === undefined || last === undefined || known.length < 2 ? undefined : texts.marks.trendOf(percent(first), percent(last));
}
