import type { Profile, ProfileStatus } from '../tally.ts';
import { mergedProfiles, profileKeyOf } from './changed-profiles.ts';

/** Resources on which exemptions run out: their statuses until then, and what comes back if nothing is done. */
export interface Expiry {
  /** ISO 8601 date or instant, all of a request in the same form. */
  readonly on: string;
  readonly subscription: string;
  readonly before: readonly ProfileStatus[];
  readonly after: readonly ProfileStatus[];
  readonly count: number;
}

export interface Debt<Scored> {
  readonly on: string;
  /** Resources on which an exemption ends on this date. */
  readonly resources: number;
  /** The score from then on, everything else staying as it is. */
  readonly score: Scored;
}

/**
 * The score on each date on which exemptions run out, earliest first. A resource with exemptions of several dates stands in one expiry for
 * each, with the statuses of the one before as its own `before`. Throws a RangeError when an expiry names more resources than have its statuses.
 */
export function exemptionDebtOf<Scored>(
  profiles: readonly Profile[],
  expiries: readonly Expiry[],
  scoreOf: (profiles: readonly Profile[]) => Scored,
): Debt<Scored>[] {
  const counts = new Map(mergedProfiles(profiles).map((profile) => [profileKeyOf(profile.subscription, profile.statuses), profile]));
  const move = (subscription: string, statuses: readonly ProfileStatus[], by: number) => {
    const key = profileKeyOf(subscription, statuses);
    const count = (counts.get(key)?.count ?? 0) + by;
    if (count < 0)
      throw new RangeError(
        `an exemption ends on ${-by} resources of subscription ${subscription}, but only ${count - by} have its statuses`,
      );
    counts.set(key, { subscription, statuses, count });
  };
  return [...new Set(expiries.map(({ on }) => on))].sort().map((on) => {
    const due = expiries.filter((expiry) => expiry.on === on);
    for (const { subscription, before, count } of due) move(subscription, before, -count);
    for (const { subscription, after, count } of due) move(subscription, after, count);
    const resources = due.reduce((sum, { count }) => sum + count, 0);
    return { on, resources, score: scoreOf(mergedProfiles(counts.values())) };
  });
}
