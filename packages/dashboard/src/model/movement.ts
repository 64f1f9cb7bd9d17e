import type { HistoryPoint, OverallScore, RecommendationScore, ScoreReport } from './answers.ts';

/** How a score moved between two of its points. */
export interface Movement {
  readonly from: OverallScore;
  readonly to: OverallScore;
  /** Points, and share of the maximum (0..1). */
  readonly points: number;
  readonly share: number;
  /** ISO 8601 UTC of the earlier one. */
  readonly since: string;
}

/** @returns undefined when there are no two points with a score. */
export function movementOf(points: readonly HistoryPoint[]): Movement | undefined {
  const known = points.flatMap(({ at, score }) => (score === null ? [] : [{ at, score }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  return {
    from: first.score,
    to: last.score,
    points: last.score.current - first.score.current,
    share: last.score.percentage - first.score.percentage,
    since: first.at,
  };
}

/** What one recommendation did to the score between two moments. */
export interface Cause {
  readonly name: string;
  readonly displayName: string;
  /** Points that the score moved because of it. */
  readonly moved: number;
  /** `began`, `ended`: it started or stopped counting. */
  readonly kind: 'better' | 'worse' | 'began' | 'ended';
  readonly unhealthy: { readonly from: number; readonly to: number };
  readonly healthy: { readonly from: number; readonly to: number };
}

export interface Attribution {
  readonly causes: readonly Cause[];
  /**
   * What the causes leave over: nothing in the classic model, where the score is the sum of its recommendations; in the controls model
   * the score is weighted over subscriptions, and recommendations share controls.
   */
  readonly rest: number;
  readonly total: number;
}

/** Takes the difference of two reports of one scope apart; causes and rest add up to exactly the difference. */
export function attributionOf(from: ScoreReport, to: ScoreReport): Attribution {
  const total = (to.score?.current ?? 0) - (from.score?.current ?? 0);
  const before = new Map(from.recommendations.map((row) => [row.key, row]));
  const after = new Map(to.recommendations.map((row) => [row.key, row]));
  const causes = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => causeOf(before.get(key), after.get(key), to.model));
  causes.sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved) || (a.displayName < b.displayName ? -1 : 1));
  const rest = total - causes.reduce((sum, { moved }) => sum + moved, 0);
  // What doubles lose on the way is not a cause.
  return { causes, rest: Math.abs(rest) < 1e-9 * Math.max(1, Math.abs(total)) * 1e3 ? 0 : rest, total };
}

function causeOf(
  before: RecommendationScore | undefined,
  after: RecommendationScore | undefined,
  model: ScoreReport['model'],
): readonly Cause[] {
  const row = after ?? before;
  if (row === undefined) return [];
  // In the controls model a recommendation has no score of its own, but what it could still add.
  const worth = (one: RecommendationScore | undefined) =>
    one?.active !== true ? 0 : model === 'classic' ? one.score.current : -one.impact;
  const moved = worth(after) - worth(before);
  const unhealthy = { from: before?.unhealthy ?? 0, to: after?.unhealthy ?? 0 };
  const healthy = { from: before?.healthy ?? 0, to: after?.healthy ?? 0 };
  if (moved === 0 && unhealthy.from === unhealthy.to && healthy.from === healthy.to) return [];
  const kind = before?.active !== true ? 'began' : after?.active !== true ? 'ended' : moved < 0 ? 'worse' : 'better';
  return [{ name: row.name, displayName: row.displayName, moved, kind, unhealthy, healthy }];
}
