import type { Profile, ProfileStatus, Status } from '../tally.ts';

/** Resources `first` (from 0) to `first + count` of a profile, an index into the list that is changed; all of them unless told. */
export interface Selection {
  readonly profile: number;
  readonly first?: number;
  readonly count?: number;
}

export type Change =
  /** Every Unhealthy resource of the recommendation becomes Healthy. */
  | { readonly kind: 'complete'; readonly recommendation: string; readonly includes?: (profile: Profile) => boolean }
  /** The recommendation is switched off by policy: what was judged becomes NotApplicable. */
  | { readonly kind: 'switchOff'; readonly recommendation: string; readonly includes?: (profile: Profile) => boolean }
  /** A status as it will be: fixed, broken, newly judged. */
  | (Selection & { readonly kind: 'set'; readonly recommendation: string; readonly status: Status })
  /** Waiver leaves the resources out of the recommendation, Mitigated counts them Healthy. Nothing changes where nothing was judged. */
  | (Selection & { readonly kind: 'exempt'; readonly recommendation: string; readonly category: 'Waiver' | 'Mitigated' })
  | (Selection & { readonly kind: 'remove' })
  | { readonly kind: 'add'; readonly resources: Profile };

/**
 * The profiles after all changes, done one after the other; to be scored like any others, so that the answer is what the score will really be.
 * Selections mean the profiles as they are given, whatever earlier changes did. Throws a RangeError when a selection is not in the list.
 */
export function changedProfiles(profiles: readonly Profile[], changes: Iterable<Change>): Profile[] {
  const parts = profiles.map((profile): Part[] => [{ first: 0, profile }]);
  for (const change of changes) {
    switch (change.kind) {
      case 'complete':
        changeAll(parts, change, (status) => (status === 'Unhealthy' ? 'Healthy' : status));
        break;
      case 'switchOff':
        changeAll(parts, change, () => 'NotApplicable');
        break;
      case 'set':
        changeSelected(parts, profiles, change, (profile) =>
          withStatus(profile, change.recommendation, () => change.status, change.status),
        );
        break;
      case 'exempt':
        changeSelected(parts, profiles, change, (profile) => withStatus(profile, change.recommendation, exempted(change.category)));
        break;
      case 'remove':
        changeSelected(parts, profiles, change, () => null);
        break;
      case 'add':
        parts.push([{ first: 0, profile: change.resources }]);
        break;
    }
  }
  return mergedProfiles(parts.flat().map(({ profile }) => profile));
}

/** Profiles of the same subscription and statuses counted together, sorted. */
export function mergedProfiles(profiles: Iterable<Profile>): Profile[] {
  const merged = new Map<string, Profile>();
  for (const { subscription, statuses, count } of profiles) {
    if (count === 0) continue;
    const key = profileKeyOf(subscription, statuses);
    merged.set(key, { subscription, statuses, count: (merged.get(key)?.count ?? 0) + count });
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, profile]) => profile);
}

/** The same for profiles whose resources cannot be told apart. */
export function profileKeyOf(subscription: string, statuses: readonly ProfileStatus[]): string {
  const sorted = statuses.map(({ recommendation, status }) => `${recommendation} ${status}`).sort();
  return [subscription, ...sorted].join('\n');
}

/** Some resources of a profile as given, counted from 0. */
interface Part {
  readonly first: number;
  readonly profile: Profile;
}

function changeAll(
  parts: Part[][],
  { recommendation, includes }: Change & { recommendation: string; includes?: (profile: Profile) => boolean },
  to: (status: Status) => Status,
): void {
  for (const [index, own] of parts.entries()) {
    parts[index] = own.map(({ first, profile }) => {
      return { first, profile: (includes?.(profile) ?? true) ? withStatus(profile, recommendation, to) : profile };
    });
  }
}

function changeSelected(
  parts: Part[][],
  profiles: readonly Profile[],
  selection: Selection,
  to: (profile: Profile) => Profile | null,
): void {
  const total = profiles[selection.profile]?.count ?? 0;
  const { first = 0, count = total - first } = selection;
  if (count < 0 || first < 0 || first + count > total) {
    throw new RangeError(`a change names resources ${first} to ${first + count} of profile ${selection.profile}, which has ${total}`);
  }
  parts[selection.profile] = (parts[selection.profile] ?? []).flatMap((part) => {
    const end = part.first + part.profile.count;
    const [from, until] = [Math.max(first, part.first), Math.min(first + count, end)];
    if (from >= until) return [part];
    const changed = to({ ...part.profile, count: until - from });
    return [
      { first: part.first, profile: { ...part.profile, count: from - part.first } },
      ...(changed ? [{ first: from, profile: changed }] : []),
      { first: until, profile: { ...part.profile, count: end - until } },
    ].filter(({ profile }) => profile.count > 0);
  });
}

/** `whenMissing`: the status where there was none. */
function withStatus(profile: Profile, recommendation: string, to: (status: Status) => Status, whenMissing?: Status): Profile {
  const isKnown = profile.statuses.some((one) => one.recommendation === recommendation);
  const statuses = profile.statuses.map((one) =>
    one.recommendation === recommendation ? { recommendation, status: to(one.status) } : one,
  );
  if (isKnown || !whenMissing) return { ...profile, statuses };
  const added = [...statuses, { recommendation, status: whenMissing }];
  return { ...profile, statuses: added.sort((a, b) => (a.recommendation < b.recommendation ? -1 : 1)) };
}

function exempted(category: 'Waiver' | 'Mitigated'): (status: Status) => Status {
  return (status) => {
    if (category === 'Mitigated') return status === 'Unhealthy' ? 'Healthy' : status;
    return status === 'Healthy' || status === 'Unhealthy' ? 'NotApplicable' : status;
  };
}
