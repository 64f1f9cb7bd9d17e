import { describe, expect, test } from 'vitest';
import type { Status } from '../tally.ts';
import { type ChangeCause, profilesAfter, profilesBefore, statusChangesOf, type Transition } from './transition.ts';

const kinds = ['Healthy', 'Unhealthy', 'NotApplicable', 'NotAssessed', null] as const;

/** The cause by the status before (rows) and after (columns), in the order of `kinds`; the resource is in both estates. */
const table: readonly (readonly (ChangeCause | null)[])[] = [
  [null, 'broken', 'becameNotApplicable', 'noLongerCollected', 'becameNotApplicable'],
  ['fixed', null, 'becameNotApplicable', 'noLongerCollected', 'becameNotApplicable'],
  ['becameApplicable', 'becameApplicable', null, 'noLongerCollected', 'becameNotApplicable'],
  ['newlyCollected', 'newlyCollected', 'newlyCollected', null, 'newlyCollected'],
  ['becameApplicable', 'becameApplicable', 'becameNotApplicable', 'noLongerCollected', null],
];

describe.each(kinds.map((before, row) => [before, row] as const))('from %s', (before, row) => {
  test.each(kinds.map((after, column) => [after, table[row]?.[column] ?? null] as const))('to %s: %s', (after, cause) => {
    const other = { recommendation: 'other', status: 'Healthy' as const };
    const changes = statusChangesOf({
      subscription: 's',
      before: [...statuses(before), other],
      after: [...statuses(after), other],
      count: 1,
    });
    const both = { recommendation: 'other', before: 'Healthy', after: 'Healthy', cause: null };
    const own = { recommendation: 'r', before, after, cause };
    expect(changes).toEqual(before === null && after === null ? [both] : before === null ? [both, own] : [own, both]);
  });
});

test.each<[string, Partial<Transition>, ChangeCause]>([
  ['a resource that was not there', { before: null }, 'new'],
  ['one that is no longer there', { after: null }, 'gone'],
  ['a cause of the resource', { cause: 'scopeLeft' }, 'scopeLeft'],
  ['a cause of the recommendation goes before it', { cause: 'scopeLeft', causes: { r: 'exempted' } }, 'exempted'],
  ['a cause of another recommendation', { cause: 'scopeLeft', causes: { other: 'exempted' } }, 'scopeLeft'],
  ['a cause that is told goes before what is new', { before: null, cause: 'scopeEntered' }, 'scopeEntered'],
])('%s', (_case, told, cause) => {
  const transition: Transition = { subscription: 's', before: statuses('Unhealthy'), after: statuses('Healthy'), count: 1, ...told };
  expect(statusChangesOf(transition).map((change) => change.cause)).toEqual([cause]);
});

test('the estates on both sides', () => {
  const [old, late] = [statuses('Unhealthy'), statuses('Healthy')];
  const transitions: Transition[] = [
    { subscription: 's', before: old, after: late, count: 2 },
    { subscription: 't', before: null, after: late, count: 3 },
    { subscription: 'u', before: old, after: null, count: 4 },
  ];
  expect(profilesBefore(transitions)).toEqual([
    { subscription: 's', statuses: old, count: 2 },
    { subscription: 'u', statuses: old, count: 4 },
  ]);
  expect(profilesAfter(transitions)).toEqual([
    { subscription: 's', statuses: late, count: 2 },
    { subscription: 't', statuses: late, count: 3 },
  ]);
});

function statuses(status: Status | null) {
  return status === null ? [] : [{ recommendation: 'r', status }];
}
