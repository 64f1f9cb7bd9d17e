import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, fullNameOf, isWithin, lastNameOf, resourceGroupOf, resourcesAbove, subscriptionOf, typeOf } from './arm-id.ts';

const sub = '/subscriptions/s1';
const server = `${sub}/resourcegroups/rg/providers/microsoft.sql/servers/a`;
const database = `${server}/databases/b`;
const setting = `${database}/providers/microsoft.insights/diagnosticsettings/d`;

describe('parts of a key', () => {
  it.each([
    [sub, 's1', undefined, 'microsoft.resources/subscriptions', 's1'],
    [`${sub}/resourcegroups/rg`, 's1', 'rg', 'microsoft.resources/subscriptions/resourcegroups', 'rg'],
    [server, 's1', 'rg', 'microsoft.sql/servers', 'a'],
    [database, 's1', 'rg', 'microsoft.sql/servers/databases', 'a/b'],
    [setting, 's1', 'rg', 'microsoft.insights/diagnosticsettings', 'd'],
    [`${sub}/providers/microsoft.security/pricings/vms`, 's1', undefined, 'microsoft.security/pricings', 'vms'],
    ['/providers/microsoft.management/managementgroups/g', undefined, undefined, 'microsoft.management/managementgroups', 'g'],
  ])('%s', (key, subscription, group, type, name) => {
    expect([subscriptionOf(key), resourceGroupOf(key), typeOf(key), fullNameOf(key)]).toEqual([subscription, group, type, name]);
  });
});

describe('ancestorsOf', () => {
  it.each<[string, string[]]>([
    [sub, []],
    [server, [`${sub}/resourcegroups/rg`, sub]],
    [setting, [database, server, `${sub}/resourcegroups/rg`, sub]],
    [`${sub}/providers/microsoft.security/pricings/vms`, [sub]],
    ['/providers/microsoft.management/managementgroups/g', []],
  ])('%s', (key, ancestors) => expect(ancestorsOf(key)).toEqual(ancestors));
});

it('resourcesAbove: of the ancestors those that lie in a provider', () => {
  const segment = fc.constantFrom('providers', 'subscriptions', 'resourcegroups', 'a', 'b', '');
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 14 }), (segments) => {
      const key = `/${segments.join('/')}`;
      expect(resourcesAbove(key)).toEqual(ancestorsOf(key).filter((ancestor) => ancestor.includes('/providers/')));
    }),
    { numRuns: 3000 },
  );
});

describe('isWithin', () => {
  it.each([
    [server, sub, true],
    [server, server, true],
    [`${server}b`, server, false],
    [sub, server, false],
    [server, '', true],
  ])('%s in %s: %s', (key, scope, expected) => expect(isWithin(key, scope)).toBe(expected));
});

it('finds the last of all names without a list of them', () => {
  const segment = fc.constantFrom('', 'a', 'providers', 'ns', 'type', 'name', 'subscriptions');
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
      const key = `/${segments.join('/')}`;
      expect(lastNameOf(key)).toBe(fullNameOf(key).split('/').at(-1));
    }),
  );
});
