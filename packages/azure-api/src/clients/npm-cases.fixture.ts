import { PolicyClient } from '@azure/arm-policy';
import { PolicyInsightsClient } from '@azure/arm-policyinsights';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SecurityCenter } from '@azure/arm-security';
import type { ClientCase } from './client-case.fixture.ts';

export interface NpmContext {
  readonly base: string;
  readonly subscription: string;
  /** PEM of the authority. */
  readonly ca: string;
  readonly token: string;
}

export interface NpmCase extends ClientCase {
  readonly client: string;
  /** @returns what was read, for a look at whether it is something. */
  run(context: NpmContext): Promise<unknown>;
}

const machine = (subscription: string) =>
  `/subscriptions/${subscription}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/prod-vm-01`;
const updates = '4ab6e3c5-74dd-8b35-9ab9-f61b30875b27';
const own = '00000000-0000-4000-8000-00000000beef';

function optionsOf({ base, ca }: NpmContext) {
  return { endpoint: base, tlsOptions: { ca }, retryOptions: { maxRetries: 0 } };
}

function credentialOf({ token }: NpmContext) {
  return { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
}

function security(context: NpmContext): SecurityCenter {
  return new SecurityCenter(credentialOf(context), context.subscription, { $host: context.base, ...optionsOf(context) });
}

async function listed<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

type Run<T> = (client: T, context: NpmContext) => Promise<unknown>;

const securityCases: readonly (readonly [string, Run<SecurityCenter>])[] = [
  ['secureScores.list()', (client) => listed(client.secureScores.list())],
  ["secureScores.get('ascScore')", (client) => client.secureScores.get('ascScore')],
  ['secureScoreControls.list()', (client) => listed(client.secureScoreControls.list())],
  [
    "secureScoreControls.listBySecureScore('ascScore', { expand: 'definition' })",
    (client) => listed(client.secureScoreControls.listBySecureScore('ascScore', { expand: 'definition' })),
  ],
  ['secureScoreControlDefinitions.list()', (client) => listed(client.secureScoreControlDefinitions.list())],
  ['secureScoreControlDefinitions.listBySubscription()', (client) => listed(client.secureScoreControlDefinitions.listBySubscription())],
  ['assessments.list(scope)', (client, { subscription }) => listed(client.assessments.list(`/subscriptions/${subscription}`))],
  [
    'assessments.get(resource, key)',
    (client, { subscription }) => client.assessments.get(machine(subscription), updates, { expand: 'metadata' }),
  ],
  ['assessmentsMetadata.list()', (client) => listed(client.assessmentsMetadata.list())],
  ['assessmentsMetadata.get(key)', (client) => client.assessmentsMetadata.get(updates)],
  ['assessmentsMetadata.listBySubscription()', (client) => listed(client.assessmentsMetadata.listBySubscription())],
  [
    'assessmentsMetadata.createInSubscription(key, metadata)',
    (client) =>
      client.assessmentsMetadata.createInSubscription(own, {
        displayName: 'Ours',
        severity: 'High',
        assessmentType: 'CustomerManaged',
        description: 'd',
        remediationDescription: 'r',
      }),
  ],
  ['assessmentsMetadata.getInSubscription(key)', (client) => client.assessmentsMetadata.getInSubscription(own)],
  [
    'assessments.createOrUpdate(resource, key, assessment)',
    (client, { subscription }) =>
      client.assessments.createOrUpdate(machine(subscription), own, {
        resourceDetails: { source: 'Azure' },
        status: { code: 'Unhealthy' },
      }),
  ],
  [
    'assessments.delete(resource, key)',
    async (client, { subscription }) => (await client.assessments.delete(machine(subscription), own), 'deleted'),
  ],
  [
    'assessmentsMetadata.deleteInSubscription(key)',
    async (client) => (await client.assessmentsMetadata.deleteInSubscription(own), 'deleted'),
  ],
  [
    'subAssessments.listAll(scope)',
    async (client, { subscription }) => [await listed(client.subAssessments.listAll(`/subscriptions/${subscription}`))],
  ],
  ['tasks.list()', (client) => listed(client.tasks.list())],
  ['pricings.list()', (client) => client.pricings.list()],
  ['locations.list()', (client) => listed(client.locations.list())],
  ['autoProvisioningSettings.list()', (client) => listed(client.autoProvisioningSettings.list())],
];

const insightsCases: readonly (readonly [string, Run<PolicyInsightsClient>])[] = [
  [
    "policyStates.listQueryResultsForSubscription('latest', id)",
    (client, { subscription }) =>
      listed(client.policyStates.listQueryResultsForSubscription('latest', subscription, { queryOptions: { top: 200 } })),
  ],
  [
    "policyStates.listQueryResultsForResource('latest', id)",
    (client, { subscription }) => listed(client.policyStates.listQueryResultsForResource('latest', machine(subscription))),
  ],
  [
    "policyStates.summarizeForSubscription('latest', id)",
    (client, { subscription }) => client.policyStates.summarizeForSubscription('latest', subscription),
  ],
];

const policyCases: readonly (readonly [string, Run<PolicyClient>])[] = [
  ['policyDefinitions.listBuiltIn()', (client) => listed(client.policyDefinitions.listBuiltIn())],
  ['policySetDefinitions.listBuiltIn()', (client) => listed(client.policySetDefinitions.listBuiltIn())],
  ['policyAssignments.list()', (client) => listed(client.policyAssignments.list())],
  [
    'policyExemptions.createOrUpdate(scope, name, exemption)',
    (client, { subscription }) =>
      client.policyExemptions.createOrUpdate(machine(subscription), 'by-sdk', {
        policyAssignmentId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/policyAssignments/SecurityCenterBuiltIn`,
        exemptionCategory: 'Waiver',
        policyDefinitionReferenceIds: ['machine-system-updates'],
        expiresOn: new Date('2027-12-31T00:00:00Z'),
      }),
  ],
  ['policyExemptions.get(scope, name)', (client, { subscription }) => client.policyExemptions.get(machine(subscription), 'by-sdk')],
  ['policyExemptions.list()', (client) => listed(client.policyExemptions.list())],
  [
    'policyExemptions.delete(scope, name)',
    async (client, { subscription }) => (await client.policyExemptions.delete(machine(subscription), 'by-sdk'), 'deleted'),
  ],
];

const graphCases: readonly (readonly [string, Run<ResourceGraphClient>])[] = [
  [
    "resources({ query: 'securityresources | …' })",
    async (client) => (await client.resources({ query: "securityresources | where type == 'microsoft.security/securescores'" })).data,
  ],
  [
    "resources({ query, subscriptions, options: { resultFormat: 'table' } })",
    async (client, { subscription }) =>
      (
        await client.resources({
          query: 'resources | summarize count() by type',
          subscriptions: [subscription],
          options: { resultFormat: 'table' },
        })
      ).data,
  ],
];

function casesOf<T>(client: string, make: (context: NpmContext) => T, cases: readonly (readonly [string, Run<T>])[]): readonly NpmCase[] {
  return cases.map(([command, run]) => ({ client, command, run: (context) => run(make(context), context) }));
}

export const npmCases: readonly NpmCase[] = [
  ...casesOf('@azure/arm-security', security, securityCases),
  ...casesOf('@azure/arm-resourcegraph', (context) => new ResourceGraphClient(credentialOf(context), optionsOf(context)), graphCases),
  ...casesOf(
    '@azure/arm-policyinsights',
    (context) => new PolicyInsightsClient(credentialOf(context), context.subscription, optionsOf(context)),
    insightsCases,
  ),
  ...casesOf(
    '@azure/arm-policy',
    (context) => new PolicyClient(credentialOf(context), context.subscription, { $host: context.base, ...optionsOf(context) }),
    policyCases,
  ),
];
