import { describe, expect, it } from 'vitest';
import { readAliases } from '../aliases/listing.ts';
import { textOfPath } from '../fields/path.ts';
import { isEvaluated, isIndexed, isIndexedType } from './eligible.ts';
import { guessPath } from './guess.ts';

describe('which types Azure evaluates', () => {
  it.each<readonly [string | undefined, boolean]>([
    [undefined, true],
    ['microsoft.compute/virtualmachines', true],
    ['microsoft.resources/subscriptions', true],
    ['microsoft.resources/resourcegroups', true],
    ['microsoft.resources/subscriptions/resourcegroups', true],
    ['microsoft.resources/deployments', false],
    ['microsoft.billing/billingaccounts', false],
    ['microsoft.capacity/reservationorders', false],
    ['microsoft.help/diagnostics', false],
    ['microsoft.diagnostics/apollo', false],
    ['microsoft.servicebus/namespaces/topics', true],
    ['microsoft.servicebus/namespaces/topics/subscriptions', false],
    ['microsoft.servicebus/namespaces/topics/subscriptions/rules', false],
    ['contoso.microsoft.help/x', true],
  ])('%s: %s', (type, evaluated) => {
    expect(isEvaluated(type)).toBe(evaluated);
  });

  it.each<readonly [string | undefined, boolean, boolean | undefined]>([
    ['a.b/c', true, true],
    ['a.b/c', false, undefined],
    [undefined, false, true],
    [undefined, true, true],
    ['microsoft.resources/subscriptions', true, false],
    ['microsoft.resources/resourcegroups', false, false],
  ])('mode Indexed of %s, which the rule names: %s', (type, named, indexed) => {
    expect(isIndexedType(type, named)).toBe(indexed);
  });

  it.each<readonly [object, boolean]>([
    [{ location: 'x' }, true],
    [{ LOCATION: '' }, true],
    [{ tags: {} }, true],
    [{ tags: null }, true],
    [{ tags: 'x' }, false],
    [{ location: 5 }, false],
    [{}, false],
  ])('mode Indexed of %j: %s', (resource, indexed) => {
    expect(isIndexed(resource as Record<string, never>)).toBe(indexed);
  });
});

describe('the path of an alias that no catalogue knows', () => {
  const { catalogue } = readAliases({
    'A.B/c': { 'A.B/c/known': 'sku.known', 'A.B/c/known.inner': 'top' },
    'X.Y/z': { 'A.B/c/foreign': 'elsewhere' },
  });
  it.each<readonly [alias: string, type: string | undefined, path: string | undefined]>([
    ['A.B/c/size', 'a.b/c', 'properties.size'],
    ['A.B/C/size.x', 'a.b/c', 'properties.size.x'],
    ['A.B/c/list[*].x', 'a.b/c', 'properties.list[*].x'],
    ['A.B/c/known.other', 'a.b/c', 'sku.known.other'],
    ['A.B/c/known.other.deep', 'a.b/c', 'sku.known.other.deep'],
    ['A.B/c/known.inner.deep', 'a.b/c', 'top.deep'],
    ['A.B/c/knownother', 'a.b/c', 'properties.knownother'],
    ['A.B/c/foreign.x', 'a.b/c', 'properties.foreign.x'],
    ['A.B/c/one/two', 'a.b/c', 'properties.one/two'],
    ['A.B/c/size', 'x.y/z', undefined],
    ['A.B/cc/size', 'a.b/c', undefined],
    ['A.B/c/size', undefined, 'properties.size'],
    ['A.B/c/known.other', undefined, 'sku.known.other'],
    ['A.B/c/one/two', undefined, 'properties.two'],
  ])('%s of %s is %s', (alias, type, path) => {
    const segments = guessPath(alias, type, catalogue);
    expect(segments && textOfPath(segments)).toBe(path);
  });
});
