import type { Profile, ProfileStatus, Status } from '../tally.ts';

/** Why a score changed. */
export const changeCauses = [
  'fixed',
  'broken',
  'new',
  'gone',
  'newlyCollected',
  'noLongerCollected',
  'becameApplicable',
  'becameNotApplicable',
  'exempted',
  'exemptionEnded',
  'switchedOff',
  'switchedOn',
  'scopeEntered',
  'scopeLeft',
  'recommendationAdded',
  'recommendationDropped',
  'pointsChanged',
  'controlsChanged',
  'editionChanged',
] as const;
export type ChangeCause = (typeof changeCauses)[number];

/** Causes that take something out of sight instead of making it better. A score that rose by them rose for a bad reason. */
export const hidingCauses: ReadonlySet<ChangeCause> = new Set([
  'noLongerCollected',
  'exempted',
  'switchedOff',
  'scopeLeft',
  'recommendationDropped',
]);

/**
 * Resources that went from the same statuses to the same statuses for the same causes. All resources of both estates have to be in one transition each,
 * also those that did not change.
 */
export interface Transition {
  readonly subscription: string;
  /** null: not in the first estate (or not in its scope). */
  readonly before: readonly ProfileStatus[] | null;
  /** null: not in the second one. */
  readonly after: readonly ProfileStatus[] | null;
  readonly count: number;
  /** The cause of all that changed, where the statuses do not tell: a scope that was entered or left, a permission that was lost. */
  readonly cause?: ChangeCause;
  /** The causes of single recommendations, which come first: an exemption, a policy. */
  readonly causes?: Readonly<Record<string, ChangeCause>>;
  /** Anything to group the explanation by: a type, the value of a tag. */
  readonly group?: string;
}

export function profilesBefore(transitions: Iterable<Transition>): Profile[] {
  return [...transitions].flatMap(({ subscription, before, count }) => (before ? [{ subscription, statuses: before, count }] : []));
}

export function profilesAfter(transitions: Iterable<Transition>): Profile[] {
  return [...transitions].flatMap(({ subscription, after, count }) => (after ? [{ subscription, statuses: after, count }] : []));
}

export interface StatusChange {
  readonly recommendation: string;
  readonly before: Status | null;
  readonly after: Status | null;
  /** null: nothing changed. */
  readonly cause: ChangeCause | null;
}

/** What happened to each recommendation of a resource. */
export function statusChangesOf(transition: Transition): StatusChange[] {
  const before = new Map(transition.before?.map(({ recommendation, status }) => [recommendation, status]));
  const after = new Map(transition.after?.map(({ recommendation, status }) => [recommendation, status]));
  return [...new Set([...before.keys(), ...after.keys()])].map((recommendation) => {
    const [from, to] = [before.get(recommendation) ?? null, after.get(recommendation) ?? null];
    return { recommendation, before: from, after: to, cause: from === to ? null : causeOf(transition, recommendation, from, to) };
  });
}

function causeOf(transition: Transition, recommendation: string, before: Status | null, after: Status | null): ChangeCause {
  const told = transition.causes?.[recommendation] ?? transition.cause;
  if (told) return told;
  if (!transition.before) return 'new';
  if (!transition.after) return 'gone';
  if (after === 'NotAssessed') return 'noLongerCollected';
  if (before === 'NotAssessed') return 'newlyCollected';
  if (after === 'Healthy' && before === 'Unhealthy') return 'fixed';
  if (after === 'Unhealthy' && before === 'Healthy') return 'broken';
  return after === 'Healthy' || after === 'Unhealthy' ? 'becameApplicable' : 'becameNotApplicable';
}
