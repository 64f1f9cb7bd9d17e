import { isFunctionApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { judgeOrigins } from '../../app-service-origins.ts';
import type { Recommendation } from '../../recommendation.ts';

const jobs = functionApp('shop-jobs');
const portal = ['https://functions.azure.com', 'https://functions-staging.azure.com', 'https://functions-next.azure.com'];

export const functionAppCors: Recommendation = {
  name: 'function-app-cors',
  key: '7b3d4796-9400-2904-692b-4a5ede7f0a1e',
  title: 'CORS should not allow every resource to access your Function App',
  alsoKnownAs: [
    'CORS should not allow every resource to access Function Apps',
    'CORS should not allow every resource to access your Function Apps',
    'Function apps should not have CORS configured to allow every resource to access your apps',
  ],
  why: 'With every origin allowed, any page can call the functions from its visitors’ browsers and read the answers.',
  severity: 'low',
  category: 'compute',
  threats: ['dataExfiltration', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({ applies: isFunctionApp, subject: 'a function app', settings: ['cors'], decide: judgeOrigins }),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['List the sites whose scripts must call the functions.', 'Allow these origins by name.', 'Take * off the list.'],
    command: "az functionapp cors remove --ids {id} --allowed-origins '*'",
    caution: 'Scripts from origins that are not listed are refused at once.',
  },
  whenNotToFix: 'Public, read-only functions without sign-in that are meant to be called from any page.',
  examples: {
    healthy: [
      {
        name: 'the portal only, as an app is made',
        resource: jobs,
        estate: [appConfiguration(jobs, { cors: { allowedOrigins: portal } })],
      },
      { name: 'no cross-origin calls at all', resource: jobs, estate: [appConfiguration(jobs, { cors: null })] },
    ],
    unhealthy: [{ name: 'every origin', resource: jobs, estate: [appConfiguration(jobs, { cors: { allowedOrigins: ['*'] } })] }],
    notApplicable: [{ name: 'a web app', resource: webApp('shop') }],
    notCollected: [{ name: 'its configuration was not fetched', resource: jobs }],
  },
};
