import type { importedReader, JudgePlan } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import type { Shapes } from './mirror.ts';

/** What stays the same while a store is open. */
export interface Setup {
  readonly catalogue: Catalogue;
  readonly fingerprint: string;
  readonly plan: JudgePlan;
  readonly ordinals: Ordinals;
  readonly shapes: Shapes;
  readonly prefer: 'rule' | 'input';
  readonly readImported: ReturnType<typeof importedReader>;
  /** By index of the plan: rules that may read the clock. */
  readonly readsClock: ReadonlySet<number>;
}

/** The store's numbers of recommendations: given once, kept for ever, whatever catalogues come. */
export interface Ordinals {
  /** @param index of the plan */
  ofIndex(index: number): number;
  /** undefined for recommendations that the catalogue has no more. */
  indexOf(ordinal: number): number | undefined;
  keyOf(ordinal: number): string;
}

/** Rules written in the policy language reach the clock only by this function. */
export function readsClockIn(plan: JudgePlan): ReadonlySet<number> {
  return new Set(
    plan.items.flatMap(({ index, item: { recommendation } }) =>
      recommendation.kind === 'policy' && JSON.stringify(recommendation.rule).toLowerCase().includes('utcnow') ? [index] : [],
    ),
  );
}
