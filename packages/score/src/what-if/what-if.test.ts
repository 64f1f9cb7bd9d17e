import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classicScoreOf } from '../classic.ts';
import { type Estate, estates } from '../estates.fixture.ts';
import { talliesOf } from '../fold.ts';
import { add, fraction } from '../rational.ts';
import type { Profile, Status } from '../tally.ts';
import { type Change, changedProfiles, mergedProfiles } from './changed-profiles.ts';
import { exemptionDebtOf } from './exemption-debt.ts';

function profile(statuses: Readonly<Record<string, Status>>, count: number, subscription = 's1'): Profile {
  return { subscription, count, statuses: Object.entries(statuses).map(([recommendation, status]) => ({ recommendation, status })) };
}

describe('changes', () => {
  const before = [profile({ a: 'Unhealthy', b: 'Healthy' }, 5), profile({ a: 'NotAssessed' }, 2, 's2')];

  test.each<[string, Change[], Profile[]]>([
    ['nothing', [], before],
    [
      'a recommendation is completed',
      [{ kind: 'complete', recommendation: 'a' }],
      [profile({ a: 'Healthy', b: 'Healthy' }, 5), profile({ a: 'NotAssessed' }, 2, 's2')],
    ],
    [
      'two resources are fixed',
      [{ kind: 'set', profile: 0, first: 1, count: 2, recommendation: 'a', status: 'Healthy' }],
      [profile({ a: 'Healthy', b: 'Healthy' }, 2), profile({ a: 'Unhealthy', b: 'Healthy' }, 3), profile({ a: 'NotAssessed' }, 2, 's2')],
    ],
    [
      'what was not judged is judged',
      [{ kind: 'set', profile: 1, recommendation: 'c', status: 'Unhealthy' }],
      [before[0] ?? profile({}, 0), profile({ a: 'NotAssessed', c: 'Unhealthy' }, 2, 's2')],
    ],
    [
      'waived',
      [{ kind: 'exempt', profile: 0, recommendation: 'a', category: 'Waiver' }],
      [profile({ a: 'NotApplicable', b: 'Healthy' }, 5), profile({ a: 'NotAssessed' }, 2, 's2')],
    ],
    [
      'mitigated',
      [{ kind: 'exempt', profile: 0, recommendation: 'a', category: 'Mitigated' }],
      [profile({ a: 'Healthy', b: 'Healthy' }, 5), profile({ a: 'NotAssessed' }, 2, 's2')],
    ],
    [
      'an exemption of what was not judged changes nothing',
      [{ kind: 'exempt', profile: 1, recommendation: 'a', category: 'Mitigated' }],
      before,
    ],
    [
      'switched off',
      [{ kind: 'switchOff', recommendation: 'b' }],
      [profile({ a: 'Unhealthy', b: 'NotApplicable' }, 5), profile({ a: 'NotAssessed' }, 2, 's2')],
    ],
    [
      'some are removed, others come',
      [
        { kind: 'remove', profile: 0, first: 0, count: 4 },
        { kind: 'add', resources: profile({ a: 'NotAssessed' }, 3, 's2') },
      ],
      [profile({ a: 'Unhealthy', b: 'Healthy' }, 1), profile({ a: 'NotAssessed' }, 5, 's2')],
    ],
    [
      'selections mean the estate as it was, whatever was removed before',
      [
        { kind: 'remove', profile: 0, first: 0, count: 2 },
        { kind: 'set', profile: 0, first: 1, count: 2, recommendation: 'b', status: 'Unhealthy' },
      ],
      [
        profile({ a: 'Unhealthy', b: 'Healthy' }, 2),
        profile({ a: 'Unhealthy', b: 'Unhealthy' }, 1),
        profile({ a: 'NotAssessed' }, 2, 's2'),
      ],
    ],
  ])('%s', (_case, changes, after) => expect(changedProfiles(before, changes)).toEqual(mergedProfiles(after)));

  test.each<[string, Change, string]>([
    [
      'more resources than there are',
      { kind: 'remove', profile: 0, first: 4, count: 2 },
      'a change names resources 4 to 6 of profile 0, which has 5',
    ],
    ['a profile that is not there', { kind: 'remove', profile: 2, count: 1 }, 'a change names resources 0 to 1 of profile 2, which has 0'],
    ['a negative place', { kind: 'remove', profile: 0, first: -1, count: 1 }, 'a change names resources -1 to 0 of profile 0'],
    ['fewer than none', { kind: 'remove', profile: 0, first: 3, count: -1 }, 'a change names resources 3 to 2 of profile 0'],
    ['a place behind the last', { kind: 'remove', profile: 0, first: 6 }, 'a change names resources 6 to 5 of profile 0'],
  ])('%s: refused', (_case, change, message) => {
    const refused = () => changedProfiles(before, [change]);
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(message);
  });

  // One row a change, one column a status before: Healthy, Unhealthy, NotApplicable, NotAssessed.
  test.each<[string, Change, Status[]]>([
    ['completed', { kind: 'complete', recommendation: 'a' }, ['Healthy', 'Healthy', 'NotApplicable', 'NotAssessed']],
    ['switched off', { kind: 'switchOff', recommendation: 'a' }, ['NotApplicable', 'NotApplicable', 'NotApplicable', 'NotApplicable']],
    [
      'waived',
      { kind: 'exempt', profile: 0, recommendation: 'a', category: 'Waiver' },
      ['NotApplicable', 'NotApplicable', 'NotApplicable', 'NotAssessed'],
    ],
    [
      'mitigated',
      { kind: 'exempt', profile: 0, recommendation: 'a', category: 'Mitigated' },
      ['Healthy', 'Healthy', 'NotApplicable', 'NotAssessed'],
    ],
    ['set', { kind: 'set', profile: 0, recommendation: 'a', status: 'Unhealthy' }, ['Unhealthy', 'Unhealthy', 'Unhealthy', 'Unhealthy']],
  ])('every status, %s', (_case, change, expected) => {
    const every: readonly Status[] = ['Healthy', 'Unhealthy', 'NotApplicable', 'NotAssessed'];
    const changed = every.flatMap((status) => changedProfiles([profile({ a: status, b: 'Unhealthy' }, 1)], [change]));
    expect(changed).toEqual(expected.map((status) => profile({ a: status, b: 'Unhealthy' }, 1)));
  });

  test('only where it is meant', () => {
    const change: Change = { kind: 'complete', recommendation: 'a', includes: ({ subscription }) => subscription === 's2' };
    const twice = [profile({ a: 'Unhealthy' }, 1), profile({ a: 'Unhealthy' }, 1, 's2')];
    expect(changedProfiles(twice, [change])).toEqual([profile({ a: 'Unhealthy' }, 1), profile({ a: 'Healthy' }, 1, 's2')]);
  });

  test('what is left of a selection is all that follows; parts with nothing in them leave no trace', () => {
    const rest: Change[] = [{ kind: 'set', profile: 0, first: 2, recommendation: 'a', status: 'Healthy' }];
    expect(changedProfiles(before, rest)).toEqual(
      mergedProfiles([
        profile({ a: 'Healthy', b: 'Healthy' }, 3),
        profile({ a: 'Unhealthy', b: 'Healthy' }, 2),
        before[1] ?? profile({}, 0),
      ]),
    );
    const none: Change[] = [{ kind: 'set', profile: 0, first: 2, count: 0, recommendation: 'a', status: 'Healthy' }];
    expect(changedProfiles(before, none)).toEqual(mergedProfiles(before));
    expect(changedProfiles(before, [{ kind: 'remove', profile: 0 }, ...none])).toEqual([before[1]]);
  });

  test('a status that is new takes its place by the key of its recommendation', () => {
    const changed = changedProfiles(before, [{ kind: 'set', profile: 0, recommendation: 'aa', status: 'Healthy' }]);
    expect(changed[0]?.statuses.map(({ recommendation }) => recommendation)).toEqual(['a', 'aa', 'b']);
  });

  test('profiles are merged whatever the order of their statuses, and sorted; none is mistaken for another', () => {
    const merged = mergedProfiles([
      profile({ b: 'Healthy', a: 'Unhealthy' }, 2, 't'),
      profile({ a: 'Healthy' }, 0, 's'),
      profile({ a: 'Unhealthy', b: 'Healthy' }, 3, 't'),
      profile({ a: 'Healthy' }, 1, 's'),
      profile({ ta: 'Healthy' }, 1, 's'),
      profile({ a: 'Healthy' }, 1, 'st'),
    ]);
    expect(merged.map(({ subscription, count }) => [subscription, count])).toEqual([
      ['s', 1],
      ['s', 1],
      ['st', 1],
      ['t', 5],
    ]);
  });

  test('completing a recommendation gains its impact', () => {
    fc.assert(
      fc.property(estates(), (estate) => {
        const before = classicOf(estate, estate.profiles);
        for (const { key, impact } of before.recommendations) {
          const after = classicOf(estate, changedProfiles(estate.profiles, [{ kind: 'complete', recommendation: key }]));
          expect(after.overall?.current).toEqual(before.overall ? add(before.overall.current, impact) : undefined);
        }
      }),
    );
  });

  test('what is done one by one is what is done at once', () => {
    const edits = fc.array(
      fc.record({ at: fc.nat(), recommendation: fc.constantFrom('r0', 'r1'), status: fc.constantFrom<Status[]>('Healthy', 'Unhealthy') }),
    );
    fc.assert(
      fc.property(estates(), edits, ({ profiles }, chosen) => {
        fc.pre(profiles.length > 0);
        const changes = chosen.map(({ at, recommendation, status }): Change => {
          const index = at % profiles.length;
          return { kind: 'set', profile: index, first: at % (profiles[index]?.count ?? 1), count: 1, recommendation, status };
        });
        const single = profiles.flatMap((one) => Array.from({ length: one.count }, () => ({ ...one, count: 1 })));
        const offset = (index: number) => profiles.slice(0, index).reduce((sum, { count }) => sum + count, 0);
        const onSingles = changes.map((change): Change => {
          return change.kind === 'set' ? { ...change, profile: offset(change.profile) + (change.first ?? 0), first: 0 } : change;
        });
        expect(changedProfiles(profiles, changes)).toEqual(changedProfiles(single, onSingles));
      }),
    );
  });
});

describe('exemption debt', () => {
  const profiles = [profile({ a: 'NotApplicable', b: 'Healthy' }, 2), profile({ a: 'Healthy', b: 'Healthy' }, 3)];
  const recommendations = [
    { key: 'a', category: 'data', points: 10 },
    { key: 'b', category: 'data', points: 20 },
  ];
  const scoreOf = (some: readonly Profile[]) => classicScoreOf(talliesOf(some), recommendations).overall?.current;
  const statuses = (a: Status, b: Status) => profile({ a, b }, 0).statuses;

  test('each date adds to those before it', () => {
    const debt = exemptionDebtOf(
      profiles,
      [
        {
          on: '2026-03-01',
          subscription: 's1',
          before: statuses('NotApplicable', 'Healthy'),
          after: statuses('NotApplicable', 'Unhealthy'),
          count: 1,
        },
        {
          on: '2026-01-01',
          subscription: 's1',
          before: statuses('NotApplicable', 'Healthy'),
          after: statuses('Unhealthy', 'Healthy'),
          count: 1,
        },
      ],
      scoreOf,
    );
    expect(scoreOf(profiles)).toEqual(fraction(30));
    expect(debt).toEqual([
      { on: '2026-01-01', resources: 1, score: fraction(55, 2) },
      { on: '2026-03-01', resources: 1, score: fraction(47, 2) },
    ]);
  });

  test('more resources than have the exemption: refused', () => {
    const expiry = {
      on: '2026-01-01',
      subscription: 's1',
      before: statuses('NotApplicable', 'Healthy'),
      after: statuses('Unhealthy', 'Healthy'),
      count: 3,
    };
    expect(() => exemptionDebtOf(profiles, [expiry], scoreOf)).toThrow(
      'an exemption ends on 3 resources of subscription s1, but only 2 have its statuses',
    );
  });
});

function classicOf({ recommendations }: Estate, profiles: readonly Profile[]) {
  return classicScoreOf(talliesOf(profiles), recommendations);
}
