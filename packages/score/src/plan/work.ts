import type { Score } from '../classic.ts';
import type { Rational } from '../rational.ts';
import type { Profile, ScoredControl, ScoredRecommendation } from '../tally.ts';

/** What fixing costs, in one unit of work throughout (hours, say): zero or more; `never` for what cannot be done. */
export type Cost = number | 'never';

/** Resources that have the same statuses, the same costs and, where actions are given, the same actions. Such resources are planned together. */
export interface Work extends Profile {
  /** What it costs to fix one recommendation on one of the resources, by recommendation; for every one that is Unhealthy. */
  readonly costs: Readonly<Record<string, Cost>>;
}

/** One action that fixes several things at once, all or nothing: a policy assignment, a setting of a subscription, a shared security group. */
export interface PlanAction {
  readonly key: string;
  readonly cost: Cost;
  /** It makes the recommendation healthy on every resource of the work (an index into the request's work). No two actions may fix the same. */
  readonly fixes: readonly { readonly work: number; readonly recommendation: string }[];
}

export type PlanModel =
  | { readonly kind: 'classic'; readonly recommendations: readonly ScoredRecommendation[] }
  | { readonly kind: 'controls'; readonly controls: readonly ScoredControl[]; readonly aggregate: 'weighted' | 'pooled' };

/** A part of the estate with a score of its own. */
export interface PlanScope {
  readonly name: string;
  /** Left out: everything. */
  readonly includes?: (work: Work) => boolean;
}

export interface PlanTarget extends PlanScope {
  /** At least so many points, or so much of the maximum (0..1). */
  readonly atLeast: { readonly points: number } | { readonly percentage: number };
}

export type PlanAim =
  | { readonly kind: 'targets'; readonly targets: readonly PlanTarget[] }
  | { readonly kind: 'budget'; readonly cost: number; readonly scope?: PlanScope };

export interface PlanRequest {
  readonly work: readonly Work[];
  readonly model: PlanModel;
  readonly aim: PlanAim;
  /**
   * What can be chosen: each resource by itself; whole recommendations (everywhere in scope where they can be fixed); or the actions given and,
   * where none of them helps, each resource by itself. Where an action fixes only a part of what a control needs, the rest is
   * fixed for all resources of the work together.
   */
  readonly by: 'resource' | 'recommendation' | { readonly actions: readonly PlanAction[] };
  /** When to stop looking for better. The plan is valid all the same, and says how far from the best it may be. */
  readonly limit?: PlanLimit;
}

export interface PlanLimit {
  /** Partial plans looked at; 250,000 unless told. */
  readonly steps?: number;
  /**
   * Up to so many actions that depend on one another every set of them is looked at; 14 unless told, and each more doubles the work. Beyond, only sets
   * that grow step by step are, and the bound is that of a simpler problem.
   */
  readonly entangled?: number;
  /** Asked now and then; this package has no clock. */
  readonly isOver?: () => boolean;
}

export interface Plan {
  readonly kind: 'plan';
  /** In the order in which to do them: the most points for the work first. */
  readonly steps: readonly PlanStep[];
  readonly cost: Rational;
  /** One for each target, or the one of the budget. */
  readonly scopes: readonly PlannedScope[];
  readonly proof: PlanProof;
}

export interface PlannedScope {
  readonly name: string;
  readonly before: Score;
  /** Exactly what rescoring gives after all fixes of the plan. */
  readonly after: Score;
}

/** `bound`: with targets no plan costs less, with a budget none reaches more points. `gap` is how far this plan is from that; zero proves it optimal. */
export interface PlanProof {
  readonly optimal: boolean;
  readonly bound: Rational;
  readonly gap: Rational;
}

export interface PlanStep {
  /** Key of the action, the recommendation when whole recommendations are planned, null for single resources. */
  readonly action: string | null;
  readonly fixes: readonly Fix[];
  readonly recommendations: readonly string[];
  readonly subscriptions: readonly string[];
  readonly cost: Rational;
  /** Points gained at this place in the order, by scope. */
  readonly gained: readonly Rational[];
  /** Points after this step, by scope. */
  readonly reached: readonly Rational[];
}

/** Recommendations fixed on the resources `first` (from 0) to `first + count` of one work or profile, an index into the list. */
export interface Fix {
  readonly work: number;
  readonly first: number;
  readonly count: number;
  readonly recommendations: readonly string[];
}

/** How far everything that can be done goes where that is not far enough, and what stands in the way. */
export interface OutOfReach {
  readonly kind: 'outOfReach';
  readonly scopes: readonly UnreachableScope[];
}

export interface UnreachableScope {
  readonly name: string;
  /** null: nothing in this scope has a score. */
  readonly before: Score | null;
  /** The most points that can be had. */
  readonly most: Rational;
  readonly needed: Rational;
  /** Recommendations that cannot be fixed and the resources that are held back, the most resources first. */
  readonly blocked: readonly { readonly recommendation: string; readonly resources: number }[];
}
