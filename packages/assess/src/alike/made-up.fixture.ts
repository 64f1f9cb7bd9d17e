// Rules as users may write them, and resources that they look at: each reads of them what it likes.
import { loadCatalogue, loadPolicies } from '@plumbline/catalogue';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import fc from 'fast-check';
import { placesIn } from '../places.ts';

/** Where the resources lie; of one of the groups nothing is known. */
const places = placesIn(
  ['00000000-0000-4000-8000-000000000001', 'ffffffff-0000-4000-8000-000000000003'].flatMap((subscription, index) => {
    const id = `/subscriptions/${subscription}`;
    const group = { name: 'One', managedBy: `/x/${index}`, tags: { env: index === 0 ? 'on' : 'off' } };
    return [
      { key: id, type: 'microsoft.resources/subscriptions', resource: { id, properties: { displayName: `hub${index}` } } },
      {
        key: `${id}/resourcegroups/one`,
        type: 'microsoft.resources/subscriptions/resourcegroups',
        resource: { id: `${id}/resourceGroups/One`, ...group },
      },
    ] as never[];
  }),
);

export function madeUpCatalogue(rules: readonly { readonly if: JsonValue; readonly then: JsonValue }[]) {
  const definitions = rules.map((policyRule, index) => ({
    file: `${index}.json`,
    json: {
      name: `rule-${index}`,
      properties: { displayName: `Rule ${index}`, mode: 'All', parameters: { unknown: { type: 'String' } }, policyRule },
    },
  }));
  return loadCatalogue({ shipped: false, policies: { ...loadPolicies({ definitions, initiatives: [] }), places } }).catalogue;
}

const subscriptions = ['00000000-0000-4000-8000-000000000001', 'ffffffff-0000-4000-8000-000000000003'] as const;
const vnet = 'Microsoft.Network/virtualNetworks';
const settings = 'Microsoft.Insights/diagnosticSettings';

interface Place {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
}

function idOf({ subscription, group, name }: Place, type: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
}

const place = fc.record({
  subscription: fc.constantFrom(...subscriptions),
  group: fc.constantFrom('one', 'two', 'Two'),
  name: fc.constantFrom('hub', 'spoke', 'SPOKE', 'x1', 'x2', 'x3'),
});
const someId = fc.tuple(place, fc.constantFrom('', '/subnets/a', '/subnets/b')).map(([at, rest]) => idOf(at, vnet) + rest);
const text = fc.oneof(fc.constantFrom('hub', 'a', 'on', 'off', '', 'westeurope', 'x'), someId);
export const member = fc.constantFrom('first', 'second', 'list', 'target');

export const value: fc.Arbitrary<JsonValue> = fc.oneof(
  text,
  fc.boolean(),
  fc.constantFrom(null, 1, 2),
  fc.array(fc.record({ id: someId, port: text }), { maxLength: 2 }),
  fc.record({ id: someId }),
);

/** Resources of three types: one that rules judge, one that they look for around it, and one that nobody looks at. */
export const resources: fc.Arbitrary<readonly JsonObject[]> = fc
  .record({
    at: place,
    properties: fc.dictionary(member, value, { maxKeys: 3 }),
    tags: fc.option(fc.dictionary(fc.constantFrom('env', 'team', 'hub', 'x1'), text, { maxKeys: 2 }), { nil: undefined }),
    innerTags: fc.option(fc.dictionary(fc.constantFrom('env', 'team'), text, { maxKeys: 2 }), { nil: undefined }),
    location: fc.option(fc.constantFrom('westeurope', 'northeurope'), { nil: undefined }),
    setting: fc.option(fc.record({ workspaceId: someId, mode: text }), { nil: undefined }),
    other: fc.option(fc.record({ target: value }), { nil: undefined }),
  })
  .map(({ at, properties, tags, innerTags, location, setting, other }) => {
    const id = idOf(at, 'Contoso.Things/boxes');
    const own = { id, name: at.name, type: 'Contoso.Things/boxes', ...(location && { location }), ...(tags && { tags }) };
    return [
      { ...own, properties: { ...properties, ...(innerTags && { tags: innerTags }) } },
      ...(setting ? [{ id: `${id}/providers/${settings}/s`, name: 's', type: settings, properties: setting }] : []),
      ...(other ? [{ id: idOf(at, 'Contoso.Things/lids'), name: at.name, type: 'Contoso.Things/lids', properties: other }] : []),
    ];
  });

const field = fc.oneof(
  member.map((name) => ({ field: `Contoso.Things/boxes/${name}` })),
  member.map((name) => ({ field: `Contoso.Things/boxes/${name}.id` })),
  fc.constantFrom('name', 'id', 'fullName', 'location', 'tags', 'tags.env', 'kind').map((name) => ({ field: name })),
  fc.constant({ field: 'Contoso.Things/boxes/list[*].id' }),
  fc
    .constantFrom("field('name')", "field('kind')", "field('Contoso.Things/boxes/first')", "parameters('unknown')")
    .map((name) => ({ field: `[concat('tags[', ${name}, ']')]` })),
  fc
    .constantFrom(
      'subscription().subscriptionId',
      'subscription().displayName',
      'resourceGroup().name',
      'resourceGroup().managedBy',
      "resourceGroup().tags['env']",
      "concat(resourceGroup().id, '/x')",
      "field('tags')['env']",
      "first(split(field('fullName'), '/'))",
    )
    .map((expression) => ({ value: `[${expression}]` })),
);
const comparison = fc.oneof(
  fc.constantFrom('equals', 'like', 'contains', 'notEquals', 'notLike').chain((operator) => text.map((right) => ({ [operator]: right }))),
  fc.constantFrom('*/virtualNetworks/hub*', '*/resourceGroups/two/*', `*${subscriptions[0]}*`, '*/subnets/a').map((like) => ({ like })),
  fc.boolean().map((exists) => ({ exists })),
);
const list = 'Contoso.Things/boxes/list[*]';
const element = fc.oneof(
  fc.tuple(fc.constantFrom(`${list}.port`, `${list}.id`), comparison).map(([name, right]) => ({ field: name, ...right })),
  comparison.map((right) => ({ value: `[string(current('${list}'))]`, ...right })),
);
const condition = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(field, comparison).map(([left, right]) => ({ ...left, ...right })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.option(element, { nil: undefined }), fc.nat(2))
      .map(([where, greater]) => ({ count: { field: list, ...(where && { where }) }, greater })),
  },
);

const existence = fc.oneof(
  fc
    .tuple(fc.constantFrom('workspaceId', 'mode'), comparison)
    .map(([name, right]) => ({ field: `Microsoft.Insights/diagnosticSettings/${name}`, ...right })),
  fc.constant({
    field: 'Microsoft.Insights/diagnosticSettings/workspaceId',
    like: "[concat('/subscriptions/', subscription().subscriptionId, '/*/', first(split(field('fullName'), '/')), '*')]",
  }),
  fc.constant({ field: 'Microsoft.Insights/diagnosticSettings/workspaceId', equals: "[field('Contoso.Things/boxes/target')]" }),
);

const details = fc.oneof(
  existence.map((existenceCondition) => ({ type: settings, existenceCondition })),
  fc
    .tuple(comparison, fc.constantFrom({}, { resourceGroupName: 'two' }, { existenceScope: 'subscription' }, { name: "[field('name')]" }))
    .map(([right, more]) => ({
      type: 'Contoso.Things/lids',
      ...more,
      existenceCondition: { field: 'Contoso.Things/lids/target', ...right },
    })),
);

const boxes = { field: 'type', equals: 'Contoso.Things/boxes' };
export const rule = fc.oneof(
  fc.array(condition, { minLength: 1, maxLength: 2 }).map((conditions) => ({
    if: { allOf: [boxes, ...conditions] },
    then: { effect: 'audit' },
  })),
  // What an alias stands for hangs on the type then.
  fc.array(condition, { minLength: 1, maxLength: 2 }).map((conditions) => ({ if: { allOf: conditions }, then: { effect: 'audit' } })),
  fc.tuple(fc.array(condition, { maxLength: 1 }), details).map(([conditions, about]) => ({
    if: { allOf: [boxes, ...conditions] },
    then: { effect: 'auditIfNotExists', details: about },
  })),
);
