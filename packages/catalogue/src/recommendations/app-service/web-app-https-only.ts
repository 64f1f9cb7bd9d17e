import { appWithoutConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

export const webAppHttpsOnly: Recommendation = {
  name: 'web-app-https-only',
  key: '1b351b29-41ca-6df5-946c-c190a56be5fe',
  title: 'Web Application should only be accessible over HTTPS',
  alsoKnownAs: ['App Service apps should only be accessible over HTTPS', 'Web apps should only be accessible over HTTPS'],
  why: 'Over plain HTTP anyone on the way can read sessions and passwords, change pages, and pose as the app.',
  severity: 'medium',
  category: 'compute',
  threats: ['dataExfiltration', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: 'Microsoft.Web/sites' },
        { field: 'kind', notContains: 'functionapp' },
        { field: 'kind', notContains: 'api' },
        { field: 'Microsoft.Web/sites/httpsOnly', notEquals: true },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Make sure that every custom domain of the app has a certificate.',
      'Turn on HTTPS only; plain requests are then sent on to HTTPS.',
    ],
    command: 'az webapp update --ids {id} --https-only true',
    caution: 'Clients that do not follow redirects, and domains without a certificate, stop working.',
    together: {
      action: 'Assign a policy that turns on HTTPS only, with a remediation task',
      on: 'subscription',
    },
  },
  whenNotToFix: 'An app that is reached only through a gateway which already enforces HTTPS and itself talks plain HTTP to it.',
  examples: {
    healthy: [
      { name: 'HTTPS only', resource: webApp('shop', { httpsOnly: true }) },
      { name: 'on Linux', resource: webApp('shop-linux', { httpsOnly: true }, 'app,linux') },
    ],
    unhealthy: [
      { name: 'plain HTTP too', resource: webApp('shop', { httpsOnly: false }) },
      { name: 'never said', resource: webApp('shop', {}, 'app,linux,container') },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs', { httpsOnly: false }) },
      { name: 'an API app', resource: webApp('shop-api', { httpsOnly: false }, 'api') },
    ],
    notCollected: [{ name: 'without its configuration', resource: appWithoutConfiguration('shop') }],
  },
};
