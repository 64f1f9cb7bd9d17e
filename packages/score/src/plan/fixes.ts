import type { Profile } from '../tally.ts';
import type { Fix } from './work.ts';

/**
 * The profiles after the fixes: what was Unhealthy and is fixed becomes Healthy. Profiles of which only some resources are fixed are split.
 * Everything else a profile holds (costs, say) is kept.
 */
export function fixedProfiles<P extends Profile>(profiles: readonly P[], fixes: Iterable<Fix>): P[] {
  const fixesByProfile = new Map<number, Fix[]>();
  for (const fix of fixes) {
    const profile = profiles[fix.work];
    if (!profile || fix.first < 0 || fix.first + fix.count > profile.count) {
      throw new RangeError(
        `a fix names resources ${fix.first} to ${fix.first + fix.count} of profile ${fix.work}, which has ${profile?.count ?? 0}`,
      );
    }
    const known = fixesByProfile.get(fix.work);
    if (known) known.push(fix);
    else fixesByProfile.set(fix.work, [fix]);
  }
  return profiles.flatMap((profile, index) => {
    const own = fixesByProfile.get(index);
    return own ? splitBy(profile, own) : [profile];
  });
}

function splitBy<P extends Profile>(profile: P, fixes: readonly Fix[]): P[] {
  const edges = new Set([0, profile.count, ...fixes.flatMap(({ first, count }) => [first, first + count])]);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? profile.count;
    const fixed = new Set(
      fixes.flatMap(({ first, count, recommendations }) => (first <= from && to <= first + count ? recommendations : [])),
    );
    const statuses = profile.statuses.map((one) => {
      return one.status === 'Unhealthy' && fixed.has(one.recommendation) ? { ...one, status: 'Healthy' as const } : one;
    });
    return { ...profile, statuses, count: to - from };
  });
}
