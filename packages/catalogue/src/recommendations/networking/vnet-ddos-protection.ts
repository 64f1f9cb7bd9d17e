import { exampleNetwork } from '../../networking/example-network.ts';
import { networkType } from '../../networking/types.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

export const vnetDdosProtection: PolicyRecommendation = {
  name: 'vnet-ddos-protection',
  key: 'e3de1cc0-f4dd-3b34-e496-8b5381ba2d70',
  title: 'DDoS Protection Standard should be enabled',
  alsoKnownAs: ['Azure DDoS Protection Standard should be enabled', 'Azure DDoS Protection should be enabled'],
  why: 'The platform’s basic protection keeps Azure up, not your service: an attack far below its threshold takes down a single application.',
  severity: 'high',
  category: 'networking',
  threats: ['denialOfService'],
  resourceTypes: [networkType],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: networkType },
        { field: 'Microsoft.Network/virtualNetworks/enableDdosProtection', notEquals: true },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'Create one protection plan for the tenant, or take the one that exists: a plan serves the networks of all subscriptions',
      'Turn protection on for the virtual network with that plan',
      'Set up alerts for addresses under attack',
    ],
    command: 'az network vnet update --ids {id} --ddos-protection true --ddos-protection-plan PLAN_ID',
    caution: 'A plan costs a fixed amount a month, whatever the number of networks.',
    together: { action: 'Create one DDoS protection plan and use it for every network', on: 'subscription' },
  },
  whenNotToFix: 'A network without any public address, or one where an outage costs less than the plan.',
  examples: {
    healthy: [
      {
        name: 'protected by a plan',
        resource: exampleNetwork('shop', [{ name: 'web' }], {
          enableDdosProtection: true,
          ddosProtectionPlan: {
            id: '/subscriptions/6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11/resourceGroups/shop/providers/Microsoft.Network/ddosProtectionPlans/tenant',
          },
        }),
      },
    ],
    unhealthy: [
      { name: 'turned off', resource: exampleNetwork('build', [{ name: 'agents' }]) },
      { name: 'never set', resource: exampleNetwork('legacy', [], { enableDdosProtection: null }) },
    ],
  },
};
