import { randomOf } from '../estate/random.mjs';

const storage = 'Microsoft.Storage/storageAccounts';
const site = 'Microsoft.Web/sites';
const rule = (type, condition) => ({ if: { allOf: [{ field: 'type', equals: type }, condition] }, then: { effect: 'audit' } });
const test = (field, operator, value) => ({ field, [operator]: value });

const equal = (left, right) => typeof left === 'string' && left.toLowerCase() === right;
const isTrue = (value) => value === true || equal(value, 'true');
const isThere = (value) => value !== undefined && value !== null;

/** Twelve rules, and what somebody who knows the resource types would write in their place. Each answers whether the rule matches. */
const pairs = [
  [
    rule(storage, test(`${storage}/supportsHttpsTrafficOnly`, 'notEquals', true)),
    ({ properties }) => !isTrue(properties.supportsHttpsTrafficOnly),
  ],
  [rule(storage, test(`${storage}/allowBlobPublicAccess`, 'equals', true)), ({ properties }) => isTrue(properties.allowBlobPublicAccess)],
  [
    rule(storage, test(`${storage}/minimumTlsVersion`, 'notEquals', 'TLS1_2')),
    ({ properties }) => !equal(properties.minimumTlsVersion, 'tls1_2'),
  ],
  [
    rule(storage, test(`${storage}/networkAcls.defaultAction`, 'notEquals', 'Deny')),
    ({ properties }) => !equal(properties.networkAcls?.defaultAction, 'deny'),
  ],
  [
    rule(storage, { count: { field: `${storage}/networkAcls.ipRules[*]` }, greater: 2 }),
    ({ properties }) => (properties.networkAcls?.ipRules?.length ?? 0) > 2,
  ],
  [
    rule(storage, {
      count: { field: `${storage}/networkAcls.ipRules[*]`, where: test(`${storage}/networkAcls.ipRules[*].value`, 'like', '10.*') },
      greater: 0,
    }),
    ({ properties }) => properties.networkAcls?.ipRules?.some(({ value }) => value.startsWith('10.')) ?? false,
  ],
  [
    rule(storage, test("tags['environment']", 'in', ['prod', 'production'])),
    ({ tags }) => equal(tags?.environment, 'prod') || equal(tags?.environment, 'production'),
  ],
  [rule(storage, test('tags.owner', 'exists', false)), ({ tags }) => !isThere(tags?.owner)],
  [
    rule(storage, { anyOf: [test('name', 'like', 'tmp*'), test('location', 'notIn', ['westeurope', 'northeurope'])] }),
    ({ name, location }) => name.toLowerCase().startsWith('tmp') || !(equal(location, 'westeurope') || equal(location, 'northeurope')),
  ],
  [rule(site, test(`${site}/httpsOnly`, 'notEquals', true)), ({ properties }) => !isTrue(properties.httpsOnly)],
  [
    rule(site, { allOf: [test('kind', 'contains', 'linux'), { not: test(`${site}/clientCertEnabled`, 'equals', true) }] }),
    ({ kind, properties }) => kind.toLowerCase().includes('linux') && !isTrue(properties.clientCertEnabled),
  ],
  [
    rule(site, { value: "[concat(field('name'), '-', field('location'))]", match: 'app#-westeurope' }),
    ({ name, location }) => /^app\d-westeurope$/.test(`${name}-${location}`),
  ],
];

function* resources(count) {
  const random = randomOf(7);
  for (let index = 0; index < count; index += 1) {
    const isSite = random.chance(0.4);
    const type = isSite ? site : storage;
    const name = isSite ? `app${random.below(20)}` : random.pick([`tmp${index}`, `data${index}`]);
    yield {
      id: `/subscriptions/s/resourceGroups/g/providers/${type}/${name}`,
      name,
      type,
      kind: random.pick(['app', 'app,linux', 'functionapp,linux']),
      location: random.pick(['westeurope', 'northeurope', 'eastus']),
      ...(random.chance(0.8)
        ? { tags: random.chance(0.5) ? { environment: random.pick(['Prod', 'test']), owner: 'a' } : { environment: 'test' } }
        : {}),
      properties: isSite
        ? { httpsOnly: random.chance(0.5), clientCertEnabled: random.chance(0.5) }
        : {
            supportsHttpsTrafficOnly: random.chance(0.8),
            allowBlobPublicAccess: random.chance(0.3),
            minimumTlsVersion: random.pick(['TLS1_0', 'TLS1_2']),
            networkAcls: {
              defaultAction: random.pick(['Allow', 'Deny']),
              ipRules: Array.from({ length: random.below(5) }, () => ({ value: random.pick(['10.0.0.1', '52.1.2.3']), action: 'Allow' })),
            },
          },
    };
  }
}

/** The same twelve questions asked by the engine and by hand, of the same resources; both have to find the same. */
export function ratios(engine, best) {
  const all = [...resources(20_000)];
  const context = {
    now: '2026-01-01T00:00:00Z',
    subscription: { subscriptionId: 's' },
    resourceGroup: { name: 'g', location: 'westeurope' },
  };
  const policies = pairs.map(([policyRule]) => {
    const { policy, problems } = engine.compileDefinition(JSON.stringify({ policyRule, mode: 'All' }));
    if (!policy) throw new Error(JSON.stringify(problems));
    return policy;
  });
  const set = engine.compileSet(policies);
  const functionsByType = new Map(
    [storage, site].map((type) => [
      type,
      pairs
        .filter(
          ([
            {
              if: { allOf },
            },
          ]) => allOf[0].equals === type,
        )
        .map(([, hand]) => hand),
    ]),
  );
  let found = 0;
  const visit = (_policy, { compliance }) => {
    if (compliance === 'NonCompliant') found += 1;
  };
  const engineSeconds = best(60, () => {
    found = 0;
    for (const resource of all) set.evaluate(resource, context, visit);
  });
  let foundByHand = 0;
  const handSeconds = best(60, () => {
    foundByHand = 0;
    for (const resource of all) for (const hand of functionsByType.get(resource.type) ?? []) if (hand(resource)) foundByHand += 1;
  });
  if (found !== foundByHand) throw new Error(`the engine finds ${found}, the functions by hand ${foundByHand}`);
  return [['twelve rules', `${(engineSeconds / handSeconds).toFixed(2)} times the same by hand, ${found} found by both`]];
}
