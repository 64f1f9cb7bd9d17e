// The geometry of what is drawn, in the units of the drawing's own box.

/** @returns a dash pattern that draws `share` (0..1) of a circle of this radius, beginning at the top. */
export function ringDash(share: number, radius: number): { readonly dash: string; readonly length: number } {
  const length = 2 * Math.PI * radius;
  const drawn = length * Math.min(1, Math.max(0, share));
  return { dash: `${drawn.toFixed(2)} ${(length - drawn).toFixed(2)}`, length };
}

export interface LinePoint {
  /** Position in time, any unit. */
  readonly t: number;
  /** null: no value there, and the line is broken. */
  readonly value: number | null;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Kept free on every side. */
  readonly pad: number;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

/** @returns where each point with a value stands; a line that never changes runs through the middle. */
export function placed(points: readonly LinePoint[], frame: Frame, range = rangeOf(points)): readonly Placed[] {
  const times = points.map(({ t }) => t);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const across = frame.width - 2 * frame.pad;
  const up = frame.height - 2 * frame.pad;
  return points.flatMap(({ t, value }, index) => {
    if (value === null) return [];
    const x = frame.pad + (last === first ? across : ((t - first) / (last - first)) * across);
    const height = range.max === range.min ? 0.5 : (value - range.min) / (range.max - range.min);
    return [{ x, y: frame.pad + (1 - height) * up, index }];
  });
}

/** A path that holds each value until the next: scores do not glide, they change at a moment. */
export function stepPath(points: readonly LinePoint[], frame: Frame, range = rangeOf(points)): string {
  let path = '';
  let before: Placed | undefined;
  for (const point of placed(points, frame, range)) {
    const x = point.x.toFixed(1);
    const y = point.y.toFixed(1);
    path += before !== undefined && before.index === point.index - 1 ? `H${x}V${y}` : `M${x} ${y}`;
    before = point;
  }
  return path;
}

export function rangeOf(points: readonly LinePoint[]): { readonly min: number; readonly max: number } {
  const values = points.flatMap(({ value }) => value ?? []);
  return values.length === 0 ? { min: 0, max: 0 } : { min: Math.min(...values), max: Math.max(...values) };
}

/** Round numbers to draw lines at: 1, 2 or 5 times a power of ten apart, at most `most` of them, around the range. */
export function ticksOf(range: { readonly min: number; readonly max: number }, most: number): readonly number[] {
  const span = Math.max(range.max - range.min, 1e-9);
  const rough = span / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(range.min / step);
  const last = Math.ceil(range.max / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const dayMs = 86_400_000;

/**
 * Midnights (UTC) between the ends of a line, at most `most` of them, a whole number of days apart and clear of both ends.
 * @returns none where the line is shorter than three days: then its ends say enough.
 */
export function dayTicks(points: readonly LinePoint[], frame: Frame, most = 6): readonly { readonly x: number; readonly at: string }[] {
  const times = points.map(({ t }) => t);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const days = (last - first) / dayMs;
  if (!(days >= 3)) return [];
  const step = [1, 2, 7, 14, 30, 60, 90, 180, 365].find((candidate) => days / candidate <= most) ?? Math.ceil(days / most);
  const clear = (last - first) * 0.1;
  const ticks = [];
  for (let at = Math.ceil(first / dayMs) * dayMs; at < last - clear; at += step * dayMs) {
    if (at < first + clear) continue;
    ticks.push({ x: frame.pad + ((at - first) / (last - first)) * (frame.width - 2 * frame.pad), at: new Date(at).toISOString() });
  }
  return ticks;
}

/** Shares of a bar that add up to one; a part that is not zero is never thinner than `least`, or nobody would see it. */
export function barShares(parts: readonly number[], least = 0.02): readonly number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return parts.map(() => 0);
  const raised = parts.map((part) => (part === 0 ? 0 : Math.max(part / total, least)));
  const sum = raised.reduce((all, part) => all + part, 0);
  return raised.map((part) => part / sum);
}
