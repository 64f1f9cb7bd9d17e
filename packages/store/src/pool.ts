import type { Tally } from '@plumbline/score';
import type { Counts } from './mirror.ts';

type ShapeCounts = Counts extends ReadonlyMap<string, infer Own> ? Own : never;
type TalliesOf = (subscription: string, own: ShapeCounts) => readonly Tally[];
type Pooled = { -readonly [Name in keyof Tally]: Tally[Name] };

/** Tallies of all subscriptions together, kept for the counts that were asked for last. */
export interface Pool {
  /** @returns one tally a recommendation, of no subscription in particular; as it was asked for, whatever is asked for later */
  at(counts: Counts, talliesOf: TalliesOf): readonly Tally[];
}

export function poolOf(): Pool {
  let last: Counts = new Map();
  const pooled = new Map<string, Pooled>();
  const add = (tallies: readonly Tally[], sign: 1 | -1) => {
    for (const { recommendation, healthy, unhealthy, notApplicable, notAssessed } of tallies) {
      let pool = pooled.get(recommendation);
      if (pool === undefined) {
        pool = { recommendation, subscription: '', healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 };
        pooled.set(recommendation, pool);
      }
      pool.healthy += sign * healthy;
      pool.unhealthy += sign * unhealthy;
      pool.notApplicable += sign * notApplicable;
      pool.notAssessed += sign * notAssessed;
    }
  };
  return {
    at(counts, talliesOf) {
      for (const [subscription, own] of last) if (counts.get(subscription) !== own) add(talliesOf(subscription, own), -1);
      for (const [subscription, own] of counts) if (last.get(subscription) !== own) add(talliesOf(subscription, own), 1);
      last = counts;
      return [...pooled.values()].filter(isSomething).map((pool) => ({ ...pool }));
    },
  };
}

function isSomething({ healthy, unhealthy, notApplicable, notAssessed }: Tally): boolean {
  return healthy + unhealthy + notApplicable + notAssessed > 0;
}
