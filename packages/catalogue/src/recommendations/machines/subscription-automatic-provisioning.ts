import type { JsonObject } from '@plumbline/policy';
import type { PolicyRecommendation } from '../../recommendation.ts';

const settings = 'Microsoft.Security/autoProvisioningSettings';

export const subscriptionAutomaticProvisioning: PolicyRecommendation = {
  name: 'subscription-automatic-provisioning',
  key: 'af849052-4299-0692-acc0-bffcbe9e440c',
  title: 'Enable automatic provisioning and data collection for your subscriptions',
  alsoKnownAs: [
    'Auto provisioning of the Log Analytics agent should be enabled on subscriptions',
    'Auto provisioning of the Log Analytics agent should be enabled on your subscription',
    'Automatic provisioning of the Log Analytics monitoring agent should be enabled on your subscription',
  ],
  why: 'Agents that somebody has to install are missing on the machines that were made in a hurry; automatic provisioning reaches them all.',
  severity: 'medium',
  category: 'compute',
  threats: ['missingCoverage'],
  resourceTypes: ['Microsoft.Resources/subscriptions'],
  kind: 'policy',
  rule: {
    if: { field: 'type', equals: 'Microsoft.Resources/subscriptions' },
    then: {
      effect: 'auditIfNotExists',
      details: {
        type: settings,
        existenceScope: 'subscription',
        existenceCondition: { field: `${settings}/autoProvision`, equals: 'On' },
      },
    },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Choose the workspace that new machines report to', 'Turn automatic provisioning on for the subscription'],
    command: 'az security auto-provisioning-setting update --subscription {subscription} --name default --auto-provision On',
    caution: 'Existing machines get the agent too, and the data that it sends is charged for.',
  },
  whenNotToFix: 'A subscription whose machines get their agent from a policy or from the image.',
  examples: {
    healthy: [
      { name: 'turned on', resource: subscription(), estate: [setting('On')] },
      { name: 'written in small letters', resource: subscription(), estate: [setting('on')] },
    ],
    unhealthy: [{ name: 'turned off', resource: subscription(), estate: [setting('Off')] }],
    notCollected: [{ name: 'no settings in the input', resource: subscription() }],
  },
};

function subscription(): JsonObject {
  const id = '/subscriptions/6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11';
  return {
    id,
    name: 'shop',
    type: 'Microsoft.Resources/subscriptions',
    subscriptionId: '6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11',
    properties: { state: 'Enabled' },
  };
}

function setting(autoProvision: string): JsonObject {
  return {
    id: `/subscriptions/6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11/providers/${settings}/default`,
    name: 'default',
    type: settings,
    properties: { autoProvision },
  };
}
