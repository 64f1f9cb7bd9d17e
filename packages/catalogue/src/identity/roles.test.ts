import { expect, test } from 'vitest';
import { levelOf } from './roles.ts';

const permission = (
  actions: readonly string[],
  notActions: readonly string[] = [],
  dataActions: readonly string[] = [],
  notDataActions: readonly string[] = [],
) => [{ actions, notActions, dataActions, notDataActions }];

test.each([
  ['owner', permission(['*'])],
  ['owner', [...permission(['*/read']), ...permission(['*'])]],
  ['write', permission(['*'], ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'])],
  ['write', permission(['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'])],
  ['write', permission(['Microsoft.Compute/virtualMachines/write'])],
  ['write', permission(['Microsoft.Compute/virtualMachines/Delete'])],
  ['write', permission(['Microsoft.Compute/*/write'])],
  ['write', permission([], [], ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'])],
  ['read', permission(['*/read'])],
  ['read', permission(['*/read', 'Microsoft.Support/*', 'Microsoft.Compute/virtualMachines/restart/action'])],
  ['read', permission(['*'], ['*/write', '*/delete'])],
  ['read', permission(['Microsoft.Compute/*'], ['Microsoft.Compute/*'])],
  ['read', permission([], [], ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'])],
  ['none', permission([])],
  ['none', []],
] as const)('%s: %j', (level, permissions) => {
  expect(levelOf(permissions)).toBe(level);
});
