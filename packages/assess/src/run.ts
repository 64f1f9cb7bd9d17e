import type { Catalogue } from '@plumbline/catalogue';
import type { Resource } from '@plumbline/policy';
import type { Profile } from '@plumbline/score';
import type { Assessment } from './assessment.ts';
import type { Exemption } from './exemptions.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { UnknownAssessment } from './imported.ts';
import type { Deferred, Explain, JudgeOptions } from './judge.ts';
import type { NotCollected } from './report.ts';
import type { KeptCounts } from './scored.ts';
import type { ItemVerdict } from './verdict.ts';
import type { VerdictVector } from './verdict-vectors.ts';

export interface AssessOptions {
  readonly catalogue: Catalogue;
  /** The instant of the run, ISO 8601 UTC: expiry dates are held against it. */
  readonly now: string;
  /** Selected scopes (see `scopeFilterOf`); empty or absent: everything. Resources outside are still looked up by relations. */
  readonly scope?: readonly string[];
  /** Which verdict counts where our rule and an assessment in the input disagree. */
  readonly prefer?: 'rule' | 'input';
  /** Types declared completely collected; read after the entries have ended, since manifests stand among them. */
  readonly collected?: () => readonly { readonly type: string; readonly subscription?: string }[];
  /** Which assessments carry their reason; `none` by default. */
  readonly explain?: Explain;
  readonly signal?: AbortSignal;
  /** Told when a verdict looks at the clock. */
  readonly onClock?: () => void;
}

/** The part of the options that single verdicts hang on. */
export function judgeOptionsOf({ now, explain = 'none', onClock }: AssessOptions): JudgeOptions {
  return { now, explain, ...(onClock === undefined ? {} : { onClock }) };
}

/** One assessment of an estate: everything that scores and reports are computed from. */
export interface AssessmentRun {
  readonly catalogue: Catalogue;
  readonly now: string;
  /** ARM ids of the selected scopes. */
  readonly scope: readonly string[];
  /** Counts of resources of the selected scope with the same statuses. */
  readonly profiles: readonly Profile[];
  /** The same as if no exemption had been found; the very same object when none applied. */
  readonly profilesWithoutExemptions: readonly Profile[];
  /** The same counted already, where somebody keeps them so; `profiles` are then not asked for. */
  readonly kept?: {
    readonly all: KeptCounts;
    /** The very same object when no exemption applied. */
    readonly withoutExemptions: KeptCounts;
    of(subscription: string): KeptCounts;
  };
  /** Subscriptions of the selected scope, with the number of resources in each, by id. */
  readonly subscriptions: readonly { readonly id: string; readonly resources: number }[];
  readonly hierarchy: Hierarchy;
  readonly exemptions: readonly {
    readonly exemption: Exemption;
    readonly assessments: number;
    /** The same by key of the recommendation, where somebody knows. */
    readonly byRecommendation?: ReadonlyMap<string, number>;
  }[];
  readonly duplicates: number;
  readonly resources: number;
  readonly byType: readonly { readonly type: string; readonly resources: number; readonly judged: number }[];
  readonly disagreements: readonly {
    readonly recommendation: string;
    readonly resource: string;
    readonly computed: string;
    readonly imported: string;
  }[];
  readonly unknownAssessments: readonly (UnknownAssessment & { readonly count: number })[];
  /** What could not be judged for want of input, by recommendation, subscription and what is missing. */
  readonly notCollected: Iterable<NotCollected>;
  /** Selected scopes of which the input holds nothing. */
  readonly emptyScopes: readonly string[];
  /** By lower-case resource id, then in the order of the catalogue. */
  assessments(): Iterable<Assessment>;
}

/** What is remembered of one resource while the rest streams by. */
export interface ResourceState {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly subscription: string;
  /** As given. */
  readonly location?: string | undefined;
  /** Known only because something else names it. */
  readonly implied?: true;
  /** All verdicts where none waits for other resources and none has a reason of its own; otherwise undefined. */
  readonly vector: VerdictVector | undefined;
  /** Where there is no vector: the verdicts so far, by index of the plan in rising order. */
  readonly begun: readonly (readonly [number, ItemVerdict | Deferred])[];
  /** What waiting verdicts are judged on. */
  readonly resource: Resource | undefined;
}
