import type { NotCollected } from './answers.ts';

/** One thing that the input lacks, and all that could not be judged for want of it. */
export interface Missing {
  /** The lower-case type, or `configuration`. */
  readonly needs: string;
  readonly recommendations: readonly string[];
  readonly subscriptions: readonly string[];
  /** Assessments that could not be made. */
  readonly assessments: number;
}

/** What is missing, the most missed first. */
export function missingOf(rows: readonly NotCollected[]): readonly Missing[] {
  const byNeed = new Map<string, NotCollected[]>();
  for (const row of rows) byNeed.set(row.needs, [...(byNeed.get(row.needs) ?? []), row]);
  return [...byNeed]
    .map(([needs, own]) => ({
      needs,
      recommendations: [...new Set(own.map(({ recommendation }) => recommendation))],
      subscriptions: [...new Set(own.map(({ subscription }) => subscription))],
      assessments: own.reduce((sum, { resources }) => sum + resources, 0),
    }))
    .sort((a, b) => b.assessments - a.assessments || (a.needs < b.needs ? -1 : 1));
}
