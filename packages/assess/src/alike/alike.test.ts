// Resources that are judged by what others like them were judged: the result has to be what reading every one of them in full gives.
import { loadCatalogue } from '@plumbline/catalogue';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothWays } from './likeness.fixture.ts';

const { catalogue } = loadCatalogue({});

/** Every example of the catalogue with what stands around it. */
const groups: readonly (readonly JsonObject[])[] = catalogue.items.flatMap(({ recommendation: { examples } }) =>
  [...examples.healthy, ...examples.unhealthy, ...(examples.notApplicable ?? []), ...(examples.notCollected ?? [])].map(
    ({ resource, estate = [] }) => [resource, ...estate],
  ),
);

const topResource = /(\/subscriptions\/)([^/"]+)(?:(\/resourceGroups\/)([^/"]+)(?:(\/providers\/[^/"]+\/[^/"]+\/)([^/"]+))?)?/gi;

/** The same with other names for the subscription, the resource group and the resources in it. */
function renamed(group: readonly JsonObject[], place: { readonly subscription: string; readonly suffix: string }): readonly JsonObject[] {
  const { subscription, suffix } = place;
  return group.map((resource) => {
    const text = JSON.stringify(resource).replace(
      topResource,
      (_id, start: string, _subscription: string, groups = '', name = '', provider = '', top = '') =>
        `${start}${subscription}${groups}${name === '' ? '' : name + suffix}${provider}${top === '' ? '' : top + suffix}`,
    );
    const moved = JSON.parse(text) as JsonObject;
    const isTop = /\/providers\/[^/]+\/[^/]+\/[^/]+$/.exec(String(moved['id']))?.index === String(moved['id']).indexOf('/providers/');
    return isTop && typeof moved['name'] === 'string' ? { ...moved, name: moved['name'] + suffix } : moved;
  });
}

const subscriptions = ['00000000-0000-4000-8000-000000000001', 'ffffffff-0000-4000-8000-000000000003'];

/** Ways to write a resource down: most are read from their bytes, the odd ones have to be declined, and some are no JSON at all. */
const writings: Readonly<Record<string, (resource: JsonObject) => string>> = {
  plain: (resource) => JSON.stringify(resource),
  spaced: (resource) => JSON.stringify(resource, null, '\t').replaceAll('\n', '\r'),
  'type last': ({ type, ...rest }) => JSON.stringify({ ...rest, type: type ?? null }),
  'id last': ({ id, ...rest }) => JSON.stringify({ ...rest, id: id ?? null }),
  'properties first': ({ properties, ...rest }) => JSON.stringify({ properties: properties ?? null, ...rest }),
  'letters escaped': (resource) => JSON.stringify(resource).replace(/"(p)ropert/g, '"\\u0070ropert'),
  'a value escaped': (resource) => JSON.stringify(resource).replaceAll('Healthy', '\\u0048ealthy').replaceAll('Allow', 'All\\u006fw'),
  'members in another case': (resource) => JSON.stringify(resource).replaceAll('"ipConfigurations"', '"IpConfigurations"'),
  'its type in another case': (resource) => JSON.stringify({ ...resource, type: String(resource['type']).toUpperCase() }),
  'its id in another case': (resource) => JSON.stringify({ ...resource, id: String(resource['id']).toUpperCase() }),
  'a slash at the end': (resource) => JSON.stringify({ ...resource, id: `${String(resource['id'])}/` }),
  'properties twice': (resource) => `${JSON.stringify(resource).slice(0, -1)},"properties":{"supportsHttpsTrafficOnly":false}}`,
  'a member twice': (resource) => JSON.stringify(resource).replace('"properties":{', '"properties":{"supportsHttpsTrafficOnly":true,'),
  'its id twice': (resource) => JSON.stringify(resource).replace('{"', '{"id":"/subscriptions/x","'),
  'no properties': (resource) => JSON.stringify({ ...resource, properties: null }),
  'empty properties': (resource) => JSON.stringify({ ...resource, properties: {} }),
  'properties as text': (resource) => JSON.stringify({ ...resource, properties: JSON.stringify(resource['properties'] ?? {}) }),
  'a large number': (resource) =>
    JSON.stringify(resource).replace('"properties":{', '"properties":{"n":123456789012345678901234567890e99,'),
  'more besides': (resource) =>
    JSON.stringify({ ...resource, systemData: { at: '2026', '🦄"\\': [[{}], null, -1.5e3] }, tags: { a: 'b' } }),
  'not ASCII': (resource) => JSON.stringify(resource).replaceAll('/resourceGroups/', '/resourceGroups/größe-'),
  'not ASCII, in other letters': (resource) =>
    JSON.stringify(resource).replaceAll('/resourceGroups/', '/resourceGroups/GRÖSSE-\u212a\u0130Σ-'),
  'a version of the API': (resource) => JSON.stringify({ ...resource, apiVersion: '2021-01-01' }),
  'a broken byte': (resource) => JSON.stringify(resource).slice(0, -2),
  'a bad word': (resource) => JSON.stringify(resource).replace('"properties":{', '"properties":{"x":tru,'),
  'a bad escape': (resource) => JSON.stringify(resource).replace('"properties":{', '"properties":{"x":"\\q",'),
  'something behind': (resource) => `${JSON.stringify(resource)} x`,
  deep: (resource) => JSON.stringify({ ...resource, tags: nested(700) }),
  'too deep': (resource) => JSON.stringify({ ...resource, tags: nested(1200) }),
};

function nested(depth: number): JsonValue {
  let value: JsonValue = 'deepest of them all';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const place = fc.record({ subscription: fc.constantFrom(...subscriptions), suffix: fc.constantFrom('', '-1', '-2', 'x') });
const writing = fc.oneof(
  { weight: 12, arbitrary: fc.constant('plain') },
  { weight: 8, arbitrary: fc.constantFrom(...Object.keys(writings)) },
);

test('gives what reading everything in full gives, to the last character, however it is written', async () => {
  const some = fc.array(fc.tuple(fc.nat(groups.length - 1), fc.array(place, { minLength: 2, maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(some, fc.array(writing, { minLength: 5, maxLength: 40 }), async (chosen, ways) => {
      const resources = chosen.flatMap(([index, places]) => places.flatMap((at) => renamed(groups[index] ?? [], at)));
      const lines = resources.map((resource, index) => writings[ways[index % ways.length] ?? 'plain']?.(resource) ?? '');
      const { byLikeness, inFull } = await bothWays(lines, catalogue);
      expect(byLikeness).toEqual(inFull);
    }),
    { numRuns: 60 },
  );
});

test('whatever names the resources have: every example twice, and once more under other names', async () => {
  const [own = '', other = ''] = subscriptions;
  for (let from = 0; from < groups.length; from += 40) {
    const lines = groups
      .slice(from, from + 40)
      .flatMap((group, index) => [
        ...renamed(group, { subscription: own, suffix: `-${index}` }),
        ...renamed(group, { subscription: own, suffix: `-z${index}` }),
        ...renamed(group, { subscription: other, suffix: `-${index}` }),
      ])
      .map((resource) => JSON.stringify(resource));
    const { byLikeness, inFull } = await bothWays(lines, catalogue);
    expect(byLikeness).toEqual(inFull);
  }
});
