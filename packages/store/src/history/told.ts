// What the store tells about the past.
import type { OverallScore, ScoreReport, ScoringOptions } from '@plumbline/assess';
import type { ResourceTransition } from '../store.ts';

/** What made a moment. */
export type MomentKind = 'batch' | 'import' | 'clock' | 'catalogue';

export interface Moment {
  readonly sequence: number;
  readonly at: string;
  readonly kind: MomentKind;
  readonly put: number;
  readonly deleted: number;
  readonly statusChanges: number;
}

export interface HistoryPoint {
  readonly sequence: number;
  readonly at: string;
  readonly score: OverallScore | null;
  /** Where the query named a recommendation: its assessments by status. */
  readonly recommendation?: Readonly<Record<'healthy' | 'unhealthy' | 'notApplicable' | 'notAssessed', number>>;
  /** Where the query asked for them: the percentage (0..1) of each subscription, each scored alone; null where it has no score. */
  readonly subscriptions?: Readonly<Record<string, number | null>>;
}

export type When = { readonly sequence: number } | { readonly at: string };

export interface HistoryQuery extends ScoringOptions {
  /** ISO 8601 UTC; the beginning and now by default. */
  readonly from?: string;
  readonly to?: string;
  /** At most so many points, evenly over time; 100 by default. */
  readonly points?: number;
  /** Name or key of a recommendation that is told beside the score. */
  readonly recommendation?: string;
  /** Whether each subscription is told too. */
  readonly subscriptions?: boolean;
}

export interface ComparisonOptions extends ScoringOptions {
  /** Name or key of a recommendation: only its transitions. */
  readonly recommendation?: string;
}

export interface Comparison {
  readonly from: ScoreReport;
  readonly to: ScoreReport;
  readonly moments: readonly Moment[];
  /** What happened between, the latest first; at most 1,000. */
  readonly transitions: readonly ResourceTransition[];
  /** True when compaction has forgotten single changes between the two. */
  readonly forgotten: boolean;
}
