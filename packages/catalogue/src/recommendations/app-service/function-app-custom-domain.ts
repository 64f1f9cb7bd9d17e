import { appWithoutConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const hostName = 'Microsoft.Web/sites/hostNames[*]';

export const functionAppCustomDomain: Recommendation = {
  name: 'function-app-custom-domain',
  key: '84e9b866-898d-4258-a80b-4a03501bb784',
  title: 'Use custom domains for Function App',
  alsoKnownAs: ['Audit Function Apps that are not using custom domains'],
  why: 'Callers that know only a name under azurewebsites.net go on calling it after the app is deleted and somebody else has taken the name.',
  severity: 'low',
  category: 'compute',
  threats: ['accountBreach', 'threatResistance'],
  resourceTypes: ['Microsoft.Web/sites'],
  kind: 'policy',
  // Unhealthy without a single host name outside the domains that Azure gives, sovereign clouds included.
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: 'Microsoft.Web/sites' },
        { field: 'kind', contains: 'functionapp' },
        { field: 'kind', notContains: 'workflowapp' },
        { field: 'kind', notContains: 'azurecontainerapps' },
        {
          count: {
            field: hostName,
            where: {
              allOf: [
                { field: hostName, notLike: '*.azurewebsites.net' },
                { field: hostName, notLike: '*.azurewebsites.us' },
                { field: hostName, notLike: '*.chinacloudsites.cn' },
              ],
            },
          },
          equals: 0,
        },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: ['Point a name of your own domain at the app.', 'Bind the name and a certificate for it.', 'Give callers the new name.'],
    command:
      'az functionapp config hostname add --resource-group {resourceGroup} --name {name} --hostname www.example.com --subscription {subscription}',
    caution: 'Remove the name from DNS before deleting the app, or somebody else can take it over.',
  },
  whenNotToFix: 'Functions that run on timers and queues, or that only services of the same team call.',
  examples: {
    healthy: [
      {
        name: 'a name of its own',
        resource: functionApp('shop-jobs', { hostNames: ['shop-jobs.contoso.com', 'shop-jobs.azurewebsites.net'] }),
      },
    ],
    unhealthy: [
      { name: 'only the name that Azure gave', resource: functionApp('shop-jobs', { hostNames: ['shop-jobs.azurewebsites.net'] }) },
      { name: 'in an App Service Environment', resource: functionApp('shop-jobs', { hostNames: ['shop-jobs.inner.p.azurewebsites.net'] }) },
    ],
    notApplicable: [{ name: 'a web app', resource: webApp('shop', { hostNames: ['shop.azurewebsites.net'] }) }],
    notCollected: [{ name: 'without its configuration', resource: appWithoutConfiguration('shop-jobs', 'functionapp') }],
  },
};
