import { describe, expect, it } from 'vitest';
import type { AssessedItem } from './answers.ts';
import { decidingPaths } from './deciding.ts';

const id = '/subscriptions/1/resourceGroups/web/providers/Microsoft.Storage/storageAccounts/shop';
const item = (because: AssessedItem['because']): AssessedItem => ({
  recommendation: 'key',
  resource: id,
  type: 'microsoft.storage/storageaccounts',
  subscription: '1',
  status: 'Unhealthy',
  decidedBy: 'rule',
  name: 'r',
  displayName: 'R',
  firstEvaluated: '',
  statusChanged: '',
  ...(because === undefined ? {} : { because }),
});
const paths = (because: AssessedItem['because']) =>
  decidingPaths([item(because)], id, 'microsoft.storage/storageaccounts').map(({ path }) => path);
const alias = 'Microsoft.Storage/storageAccounts';

describe('where a verdict was decided', () => {
  it.each([
    [`${alias}/supportsHttpsTrafficOnly`, ['properties.supportsHttpsTrafficOnly']],
    [`${alias}/networkAcls.ipRules[*].value`, ['properties.networkAcls.ipRules.value']],
    [`${alias}/sku.name`, ['sku.name']],
    ['type', ['type']],
    ['Microsoft.Compute/disks/encryption', []],
  ])('in a rule: %s', (field, expected) => {
    expect(paths({ text: 't', path: '$.if.allOf[1]', field })).toEqual(expected);
  });

  it('in a rule: nothing is said', () => {
    expect(paths({ text: 'Nothing is said.', path: '$.if.allOf[1]' })).toEqual([]);
  });

  it.each([
    [{ text: 't', path: 'properties.rules[0]', resource: id.toUpperCase() }, ['properties.rules[0]']],
    [{ text: 't', path: 'properties.rules[0]', resource: '/another' }, []],
    [undefined, []],
  ])('in a resource: %j', (because, expected) => {
    expect(paths(because)).toEqual(expected);
  });
});
