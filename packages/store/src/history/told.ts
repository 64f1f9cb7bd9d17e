// What the store tells about the past.
import type { OverallScore, ScoreReport, ScoringOptions } from '@plumbline/assess';
import type { ChangeCause } from '@plumbline/score';
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

/** Why a score moved: the amounts of the causes add up to the difference. */
export interface MovedBy {
  /** Points in the classic model, the share of the maximum (0..1) in the controls model. */
  readonly measure: 'points' | 'percentage';
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** The greatest first. */
  readonly causes: readonly {
    readonly cause: ChangeCause;
    /** Key of the recommendation (classic) or of the control; null for what the weight of a subscription did. */
    readonly unit: string | null;
    readonly resources: number;
    readonly amount: number;
  }[];
  /** True where compaction has forgotten what single resources did: then no cause is told. */
  readonly forgotten: boolean;
}
