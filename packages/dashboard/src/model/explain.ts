import type { ControlScore, RecommendationScore, ScoreReport } from './answers.ts';

/** One step of the arithmetic, with this estate's own numbers. */
export interface ClassicStep {
  readonly name: string;
  readonly displayName: string;
  readonly points: number;
  readonly healthy: number;
  readonly total: number;
  readonly current: number;
  readonly impact: number;
  /** The score so far, this step included. */
  readonly sum: number;
}

/** How the classic score is added up: a step a recommendation, the one that costs most first. */
export function classicSteps(recommendations: readonly RecommendationScore[]): readonly ClassicStep[] {
  let sum = 0;
  return recommendations
    .filter(({ active }) => active)
    .map(({ name, displayName, score, healthy, unhealthy, impact }) => {
      sum += score.current;
      return { name, displayName, points: score.max, healthy, total: healthy + unhealthy, current: score.current, impact, sum };
    });
}

export interface ControlStep extends ControlScore {
  readonly total: number;
}

/** The controls that count, in the order of what they cost. */
export function controlSteps(report: ScoreReport): readonly ControlStep[] {
  return report.controls
    .filter(({ max, healthy, unhealthy }) => max > 0 && healthy + unhealthy > 0)
    .map((control) => ({ ...control, total: control.healthy + control.unhealthy }))
    .sort((a, b) => b.max - b.current - (a.max - a.current) || (a.name < b.name ? -1 : 1));
}

/** The one to explain by: incomplete, with resources on both sides, so that the fraction is one. */
export function telling(recommendations: readonly RecommendationScore[]): RecommendationScore | undefined {
  const active = recommendations.filter((row) => row.active);
  return active.find(({ healthy, unhealthy }) => healthy > 0 && unhealthy > 0) ?? active[0];
}

/** The category that has most to gain; undefined when none has. */
export function neediest(categories: ScoreReport['categories']): string | undefined {
  const [first] = [...categories].sort((a, b) => b.max - b.current - (a.max - a.current));
  return first === undefined || first.max - first.current <= 0 ? undefined : first.name;
}

/** The sum of the scores of single subscriptions, to be held against the overall score that it is not. */
export function sumOfSubscriptions(report: ScoreReport): number {
  return report.subscriptions.reduce((sum, { score }) => sum + (score?.current ?? 0), 0);
}

/** A subscription in the controls model: its share of the maximum, and how much it weighs in the overall one. */
export interface WeighedSubscription {
  readonly id: string;
  readonly displayName: string;
  readonly percentage: number;
  readonly weight: number;
}

/** @param report of one subscription alone; its weight is the resources that count, in each control that they count in. */
export function weighed(
  { id, displayName }: Pick<ScoreReport['subscriptions'][number], 'id' | 'displayName'>,
  report: ScoreReport,
): WeighedSubscription | undefined {
  if (report.score === null) return undefined;
  const weight = report.controls.reduce((sum, { healthy, unhealthy }) => sum + healthy + unhealthy, 0);
  return { id, displayName: displayName === '' ? id : displayName, percentage: report.score.percentage, weight };
}

/** The mean of the percentages by weight. */
export function weighedMean(rows: readonly WeighedSubscription[]): number {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : rows.reduce((sum, { percentage, weight }) => sum + percentage * weight, 0) / total;
}
