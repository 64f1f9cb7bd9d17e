import { exampleResource } from '../../example-resource.ts';
import type { Recommendation } from '../../recommendation.ts';

const type = 'Microsoft.Automation/automationAccounts/variables';

export const automationVariableEncryption: Recommendation = {
  name: 'automation-variable-encryption',
  key: 'b12bc79e-4f12-44db-acda-571820191ddc',
  title: 'Automation account variables should be encrypted',
  why: 'A plain variable can be read by everyone with read access to the account, and passwords and tokens tend to end up in them.',
  severity: 'high',
  category: 'compute',
  threats: ['dataSpillage', 'accountBreach'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        { field: `${type}/isEncrypted`, notEquals: true },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Note the value and the runbooks that use it.',
      'Remove the variable and make it anew, encrypted: a variable cannot be encrypted afterwards.',
      'If the value was a secret, change the secret too.',
    ],
    caution: 'Runbooks fail while the variable is missing; only runbooks can read an encrypted one.',
  },
  whenNotToFix: 'A value that everyone may know, such as a region or a schedule.',
  examples: {
    healthy: [{ name: 'encrypted', resource: exampleResource(type, 'shop-automation/apiKey', { properties: { isEncrypted: true } }) }],
    unhealthy: [
      { name: 'plain', resource: exampleResource(type, 'shop-automation/apiKey', { properties: { isEncrypted: false, value: '"blue"' } }) },
      { name: 'never said', resource: exampleResource(type, 'shop-automation/apiKey', { properties: { value: '"blue"' } }) },
    ],
    notCollected: [{ name: 'without its configuration', resource: exampleResource(type, 'shop-automation/apiKey') }],
  },
};
