import type { Profile, Status } from '@plumbline/score';

/** Counts resources that have the same statuses: what scores, plans and what-ifs are computed from. */
export interface ProfileCounter {
  /** @param statuses by index of the plan, in rising order. */
  add(subscription: string, statuses: readonly (readonly [number, Status])[]): void;
  profiles(): readonly Profile[];
}

const letterByStatus: Readonly<Record<Status, string>> = { Healthy: 'h', Unhealthy: 'u', NotApplicable: 'n', NotAssessed: 'x' };

/** @param keys recommendation keys by index of the plan. */
export function profileCounter(keys: readonly string[]): ProfileCounter {
  const counted = new Map<string, { readonly profile: Profile; count: number }>();
  return {
    add(subscription, statuses) {
      if (statuses.length === 0) return;
      let signature = subscription;
      for (const [index, status] of statuses) signature += letterByStatus[status] + index;
      const known = counted.get(signature);
      if (known !== undefined) {
        known.count += 1;
        return;
      }
      const named = statuses.map(([index, status]) => ({ recommendation: keys[index] ?? '', status }));
      named.sort((a, b) => (a.recommendation < b.recommendation ? -1 : 1));
      counted.set(signature, { profile: { subscription, statuses: named, count: 0 }, count: 1 });
    },
    profiles() {
      const sorted = [...counted.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
      return sorted.map(([, { profile, count }]) => ({ ...profile, count }));
    },
  };
}
