// The shapes that the screens are drawn from: those of the store and of `plumbline scan --format json`, as the API hands them on.
import type { Coverage, OverallScore, RecommendationScore, ScoreReport } from '@plumbline/assess';
import type { Fix, Threat } from '@plumbline/catalogue';
import type { HistoryPoint, ResourceDetail, WhatIf } from '@plumbline/store';

export type {
  ControlScore,
  Coverage,
  NotCollected,
  OverallScore,
  RecommendationScore,
  ScoreReport,
  SubscriptionScore,
} from '@plumbline/assess';
export type { Severity, Threat } from '@plumbline/catalogue';
export type { Status } from '@plumbline/score';
export type {
  AssessedItem,
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
export type Paged<T> = Listed<T> & { readonly next: string | null };

export type Report = ScoreReport & { readonly partial?: boolean };

export type Level = Fix['effort'];

/** What the catalogue says about a recommendation in a list. */
interface ShortAbout {
  readonly threats: readonly Threat[];
  readonly effort: Level;
  readonly userImpact: Level;
  /** Names of the controls that it is in. */
  readonly controls: readonly string[];
}

export type RecommendationRow = RecommendationScore & ShortAbout;

/** Everything that the catalogue says about one recommendation. */
export interface RecommendationAbout extends ShortAbout {
  readonly key: string;
  readonly name: string;
  readonly displayName: string;
  readonly category: string;
  readonly severity: RecommendationScore['severity'];
  readonly kind: RecommendationScore['kind'];
  readonly points: number | null;
  readonly why: string;
  readonly whenNotToFix: string;
  readonly resourceTypes: readonly string[];
  readonly steps: readonly string[];
  readonly command?: string;
  readonly caution?: string;
  readonly together?: { readonly action: string; readonly on: string };
  readonly decidedBy?: string;
}

export interface RecommendationAnswer extends Truth {
  readonly about: RecommendationAbout;
  readonly recommendation: RecommendationScore;
  /** The overall score of the scope, and what completing this recommendation makes of it. */
  readonly score: OverallScore | null;
  readonly completed: OverallScore | null;
}

export type ControlRow = ScoreReport['controls'][number] & { readonly recommendations: readonly string[] };
export type ResourceAnswer = Truth & { readonly resource: ResourceDetail };
export type CoverageAnswer = Truth & { readonly coverage: Coverage };
export type WhatIfAnswer = Truth & WhatIf;
export type History = Listed<HistoryPoint>;

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
