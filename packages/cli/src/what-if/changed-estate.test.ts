import { assess, changedRun } from '@plumbline/assess';
import { loadCatalogue } from '@plumbline/catalogue';
import { entryOf } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { mergedProfiles } from '@plumbline/score';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entries } from '../runs.ts';
import { changedEstate } from './changed-estate.ts';
import type { EstateChanges } from './changes.ts';

const { catalogue } = loadCatalogue();
const now = '2026-01-01T00:00:00Z';
const subscription = '00000000-0000-4000-8000-000000000001';
const nothing: EstateChanges = { complete: [], off: [], fix: [], exempt: [], remove: [], expire: [], set: new Map(), add: [] };
const keyOf = (wanted: string) => catalogue.items.find(({ recommendation: { name } }) => name === wanted)?.recommendation.key ?? '';
const secureTransfer = keyOf('storage-secure-transfer');

interface Facts {
  readonly name: string;
  readonly isSecure: boolean;
  readonly isRestricted: boolean;
  readonly isExempt: boolean;
}

const accountId = (name: string) =>
  `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`;

function account({ name, isSecure, isRestricted }: Facts): JsonObject {
  return {
    id: accountId(name),
    type: 'Microsoft.Storage/storageAccounts',
    name,
    properties: { supportsHttpsTrafficOnly: isSecure, networkAcls: { defaultAction: isRestricted ? 'Deny' : 'Allow' } },
  };
}

function exemption(name: string, category = 'Waiver'): JsonObject {
  return {
    id: `${accountId(name)}/providers/Microsoft.Authorization/policyExemptions/waived-${name}`,
    type: 'Microsoft.Authorization/policyExemptions',
    name: `waived-${name}`,
    properties: { displayName: `Waived ${name}`, exemptionCategory: category, policyDefinitionReferenceIds: ['storage-secure-transfer'] },
  };
}

function offByPolicy(name: string): JsonObject {
  return {
    id: `${accountId(name)}/providers/Microsoft.Security/assessments/${secureTransfer}`,
    type: 'Microsoft.Security/assessments',
    name: secureTransfer,
    properties: {
      displayName: 'Secure transfer',
      status: { code: 'NotApplicable', cause: 'OffByPolicy' },
      resourceDetails: { Id: accountId(name) },
    },
  };
}

const resourcesOf = (estate: readonly Facts[]) => estate.flatMap((one) => [account(one), ...(one.isExempt ? [exemption(one.name)] : [])]);

async function* streamOf(resources: readonly JsonObject[]): Entries {
  for (const resource of resources) {
    const entry = entryOf(resource);
    if (entry !== undefined) yield [entry];
  }
}

async function profilesAfter(resources: readonly JsonObject[], changes: EstateChanges) {
  const estate = changedEstate(changes);
  const run = await assess(estate.entries(streamOf(resources)), { catalogue, now });
  return { profiles: mergedProfiles(changedRun(run, estate.resource).profiles), unmatched: estate.unmatched() };
}

async function realProfiles(resources: readonly JsonObject[]) {
  return mergedProfiles((await assess(streamOf(resources), { catalogue, now })).profiles);
}

const estates = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), isSecure: fc.boolean(), isRestricted: fc.boolean(), isExempt: fc.boolean() }),
  { selector: ({ name }) => name, minLength: 1 },
);

/** A change as it is tried, and the same change as somebody would really make it. */
type Trial = (
  picked: readonly Facts[],
  all: readonly Facts[],
) => { readonly changes: Partial<EstateChanges>; readonly really: readonly JsonObject[] };

const trials: Readonly<Record<string, Trial>> = {
  complete: (_picked, all) => ({
    changes: { complete: [secureTransfer] },
    really: resourcesOf(all.map((one) => ({ ...one, isSecure: true }))),
  }),
  fix: (picked, all) => ({
    changes: { fix: picked.map(({ name }) => ({ recommendation: secureTransfer, id: accountId(name).toLowerCase(), text: name })) },
    really: resourcesOf(all.map((one) => (picked.includes(one) ? { ...one, isSecure: true } : one))),
  }),
  set: (picked, all) => ({
    changes: {
      set: new Map(
        picked.map(({ name }) => [accountId(name).toLowerCase(), { id: accountId(name), properties: { supportsHttpsTrafficOnly: false } }]),
      ),
    },
    really: resourcesOf(all.map((one) => (picked.includes(one) ? { ...one, isSecure: false } : one))),
  }),
  remove: (picked, all) => ({
    changes: { remove: picked.map(({ name }) => accountId(name).toLowerCase()) },
    really: resourcesOf(all.filter((one) => !picked.includes(one))),
  }),
  add: (picked, all) => {
    const added = picked.map((one) => account({ ...one, name: `new${one.name}` }));
    return { changes: { add: added.flatMap((resource) => entryOf(resource) ?? []) }, really: [...resourcesOf(all), ...added] };
  },
  exempt: (picked, all) => ({
    changes: {
      exempt: picked.map(({ name }) => ({
        recommendation: secureTransfer,
        id: accountId(name).toLowerCase(),
        text: name,
        category: 'Mitigated',
      })),
    },
    really: [
      ...resourcesOf(all.map((one) => (picked.includes(one) ? { ...one, isExempt: false } : one))),
      ...picked.map(({ name }) => exemption(name, 'Mitigated')),
    ],
  }),
  expire: (picked, all) => {
    const due = picked.filter(({ isExempt }) => isExempt);
    return {
      changes: { expire: due.map(({ name }) => `waived ${name}`) },
      really: resourcesOf(all.map((one) => (due.includes(one) ? { ...one, isExempt: false } : one))),
    };
  },
  off: (_picked, all) => ({
    changes: { off: [secureTransfer] },
    really: [...resourcesOf(all.map((one) => ({ ...one, isExempt: false }))), ...all.map(({ name }) => offByPolicy(name))],
  }),
};

describe('the answer is what the score will really be', () => {
  test.each(Object.keys(trials))('%s', async (name) => {
    const trial = trials[name];
    if (trial === undefined) throw new Error(`there is no trial ${name}`);
    await fc.assert(
      fc.asyncProperty(estates, fc.array(fc.nat({ max: 4 }), { maxLength: 3 }), async (all, indexes) => {
        // Where an exemption would meet one that is there already, the nearer one by name would count.
        const estate = name === 'exempt' ? all.map((one) => ({ ...one, isExempt: false })) : all;
        const picked = [...new Set(indexes.flatMap((index) => estate[index] ?? []))];
        const { changes, really } = trial(picked, estate);
        const { profiles, unmatched } = await profilesAfter(resourcesOf(estate), { ...nothing, ...changes });
        expect(unmatched).toEqual([]);
        expect(profiles).toEqual(await realProfiles(really));
      }),
      { numRuns: 40 },
    );
  });
});

describe('what names nothing in the input is told', () => {
  const elsewhere = accountId('none').toLowerCase();
  test.each<[string, Partial<EstateChanges>, RegExp]>([
    ['remove', { remove: [elsewhere] }, /--remove .*none: the input holds nothing there/],
    [
      'fix',
      { fix: [{ recommendation: undefined, id: elsewhere, text: elsewhere }] },
      /--fix .*none: nothing was judged on such a resource/,
    ],
    [
      'fix of a recommendation that is not judged there',
      { fix: [{ recommendation: 'none', id: accountId('a').toLowerCase(), text: 'none=a' }] },
      /--fix none=a: the recommendation was not judged on such a resource/,
    ],
    ['expire', { expire: ['for ever'] }, /--expire for ever: the input holds no such exemption/],
    ['set', { set: new Map([[elsewhere, {}]]) }, /--set .*none: the input holds no such resource; --add adds new ones/],
  ])('%s', async (_name, changes, message) => {
    const { unmatched } = await profilesAfter([account({ name: 'a', isSecure: true, isRestricted: true, isExempt: false })], {
      ...nothing,
      ...changes,
    });
    expect(unmatched.join('\n')).toMatch(message);
  });
});
