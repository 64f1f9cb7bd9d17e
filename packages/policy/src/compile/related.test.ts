import { describe, expect, it } from 'vitest';
import { noAliases } from '../aliases/catalogue.ts';
import type { RelatedQuery } from '../evaluation.ts';
import type { JsonObject } from '../json.ts';
import { parseDefinition } from '../parse/definition.ts';
import { compileSeeks, groupOf, type Seeks, subscriptionOf } from './related.ts';
import { Scope } from './scope.ts';
import { Target } from './target.ts';

const id = '/subscriptions/sub/resourcegroups/group/providers/a.b/c/d';

function sought(details: JsonObject, type: string | undefined): Seeks {
  const then = { effect: 'auditIfNotExists', details };
  const { value, problems } = parseDefinition({ if: { field: 'kind', equals: 'x' }, then });
  if (!value?.rule.details) throw new Error(JSON.stringify(problems));
  const target = new Target(type, undefined, { aliases: noAliases, names: 'aliases' });
  const scope = new Scope({ target, owner: undefined, parameters: new Map(), bindings: [], levels: 0 });
  return compileSeeks(value.rule.details, scope, type);
}

function queryFor(details: JsonObject, type: string | undefined, of = id): RelatedQuery | string {
  const seeks = sought(details, type);
  if (seeks.type !== undefined) return seeks.ask(of);
  const target = new Target(type, undefined, { aliases: noAliases, names: 'aliases' });
  return seeks.resolve(target.open({ id: of.toUpperCase(), name: 'D', kind: 'K', ...(type !== undefined && { type }) }, { now: '' }));
}

const children = { scope: 'children', of: id };
const inGroup = { scope: 'resourceGroup', of: id, resourceGroup: 'group' };
const worked = "[concat(field('name'), '/Default')]";

describe('the look-up of an if-not-exists effect', () => {
  it.each<readonly [JsonObject, string | undefined, object | string]>([
    [{ type: 'A.B/c/e' }, 'a.b/c', { type: 'a.b/c/e', ...children }],
    [{ type: 'A.B/c/e', name: 'D/X' }, 'a.b/c', { type: 'a.b/c/e', name: 'd/x', ...children }],
    [{ type: 'A.B/c/e', existenceScope: 'Subscription', resourceGroupName: 'g' }, 'a.b/c', { type: 'a.b/c/e', ...children }],
    [{ type: 'A.B/cc/e' }, 'a.b/c', { type: 'a.b/cc/e', ...inGroup }],
    [{ type: 'A.B/x' }, undefined, { type: 'a.b/x', ...inGroup }],
    [{ type: 'undefined/x' }, undefined, { type: 'undefined/x', ...inGroup }],
    [{ type: 'A.B/x', name: 'Y' }, 'a.b/c', { type: 'a.b/x', name: 'y', ...inGroup }],
    [{ type: 'A.B/x', resourceGroupName: 'Other' }, 'a.b/c', { type: 'a.b/x', scope: 'resourceGroup', of: id, resourceGroup: 'other' }],
    [{ type: 'A.B/x', existenceScope: 'SUBSCRIPTION' }, 'a.b/c', { type: 'a.b/x', scope: 'subscription', of: id }],
    [{ type: 'A.B/x', existenceScope: 'subscription', name: 'Y' }, 'a.b/c', { type: 'a.b/x', scope: 'subscription', of: id, name: 'y' }],
    [{ type: 'Microsoft.Authorization/locks' }, 'a.b/c', { type: 'microsoft.authorization/locks', scope: 'extensions', of: id }],
    [
      { type: 'Microsoft.Authorization/locks', existenceScope: 'ResourceGroup' },
      'a.b/c',
      { type: 'microsoft.authorization/locks', ...inGroup },
    ],
    [{ type: 'Microsoft.Authorization/locks', resourceGroupName: 'group' }, 'a.b/c', { type: 'microsoft.authorization/locks', ...inGroup }],
    [
      { type: 'Microsoft.Authorization/locks', existenceScope: 'subscription' },
      'a.b/c',
      { type: 'microsoft.authorization/locks', scope: 'subscription', of: id },
    ],
    [{ type: 'A.B/c/e', name: worked }, 'a.b/c', { type: 'a.b/c/e', name: 'd/default', ...children }],
    [
      { type: 'A.B/x', resourceGroupName: "[field('kind')]" },
      'a.b/c',
      { type: 'a.b/x', scope: 'resourceGroup', of: id, resourceGroup: 'k' },
    ],
    [{ type: "[concat('A.B/', field('kind'))]" }, 'a.b/c', { type: 'a.b/k', ...inGroup }],
    [{ type: 'A.B/x', name: "[int(field('kind'))]" }, 'a.b/c', { type: 'a.b/x', ...inGroup }],
    [
      { type: "[if(equals(field('kind'), 'k'), createArray(), 'A.B/c')]" },
      'a.b/c',
      'the type of the related resource cannot be worked out',
    ],
    [{ type: 'A.B/x', name: "[concat('a', uniqueString (field('id')))]" }, 'a.b/c', { type: 'a.b/x', ...inGroup }],
    [{ type: 'A.B/x', name: 'uniqueString(x)' }, 'a.b/c', { type: 'a.b/x', name: 'uniquestring(x)', ...inGroup }],
  ])('%j of %s', (details, type, query) => {
    expect(queryFor(details, type)).toStrictEqual(query);
  });

  it.each<readonly [JsonObject, string, object]>([
    [{ type: 'A.B/x' }, '/subscriptions/sub', { type: 'a.b/x', scope: 'subscription', of: '/subscriptions/sub' }],
    [{ type: 'A.B/x', name: 'Y' }, '/subscriptions/sub', { type: 'a.b/x', scope: 'subscription', of: '/subscriptions/sub', name: 'y' }],
    [
      { type: 'Microsoft.Security/pricings' },
      '/subscriptions/sub',
      { type: 'microsoft.security/pricings', scope: 'subscription', of: '/subscriptions/sub' },
    ],
    [
      { type: 'Microsoft.Security/assessments' },
      '/subscriptions/sub',
      { type: 'microsoft.security/assessments', scope: 'extensions', of: '/subscriptions/sub' },
    ],
  ])('%j of a subscription', (details, of, query) => {
    expect(queryFor(details, 'microsoft.resources/subscriptions', of)).toStrictEqual(query);
  });

  it('is the same for details that ask for the same', () => {
    const keyOf = (details: JsonObject, type = 'a.b/c'): string | undefined => sought(details, type).key;
    expect(keyOf({ type: 'A.B/x' })).toBe(keyOf({ type: 'a.b/X', existenceScope: 'ResourceGroup' }));
    const different = [
      keyOf({ type: 'A.B/x' }),
      keyOf({ type: 'A.B/y' }),
      keyOf({ type: 'A.B/x', name: 'a' }),
      keyOf({ type: 'A.B/x', name: 'b' }),
      keyOf({ type: 'A.B/x', resourceGroupName: 'a' }),
      keyOf({ type: 'A.B/x', existenceScope: 'subscription' }),
      keyOf({ type: 'A.B/x' }, 'a.b/x'),
      keyOf({ type: 'A.B/x', name: worked }),
      keyOf({ type: 'A.B/y', name: worked }),
      keyOf({ type: 'A.B/x', name: worked, resourceGroupName: 'a' }),
      keyOf({ type: 'A.B/x', name: worked, existenceScope: 'subscription' }),
    ];
    expect(new Set(different).size).toBe(different.length - 1);
    expect(keyOf({ type: 'A.B/x' }, 'a.b/x')).toBe(keyOf({ type: 'A.B/x' }));
    expect(keyOf({ type: 'A.B/x', name: worked })).toBe(keyOf({ type: 'A.B/x', name: worked }));
  });
});

it.each<readonly [string, string | undefined, string | undefined]>([
  [id, 'group', 'sub'],
  ['/subscriptions/sub', undefined, 'sub'],
  ['/subscriptions/sub/resourcegroups/g', 'g', 'sub'],
  ['/x/subscriptions/sub/resourcegroups/group', undefined, undefined],
  ['', undefined, undefined],
])('%j lies in the group %s of the subscription %s', (of, group, subscription) => {
  expect(groupOf(of)).toBe(group);
  expect(groupOf(of)).toBe(group);
  expect(subscriptionOf(of)).toBe(subscription);
});
