import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { knownSubscription, selectionOf } from '../selection.ts';

/** Namespaces that are answered whatever was read. */
const own: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization': [
    'policyAssignments',
    'policyDefinitions',
    'policySetDefinitions',
    'policyExemptions',
    'roleAssignments',
    'roleDefinitions',
  ],
  'Microsoft.Management': ['managementGroups'],
  'Microsoft.PolicyInsights': ['policyStates', 'policyEvents'],
  'Microsoft.ResourceGraph': ['resources'],
  'Microsoft.Resources': ['subscriptions', 'resourceGroups', 'tenants', 'providers'],
  'Microsoft.Security': [
    'secureScores',
    'secureScoreControls',
    'assessments',
    'assessmentMetadata',
    'subAssessments',
    'tasks',
    'governanceRules',
    'pricings',
    'locations',
  ],
};

/** One date for all: every version is answered, and clients take the newest that they are told of. */
const apiVersion = '2024-11-01';

export const providers = [
  route('GET /subscriptions/{subscription}/providers', async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    return whole(await providersOf(call, id));
  }),
  route('GET /subscriptions/{subscription}/providers/{namespace}', async (call) => ({ body: await providerOf(call) })),
  // Nothing has to be registered; clients ask for it before they look at management groups.
  route('POST /subscriptions/{subscription}/providers/{namespace}/register', async (call) => ({ body: await providerOf(call) }), 'reader'),
];

async function providerOf(call: ArmCall) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  const wanted = param(call, 'namespace').toLowerCase();
  const found = (await providersOf(call, id)).find(({ namespace }) => namespace.toLowerCase() === wanted);
  if (found === undefined)
    throw notFound('InvalidResourceNamespace', `The resource namespace '${wanted.slice(0, 100)}' is invalid: nothing of it was read.`);
  return found;
}

async function providersOf(call: ArmCall, subscription: string) {
  const { value } = await call.services.store.types(selectionOf(call, `/subscriptions/${subscription}`));
  const types = new Map<string, { readonly namespace: string; readonly types: Set<string> }>();
  const add = (namespace: string, type: string) => {
    const known = types.get(namespace.toLowerCase()) ?? { namespace, types: new Set() };
    types.set(namespace.toLowerCase(), known);
    if (![...known.types].some((one) => one.toLowerCase() === type.toLowerCase())) known.types.add(type);
  };
  for (const [namespace, list] of Object.entries(own)) for (const type of list) add(namespace, type);
  for (const type of value) {
    const [namespace = '', ...rest] = type.split('/');
    if (rest.length > 0) add(namespace, rest.join('/'));
  }
  return [...types.values()]
    .toSorted((a, b) => (a.namespace.toLowerCase() < b.namespace.toLowerCase() ? -1 : 1))
    .map(({ namespace, types: list }) => ({
      id: `/subscriptions/${subscription}/providers/${namespace}`,
      namespace,
      registrationPolicy: 'RegistrationFree',
      registrationState: 'Registered',
      resourceTypes: [...list].map((resourceType) => ({ resourceType, locations: [], apiVersions: [apiVersion], capabilities: 'None' })),
    }));
}
