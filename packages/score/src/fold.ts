import type { ControlTally, Profile, ScoredControl, Status, Tally } from './tally.ts';

/** Counts by recommendation and subscription; sorted by both, so that the order of the profiles leaves no trace. */
export function talliesOf(profiles: Iterable<Profile>): Tally[] {
  const tallies: Entries<Counted<Tally>> = new Map();
  for (const { subscription, statuses, count } of profiles) {
    const own = entriesIn(tallies, subscription);
    for (const { recommendation, status } of statuses) {
      let tally = own.get(recommendation);
      if (tally === undefined) {
        tally = { recommendation, subscription, ...nothing };
        own.set(recommendation, tally);
      }
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
  const tallies: Entries<Counted<ControlTally>> = new Map();
  // Profiles of many subscriptions share the list of their statuses.
  const statesByStatuses = new Map<Profile['statuses'], ReturnType<typeof controlStatesOf>>();
  for (const profile of profiles) {
    const own = entriesIn(tallies, profile.subscription);
    let states = statesByStatuses.get(profile.statuses);
    if (states === undefined) {
      states = controlStatesOf(profile, controlsByRecommendation);
      statesByStatuses.set(profile.statuses, states);
    }
    for (const [{ key }, state] of states) {
      let tally = own.get(key);
      if (tally === undefined) {
        tally = { control: key, subscription: profile.subscription, healthy: 0, unhealthy: 0, notApplicable: 0 };
        own.set(key, tally);
      }
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

/**
 * By subscription, then by recommendation or control. Names made of both would have to be put together for every status of every profile:
 * that was four fifths of the time of counting.
 */
type Entries<T> = Map<string, Map<string, T>>;

function entriesIn<T>(entries: Entries<T>, subscription: string): Map<string, T> {
  const known = entries.get(subscription);
  if (known !== undefined) return known;
  const created = new Map<string, T>();
  entries.set(subscription, created);
  return created;
}

function sortedEntries<T>(entries: Entries<T>): T[] {
  const all = [...entries].flatMap(([subscription, own]) => [...own].map(([first, entry]) => ({ first, subscription, entry })));
  return all.sort((a, b) => order(a.first, b.first) || order(a.subscription, b.subscription)).map(({ entry }) => entry);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
