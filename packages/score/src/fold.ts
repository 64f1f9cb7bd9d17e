import type { ControlTally, Profile, ScoredControl, Status, Tally } from './tally.ts';

/** Counts by recommendation and subscription; sorted by both, so that the order of the profiles leaves no trace. */
export function talliesOf(profiles: Iterable<Profile>): Tally[] {
  const tallies = new Map<string, Counted<Tally>>();
  for (const { subscription, statuses, count } of profiles) {
    for (const { recommendation, status } of statuses) {
      const tally = entryOf(tallies, recommendation, subscription, () => ({ recommendation, subscription, ...nothing }));
      tally[fieldByStatus[status]] += count;
    }
  }
  return sortedEntries(tallies);
}

/**
 * Counts of resources by their state in each control and subscription. A control's recommendations have to be the scored ones.
 * A resource that no recommendation of the control was assessed on is not counted there at all.
 */
export function controlTalliesOf(profiles: Iterable<Profile>, controls: readonly ScoredControl[]): ControlTally[] {
  const controlsByRecommendation = controlsByRecommendationOf(controls);
  const tallies = new Map<string, Counted<ControlTally>>();
  for (const profile of profiles) {
    for (const [control, state] of controlStatesOf(profile, controlsByRecommendation)) {
      const key = control.key;
      const tally = entryOf(tallies, key, profile.subscription, () => {
        return { control: key, subscription: profile.subscription, healthy: 0, unhealthy: 0, notApplicable: 0 };
      });
      tally[state] += profile.count;
    }
  }
  return sortedEntries(tallies);
}

export type ControlState = 'healthy' | 'unhealthy' | 'notApplicable';

/** The controls in which each recommendation is. */
export function controlsByRecommendationOf(controls: readonly ScoredControl[]): Map<string, ScoredControl[]> {
  const controlsByRecommendation = new Map<string, ScoredControl[]>();
  for (const control of controls) {
    for (const recommendation of new Set(control.recommendations)) {
      const list = controlsByRecommendation.get(recommendation);
      if (list) list.push(control);
      else controlsByRecommendation.set(recommendation, [control]);
    }
  }
  return controlsByRecommendation;
}

/**
 * The state of a resource in every control that a recommendation was assessed in: unhealthy when unhealthy for one of the control's
 * recommendations, healthy when not so and healthy for one (inferred from "must remediate all"), not applicable otherwise.
 */
export function controlStatesOf(
  profile: Profile,
  controlsByRecommendation: ReadonlyMap<string, readonly ScoredControl[]>,
): Map<ScoredControl, ControlState> {
  const states = new Map<ScoredControl, ControlState>();
  for (const { recommendation, status } of profile.statuses) {
    for (const control of controlsByRecommendation.get(recommendation) ?? []) {
      const known = states.get(control) ?? 'notApplicable';
      const seen = status === 'Unhealthy' ? 'unhealthy' : status === 'Healthy' ? 'healthy' : 'notApplicable';
      if (known === 'notApplicable' || seen === 'unhealthy') states.set(control, seen);
    }
  }
  return states;
}

const nothing = { healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 };

const fieldByStatus = {
  Healthy: 'healthy',
  Unhealthy: 'unhealthy',
  NotApplicable: 'notApplicable',
  NotAssessed: 'notAssessed',
} as const satisfies Record<Status, string>;

/** A tally while it is being counted. */
type Counted<T> = { -readonly [Key in keyof T]: T[Key] };

function entryOf<T>(entries: Map<string, T>, first: string, second: string, create: () => T): T {
  const key = `${first}\n${second}`;
  const known = entries.get(key);
  if (known) return known;
  const created = create();
  entries.set(key, created);
  return created;
}

function sortedEntries<T>(entries: ReadonlyMap<string, T>): T[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
}
