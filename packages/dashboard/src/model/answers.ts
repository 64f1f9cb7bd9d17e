// The shapes that the screens are drawn from: those of the store and of `plumbline scan --format json`, as the API hands them on.
import type { OverallScore, RecommendationScore, ScoreReport } from '@plumbline/assess';
import type { About, ShortAbout } from '@plumbline/catalogue';
import type { HistoryPoint, ResourceDetail, MovedBy as StoredCauses, WhatIf } from '@plumbline/store';

export type {
  ControlScore,
  Coverage,
  NotCollected,
  OverallScore,
  RecommendationScore,
  ScoreReport,
  SubscriptionScore,
} from '@plumbline/assess';
export type { Level, Severity, Threat } from '@plumbline/catalogue';
export type { Status } from '@plumbline/score';
export type {
  AssessedItem,
  BatchResult,
  Comparison,
  ExemptionRequest,
  ExemptionRow,
  GroupNode,
  HistoryPoint,
  ResourceDetail,
  ResourceRow,
  ResourceTransition,
  SearchHit,
  WhatIf,
} from '@plumbline/store';

/** The moment that an answer is true for, and whether the reader's rights cut something away. */
export interface Truth {
  readonly sequence: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly partial: boolean;
}

export type Listed<T> = Truth & { readonly items: readonly T[] };
/** `next` goes into `after` for the next page; null at the end. */
export type Paged<T> = Listed<T> & {
  readonly next: string | null;
  /** Rows of all pages together, where somebody knows. */
  readonly total?: number;
};

export type Report = ScoreReport & { readonly partial?: boolean };

export type RecommendationRow = RecommendationScore & ShortAbout;
export type RecommendationAbout = About;

export interface RecommendationAnswer extends Truth {
  readonly about: RecommendationAbout;
  readonly recommendation: RecommendationScore;
  /** The overall score of the scope, and what completing this recommendation makes of it. */
  readonly score: OverallScore | null;
  readonly completed: OverallScore | null;
}

export type ControlRow = ScoreReport['controls'][number] & { readonly recommendations: readonly string[] };
export type ResourceAnswer = Truth & { readonly resource: ResourceDetail };
export type WhatIfAnswer = Truth & WhatIf;
export type History = Listed<HistoryPoint>;

type StoredCause = StoredCauses['causes'][number];
/** Why the score moved; `name` and `displayName` of the recommendation or the control where the catalogue has it. */
export type MovedBy = Omit<StoredCauses, 'causes'> &
  Listed<StoredCause & { readonly name: string | null; readonly displayName: string | null }>;

/** Who asks, and what they may do. */
export interface Session {
  readonly kind: 'local' | 'token' | 'oidc';
  readonly name: string;
  readonly role: 'reader' | 'operator' | 'admin';
  /** null: everything may be read. */
  readonly scopes: readonly string[] | null;
  readonly version: string;
  readonly edition: string;
}
