import { loadCatalogue } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import { type ChangeCause, compare, explanationOf, mergedProfiles, subtract, sumOf, zero } from '@plumbline/score';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import {
  type Account,
  accountOf,
  arbitraryEstates,
  exemptionResource,
  networkRestricted,
  now,
  type RandomEstate,
  resourcesOf,
  secureTransfer,
  subscriptions,
} from './estates.fixture.ts';
import { scopeFilterOf } from './scope.ts';
import { scoredOf, scoringTableOf } from './scored.ts';
import { streamOf } from './test-entries.ts';
import { type ChangeSide, transitionsOf } from './transitions.ts';

const { catalogue } = loadCatalogue();
const table = scoringTableOf(catalogue);
const subscription = subscriptions[0] ?? '';

async function sideOf(
  resources: readonly JsonObject[],
  {
    scope = [],
    collected = [],
    notPermitted = [],
  }: {
    readonly scope?: readonly string[];
    readonly collected?: readonly string[];
    readonly notPermitted?: ChangeSide['notPermitted'];
  } = {},
): Promise<ChangeSide> {
  const run = await assess(streamOf(resources), { catalogue, now });
  return { run, scope: scopeFilterOf(scope, run.hierarchy), collected: collected.map((type) => ({ type })), notPermitted };
}

const keyOf = (wanted: string) => catalogue.items.find(({ recommendation: { name } }) => name === wanted)?.recommendation.key ?? '';
const account = (changes: Partial<Account> = {}) =>
  accountOf({ name: 'a', subscription, isSecure: false, isRestricted: false, ...changes });
const exemption = exemptionResource({
  location: null,
  name: 'waived',
  scope: `/subscriptions/${subscription}`,
  category: 'Waiver',
  references: [secureTransfer],
  expiresOn: null,
});
const b = account({ name: 'b', isSecure: true });

describe('what became of a resource', () => {
  test.each<[string, JsonObject[], JsonObject[], ChangeCause[]]>([
    ['nothing', [account(), b], [account(), b], []],
    ['fixed', [account(), b], [account({ isSecure: true }), b], ['fixed']],
    ['broken', [account({ isSecure: true }), b], [account(), b], ['broken']],
    ['new beside others', [b], [account(), b], ['new']],
    ['gone, others are left', [account(), b], [b], ['gone']],
    ['exempted', [account(), b], [account(), b, exemption], ['exempted']],
    ['no longer exempted', [account(), b, exemption], [account(), b], ['exemptionEnded']],
    ['the last of its type in a subscription', [account(), other('b')], [other('b')], ['noLongerCollected']],
    ['the first of its type in a subscription', [other('b')], [account(), other('b')], ['newlyCollected']],
  ])('%s', async (_name, before, after, causes) => {
    const { transitions } = transitionsOf(await sideOf(before), await sideOf(after));
    expect(causesIn(transitions, keyOf(secureTransfer))).toEqual(causes);
  });

  test('what is declared to be completely collected is gone when it is missing', async () => {
    const after = await sideOf([other('b')], { collected: ['microsoft.storage/storageaccounts'] });
    expect(causesIn(transitionsOf(await sideOf([account(), other('b')]), after).transitions, keyOf(secureTransfer))).toEqual(['gone']);
  });

  test.each<[string, string | undefined, ChangeCause]>([
    ['in the subscription', `/subscriptions/${subscription}`, 'noLongerCollected'],
    ['in its resource group', `/SUBSCRIPTIONS/${subscription}/resourceGroups/Data`, 'noLongerCollected'],
    ['anywhere', undefined, 'noLongerCollected'],
    ['above', '/providers/Microsoft.Management/managementGroups/mg', 'noLongerCollected'],
    ['in another subscription', `/subscriptions/${subscriptions[1]}`, 'gone'],
  ])('where some of a type was refused %s, nobody knows whether what is missing is gone', async (_where, scope, cause) => {
    const type = 'microsoft.storage/storageaccounts';
    const after = await sideOf([b], { notPermitted: [{ type, status: 403, ...(scope === undefined ? {} : { scope }) }] });
    expect(causesIn(transitionsOf(await sideOf([account(), b]), after).transitions, keyOf(secureTransfer))).toEqual([cause]);
  });

  test('what lies in one scope only left it, or came into it', async () => {
    const resources = [account(), other('b')];
    const [everything, second] = await Promise.all([sideOf(resources), sideOf(resources, { scope: [subscriptions[1] ?? ''] })]);
    expect(causesIn(transitionsOf(everything, second).transitions, keyOf(secureTransfer))).toEqual(['scopeLeft']);
    expect(causesIn(transitionsOf(second, everything).transitions, keyOf(secureTransfer))).toEqual(['scopeEntered']);
  });

  test('groups are named by the caller', async () => {
    const { transitions } = transitionsOf(await sideOf([account()]), await sideOf([b]), ({ key }) => key.slice(-1));
    expect(transitions.flatMap(({ group, before, after }) => (group === '1' ? [] : [[group, before !== null, after !== null]]))).toEqual([
      ['a', true, false],
      ['b', false, true],
    ]);
  });
});

function other(name: string): JsonObject {
  return account({ name, subscription: subscriptions[1] ?? '', isSecure: true });
}

function causesIn(transitions: ReturnType<typeof transitionsOf>['transitions'], recommendation: string): readonly ChangeCause[] {
  const { contributions } = explanationOf({
    transitions,
    model: { kind: 'classic', before: table.recommendations, after: table.recommendations },
    measure: 'percentage',
  });
  const known = new Set(contributions.flatMap(({ cause, unit }) => (unit === recommendation ? cause : [])));
  return [...known];
}

describe('laws', () => {
  const scopes = fc.subarray([...subscriptions]);
  test('both moments are in it whole, and the explanation adds up to the difference of the real scores', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstates, arbitraryEstates, scopes, async (first, second, scope) => {
        const [before, after] = await Promise.all([first, second].map((estate: RandomEstate) => sideOf(resourcesOf(estate), { scope })));
        if (before === undefined || after === undefined) throw new Error('two estates were assessed');
        const { transitions, shared, onlyBefore, onlyAfter } = transitionsOf(before, after);
        const [real, realAfter] = await Promise.all(
          [first, second].map((estate: RandomEstate) => assess(streamOf(resourcesOf(estate)), { catalogue, now, scope })),
        );
        const profiles = (end: 'before' | 'after') =>
          mergedProfiles(transitions.flatMap((one) => (one[end] === null ? [] : [{ ...one, statuses: one[end] }])));
        expect(profiles('before')).toEqual(mergedProfiles(real?.profiles ?? []));
        expect(profiles('after')).toEqual(mergedProfiles(realAfter?.profiles ?? []));
        expect(shared + onlyBefore + onlyAfter).toBeGreaterThan(0);
        const { difference, contributions } = explanationOf({
          transitions,
          model: { kind: 'classic', before: table.recommendations, after: table.recommendations },
          measure: 'points',
        });
        const scores = [real, realAfter].map(
          (run) => scoredOf(run?.profiles ?? [], catalogue, { model: 'classic' }).overall?.current ?? zero,
        );
        expect(compare(difference, subtract(scores[1] ?? zero, scores[0] ?? zero))).toBe(0);
        expect(compare(sumOf(contributions.map(({ amount }) => amount)), difference)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('nothing changed, nothing explained', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstates, async (estate) => {
        const side = await sideOf(resourcesOf(estate));
        const { transitions, onlyBefore, onlyAfter } = transitionsOf(side, side);
        expect([onlyBefore, onlyAfter]).toEqual([0, 0]);
        expect(causesIn(transitions, keyOf(networkRestricted))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
