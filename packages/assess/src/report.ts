import type { PolicySummary } from '@plumbline/catalogue';
import type { IgnoredFiles, InputProblem, NotPermitted } from '@plumbline/inventory';

/** What `plumbline scan --format json` prints and the server answers; docs/score-report.schema.json describes it. Numbers are the nearest double to the exact value. */
export interface ScoreReport {
  readonly schema: 'plumbline-score/1';
  readonly model: 'classic' | 'controls';
  readonly edition: string;
  /** ARM ids of the selected scopes; empty for everything in the input. */
  readonly scope: readonly string[];
  /** ISO 8601 UTC. */
  readonly generatedAt: string;
  /** null when no recommendation is active: no score, which is neither 0 nor 100. */
  readonly score: OverallScore | null;
  readonly categories: readonly CategoryScore[];
  readonly controls: readonly ControlScore[];
  /** Sorted by impact, the greatest first; then by display name. */
  readonly recommendations: readonly RecommendationScore[];
  /** Up to three, by impact, of those that are active and incomplete. */
  readonly topRecommendations: readonly RecommendationScore[];
  readonly subscriptions: readonly SubscriptionScore[];
  readonly exemptions: ExemptionSummary;
  readonly coverage: Coverage;
  /** Present when policies of the user or of initiatives were scored too. */
  readonly policies?: PolicySummary;
  readonly problems: readonly InputProblem[];
}

export interface OverallScore {
  readonly current: number;
  readonly max: number;
  /** 0..1. */
  readonly percentage: number;
}

export interface CategoryScore extends OverallScore {
  /** `Compute & apps`, `Networking`, `Data & storage`, `Identity & access`, `IoT`. */
  readonly name: string;
  readonly unhealthy: number;
}

export interface ControlScore extends OverallScore {
  readonly key: string;
  readonly name: string;
  readonly potentialIncrease: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
}

export interface RecommendationScore {
  readonly key: string;
  readonly name: string;
  readonly displayName: string;
  readonly category: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly kind: 'policy' | 'graph' | 'imported';
  /** Counts in the score: has points in this edition and at least one healthy or unhealthy resource. */
  readonly active: boolean;
  readonly points: number | null;
  readonly score: { readonly current: number; readonly max: number };
  readonly impact: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  readonly notAssessed: number;
}

export interface SubscriptionScore {
  /** Lower-case GUID. */
  readonly id: string;
  readonly displayName: string;
  /** Names of the management groups from the parent up to the root, when known. */
  readonly managementGroups: readonly string[];
  readonly score: OverallScore | null;
  /** Assessments by status over the recommendations that count. */
  readonly healthy: number;
  readonly unhealthy: number;
  readonly resources: number;
}

export interface ExemptionSummary {
  /** Exemptions found in the input that apply now, and those whose date has passed. */
  readonly active: number;
  readonly expired: number;
  /** Assessments left out (Waiver) or counted healthy (Mitigated). */
  readonly waived: number;
  readonly mitigated: number;
  /** The score as it would be without any exemption. */
  readonly scoreWithout: OverallScore | null;
  readonly items: readonly ExemptionItem[];
}

export interface ExemptionItem {
  readonly id: string;
  readonly displayName: string;
  readonly category: 'Waiver' | 'Mitigated';
  readonly expiresOn: string | null;
  readonly expired: boolean;
  readonly assessments: number;
}

export interface Coverage {
  readonly files: number;
  /** Distinct things read; read + refused + duplicates is everything that stood in the input. */
  readonly read: number;
  readonly refused: number;
  readonly duplicates: number;
  /** Things read that are resources in the selected scope. */
  readonly resources: number;
  /** Assessments by status over the selected scope. */
  readonly assessed: { readonly healthy: number; readonly unhealthy: number; readonly notApplicable: number; readonly notAssessed: number };
  readonly byType: readonly { readonly type: string; readonly resources: number; readonly judged: number }[];
  /** In an order; a list in JSON. */
  readonly notCollected: Iterable<NotCollected>;
  /** What the export says could not be read: nothing is known of it, and the score does not count it. Absent where nothing was refused. */
  readonly notPermitted?: readonly NotPermitted[];
  readonly disagreements: readonly Disagreement[];
  /** Answers of which the input does not hold all pages. */
  readonly incomplete?: readonly { readonly file: string; readonly reason: string }[];
  /** Files of a folder that were passed over. */
  readonly ignored?: readonly IgnoredFiles[];
  /** Assessments in the input of recommendations that the catalogue does not have: not scored. */
  readonly unknownAssessments: readonly { readonly key: string; readonly displayName: string; readonly count: number }[];
}

/** A recommendation that could not be judged in a subscription, with the type that the input lacks. */
export interface NotCollected {
  readonly recommendation: string;
  readonly subscription: string;
  readonly needs: string;
  readonly resources: number;
  /** Present when the export says that its collector was not allowed to read it, and not only that it lacks it. */
  readonly why?: 'no permission';
}

/** An assessment in the input that says otherwise than our rule. */
export interface Disagreement {
  readonly recommendation: string;
  readonly resource: string;
  readonly computed: string;
  readonly imported: string;
}
