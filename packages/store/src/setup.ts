import type { importedReader, JudgePlan } from '@plumbline/assess';
import type { Catalogue, PolicySummary } from '@plumbline/catalogue';
import type { Shapes } from './mirror.ts';
import type { OpenOptions } from './store.ts';
import type { Tallier } from './tallied.ts';

/** What follows from the catalogue: the same while a store is open, unless policies are judged and what the estate assigns changes. */
export interface Setup {
  readonly catalogue: Catalogue;
  readonly fingerprint: string;
  /** Where policies are judged. */
  readonly summary?: PolicySummary;
  readonly plan: JudgePlan;
  readonly ordinals: Ordinals;
  readonly shapes: Shapes;
  readonly tallier: Tallier;
  readonly options: OpenOptions;
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
