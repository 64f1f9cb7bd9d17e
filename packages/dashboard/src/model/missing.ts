import type { NotCollected } from './answers.ts';

/** One thing that the input lacks, and how much could not be judged for want of it. */
export interface Missing {
  /** The lower-case type, or `configuration`. */
  readonly needs: string;
  /** How many recommendations and subscriptions miss it. */
  readonly recommendations: number;
  readonly subscriptions: number;
  /** Assessments that could not be made. */
  readonly assessments: number;
  /** All of it was refused to the collector: it needs a right, not a command. */
  readonly isRefused: boolean;
}

/** What is missing, the most missed first. There may be a row for each recommendation in each subscription. */
export function missingOf(rows: Iterable<NotCollected>): readonly Missing[] {
  const byNeed = new Map<
    string,
    { needs: string; isRefused: boolean; recommendations: Set<string>; subscriptions: Set<string>; assessments: number }
  >();
  for (const { needs, recommendation, subscription, resources, why } of rows) {
    const isRefused = why !== undefined;
    const key = `${needs} ${isRefused}`;
    const own = byNeed.get(key) ?? { needs, isRefused, recommendations: new Set(), subscriptions: new Set(), assessments: 0 };
    own.recommendations.add(recommendation);
    own.subscriptions.add(subscription);
    own.assessments += resources;
    byNeed.set(key, own);
  }
  return [...byNeed.values()]
    .map(({ needs, isRefused, recommendations, subscriptions, assessments }) => ({
      needs,
      isRefused,
      recommendations: recommendations.size,
      subscriptions: subscriptions.size,
      assessments,
    }))
    .sort((a, b) => b.assessments - a.assessments || (a.needs < b.needs ? -1 : 1));
}
