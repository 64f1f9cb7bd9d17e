import { loadCatalogue } from '@plumbline/catalogue';
import { describe, expect, test } from 'vitest';
import { costsBy, usualRules } from './cost-rules.ts';
import { costRulesOf } from './costs-file.ts';

const { items } = loadCatalogue().catalogue;
const keyOf = (wanted: string) => items.find(({ recommendation: { name } }) => name === wanted)?.recommendation.key ?? '';

const file = `
effort: { low: 30m, moderate: 2, high: 1d }
costs:
  - recommendation: storage-secure-transfer
    cost: 1
  - type: Microsoft.Storage/storageAccounts
    cost: 2
  - tag: environment=prod
    cost: 3
  - tag: Frozen
    cost: never
    note: nobody may touch it
  - resource: /subscriptions/S/resourceGroups/legacy/
    cost: 4
  - resource: /subscriptions/S/resourceGroups/legacy
    recommendation: redis-secure-connections
    cost: 5
together:
  - recommendations: [vm-network-security-group, vm-management-ports-closed]
    on: resourceGroup
    action: Harden the shared group
    cost: 6
`;

describe('what a costs file says', () => {
  const { rules, faults } = costRulesOf(file, 'costs.yaml', items);
  const tags: Readonly<Record<string, Record<string, string>>> = {
    prod: { environment: 'prod' },
    test: { environment: 'test' },
    frozen: { frozen: '' },
  };
  const cost = costsBy(rules, { items, tagsOf: (key) => tags[key] });
  const storage = 'microsoft.storage/storageaccounts';

  test('it is read without a fault', () => {
    expect(faults).toEqual([]);
    expect(rules.together).toEqual([
      {
        place: 'costs.yaml:19 $.together[0]',
        recommendations: ['vm-network-security-group', 'vm-management-ports-closed'].map(keyOf),
        on: 'resourceGroup',
        action: 'Harden the shared group',
        cost: 6,
      },
    ]);
  });

  test.each([
    ['by effort', 'other', 'other', 'redis-secure-connections', 0.5],
    ['by recommendation', 'other', 'other', 'storage-secure-transfer', 1],
    ['by type, which is more special', 'other', storage, 'storage-secure-transfer', 2],
    ['by tag, which is more special than a type', 'prod', storage, 'storage-secure-transfer', 3],
    ['not by another value of the tag', 'test', storage, 'storage-secure-transfer', 2],
    ['by the presence of a tag', 'frozen', storage, 'storage-secure-transfer', 'never'],
    ['by resource, with what is under it', '/subscriptions/s/resourcegroups/legacy/x', storage, 'storage-secure-transfer', 4],
    ['not by the beginning of another name', '/subscriptions/s/resourcegroups/legacy2/x', 'other', 'redis-secure-connections', 0.5],
    ['by resource and recommendation', '/subscriptions/s/resourcegroups/legacy/x', 'other', 'redis-secure-connections', 5],
  ])('%s', (_name, key, type, recommendation, expected) => {
    expect(cost({ key, type }, keyOf(recommendation))).toBe(expected);
  });
});

describe('faults name the place, what was found and what was expected', () => {
  test.each([
    ['a negative cost', 'costs:\n  - type: a\n    cost: -1', /costs\.yaml:3 \$\.costs\[0\]\.cost: found -1, expected hours from 0 upwards/],
    ['a missing cost', 'costs:\n  - type: a', /costs\.yaml:2 \$\.costs\[0\]\.cost: no cost; expected hours/],
    ['a cost for nothing', 'costs:\n  - cost: 1', /costs\.yaml:2 \$\.costs\[0\]: a cost for nothing/],
    [
      'an unknown recommendation',
      'costs:\n  - recommendation: secure-transfer\n    cost: 1',
      /there is no recommendation "secure-transfer"\. Did you mean .*storage-secure-transfer/,
    ],
    ['a word that is no cost', 'costs:\n  - type: a\n    cost: much', /found "much"/],
    ['a misspelt member', 'cost:\n  - type: a', /costs\.yaml:2 \$\.cost: unknown; expected one of effort, costs, together/],
    ['an effort that cannot be', 'effort: { low: never }', /an effort cannot be impossible/],
    ['no YAML', 'costs: [', /costs\.yaml:\d+: /],
    ['no number', 'costs:\n  - type: a\n    cost: .nan', /found NaN, expected hours/],
    ['two documents', 'costs: []\n---\ncosts: []', /costs\.yaml:2: a second document begins here; expected one$/],
    [
      'an action that says twice what it fixes',
      'together:\n  - recommendation: storage-secure-transfer\n    recommendations: [redis-secure-connections]\n    on: subscription',
      /costs\.yaml:2 \$\.together\[0\]: found recommendation and recommendations, expected one of them/,
    ],
    ['a list', '- 1', /expected an object with effort, costs, together/],
    ['an action without a place', 'together:\n  - recommendations: [storage-secure-transfer]', /expected on: subscription/],
    ['a resource that is no id', 'costs:\n  - resource: legacy\n    cost: 1', /found legacy, expected an ARM id/],
  ])('%s', (_name, text, message) => {
    expect(costRulesOf(text, 'costs.yaml', items).faults.join('\n')).toMatch(message);
  });

  test('an empty file says nothing', () => {
    expect(costRulesOf('', 'costs.yaml', items)).toEqual({ rules: usualRules, faults: [] });
  });
});
