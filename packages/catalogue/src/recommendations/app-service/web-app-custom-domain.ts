import { appWithoutConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const hostName = 'Microsoft.Web/sites/hostNames[*]';

export const webAppCustomDomain: Recommendation = {
  name: 'web-app-custom-domain',
  key: '75fce0d3-218e-489f-b488-8657f5251873',
  title: 'Use custom domains for your Web Application',
  alsoKnownAs: ['Audit Web Applications that are not using custom domains'],
  why: 'People learn to trust a name that the organisation owns; a name under azurewebsites.net can be imitated by anyone, and taken over when the app is deleted.',
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
        { field: 'kind', notContains: 'functionapp' },
        { field: 'kind', notContains: 'api' },
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
      'az webapp config hostname add --resource-group {resourceGroup} --webapp-name {name} --hostname www.example.com --subscription {subscription}',
    caution: 'Remove the name from DNS before deleting the app, or somebody else can take it over.',
  },
  whenNotToFix: 'An app that only other services call, or that stands behind a gateway with a name of its own.',
  examples: {
    healthy: [{ name: 'a name of its own', resource: webApp('shop', { hostNames: ['shop.contoso.com', 'shop.azurewebsites.net'] }) }],
    unhealthy: [
      { name: 'only the name that Azure gave', resource: webApp('shop', { hostNames: ['shop.azurewebsites.net'] }) },
      { name: 'in an App Service Environment', resource: webApp('shop', { hostNames: ['shop.inner.p.azurewebsites.net'] }) },
    ],
    notApplicable: [{ name: 'a function app', resource: functionApp('shop-jobs', { hostNames: ['shop-jobs.azurewebsites.net'] }) }],
    notCollected: [{ name: 'without its configuration', resource: appWithoutConfiguration('shop') }],
  },
};
