import { appWithoutConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

export const functionAppHttpsOnly: Recommendation = {
  name: 'function-app-https-only',
  key: 'cb0acdc6-0846-fd48-debe-9905af151b6d',
  title: 'Function App should only be accessible over HTTPS',
  alsoKnownAs: ['Function apps should only be accessible over HTTPS'],
  why: 'Function keys travel in the address or a header: over plain HTTP whoever listens can call the functions from then on.',
  severity: 'medium',
  category: 'compute',
  threats: ['dataExfiltration', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: 'Microsoft.Web/sites' },
        { field: 'kind', contains: 'functionapp' },
        { field: 'kind', notContains: 'workflowapp' },
        { field: 'kind', notContains: 'azurecontainerapps' },
        { field: 'Microsoft.Web/sites/httpsOnly', notEquals: true },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Find callers and webhooks that still use http://.', 'Turn on HTTPS only.'],
    command: 'az functionapp update --ids {id} --set httpsOnly=true',
    caution: 'Webhook senders that do not follow redirects lose their calls.',
    together: {
      action: 'Assign a policy that turns on HTTPS only, with a remediation task',
      on: 'subscription',
    },
  },
  whenNotToFix: 'A function app that is reached only through a gateway which already enforces HTTPS and itself talks plain HTTP to it.',
  examples: {
    healthy: [{ name: 'HTTPS only', resource: functionApp('shop-jobs', { httpsOnly: true }) }],
    unhealthy: [
      { name: 'plain HTTP too', resource: functionApp('shop-jobs', { httpsOnly: false }) },
      { name: 'on Linux, never said', resource: functionApp('shop-jobs', {}, 'functionapp,linux') },
    ],
    notApplicable: [
      { name: 'a web app', resource: webApp('shop', { httpsOnly: false }) },
      { name: 'a logic app', resource: functionApp('shop-flows', { httpsOnly: false }, 'functionapp,workflowapp') },
    ],
    notCollected: [{ name: 'without its configuration', resource: appWithoutConfiguration('shop-jobs', 'functionapp') }],
  },
};
