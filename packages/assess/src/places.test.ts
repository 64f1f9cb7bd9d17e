import type { Entry } from '@plumbline/inventory';
import { compileDefinition, type Policy } from '@plumbline/policy';
import { describe, expect, it } from 'vitest';
import { placeOf, placesIn, unknownPlace } from './places.ts';
import { entryOf } from './test-entries.ts';

const guid = '11111111-1111-4111-8111-111111111111';
const id = `/subscriptions/${guid}`;
const entries = [
  { id, type: 'microsoft.resources/subscriptions', name: 'Shop', properties: { tenantId: 't' }, tags: null },
  { id: `${id}/resourceGroups/Data`, type: 'Microsoft.Resources/subscriptions/resourceGroups', name: 'Data', location: 'westeurope' },
  { id: `${id}/resourceGroups/data/providers/A.B/c/one`, type: 'A.B/c', name: 'one' },
].map(entryOf);
const places = placesIn(entries);

function asking(expression: string): Policy {
  const { policy } = compileDefinition({ if: { field: 'location', notEquals: `[${expression}]` }, then: { effect: 'audit' } });
  if (policy === undefined) throw new Error(`${expression} does not compile`);
  return policy;
}

it('knows subscriptions and resource groups in the shape that expressions see', () => {
  expect(Object.fromEntries(places)).toEqual({
    [id]: { id, subscriptionId: guid, displayName: 'Shop', tenantId: 't', tags: {} },
    [`${id}/resourcegroups/data`]: expect.objectContaining({ name: 'Data', location: 'westeurope', tags: {} }),
  });
});

it('does not take tags that nobody exported for none', () => {
  const [bare] = placesIn([entryOf({ id, type: 'microsoft.resources/subscriptions', name: 'Shop' })]).values();
  expect(bare).not.toHaveProperty('tags');
});

describe('what a rule asks of where a resource lies', () => {
  const inGroup = { subscription: guid, resourceGroup: 'data' } as Pick<Entry, 'subscription' | 'resourceGroup'>;
  const elsewhere = { subscription: guid, resourceGroup: 'lost' } as typeof inGroup;
  const above = { subscription: guid, resourceGroup: undefined } as typeof inGroup;
  const group = 'microsoft.resources/subscriptions/resourcegroups';
  const cases: [string, string, typeof inGroup, typeof places | undefined, object | undefined][] = [
    ['nothing', "'x'", elsewhere, places, undefined],
    ['the name of a group that is not there', 'resourceGroup().name', elsewhere, places, undefined],
    ['the id of a subscription that is not there', 'subscription().subscriptionId', elsewhere, undefined, undefined],
    ['who manages a group, which has a default', 'resourceGroup().managedBy', elsewhere, undefined, undefined],
    ['the location of a group that is there', 'resourceGroup().location', inGroup, places, undefined],
    ['a tag that a group does not have', "resourceGroup().tags['owner']", inGroup, places, undefined],
    [
      'the location of a group that is not there',
      'resourceGroup().location',
      elsewhere,
      places,
      { compliance: 'NotCollected', needs: group },
    ],
    [
      'the tags of a group that is not there',
      "resourceGroup().tags['owner']",
      elsewhere,
      places,
      { compliance: 'NotCollected', needs: group },
    ],
    [
      'the tenant of a subscription that is not there',
      'subscription().tenantId',
      elsewhere,
      new Map(),
      { compliance: 'NotCollected', needs: 'microsoft.resources/subscriptions' },
    ],
    ['the location of a group, where nobody looks', 'resourceGroup().location', inGroup, undefined, { compliance: 'Unknown' }],
    ['the location of no group', 'resourceGroup().location', above, places, { compliance: 'Error' }],
  ];
  it.each(cases)('%s', (_, expression, where, known, expected) => {
    const unknown = unknownPlace(asking(expression), { now: '', ...placeOf(where, known) }, known);
    if (expected === undefined) expect(unknown).toBeUndefined();
    else expect(unknown).toMatchObject(expected);
  });
});
