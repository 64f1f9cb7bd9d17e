import { expect, test } from 'vitest';
import { scopeOf } from './scope-option.ts';

test.each([
  '11111111-1111-4111-8111-111111111111',
  'production',
  '/subscriptions/11111111-1111-4111-8111-111111111111',
  '/subscriptions/11111111-1111-4111-8111-111111111111/',
  '/SUBSCRIPTIONS/s1/resourcegroups/web',
  '/subscriptions/s1/resourceGroups/web/providers/Microsoft.Storage/storageAccounts/a',
  '/providers/Microsoft.Management/managementGroups/production',
])('%s is a scope', (text) => {
  expect(scopeOf(text)).toBe(text);
});

test.each([
  ['an empty variable', ''],
  ['an empty variable in an id', '/subscriptions/'],
  ['one in the middle', '/subscriptions//resourceGroups/web'],
  ['an id that is cut short', '/subscriptions/s1/resourceGroups'],
  ['a slash', '/'],
  ['another path', '/home/me'],
  ['a display name', 'Shop Production'],
])('%s is refused', (_what, text) => {
  expect(() => scopeOf(text)).toThrow(/Expected /);
});
