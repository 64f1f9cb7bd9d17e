import { isWebApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { judgeOrigins } from '../../app-service-origins.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');

export const webAppCors: Recommendation = {
  name: 'web-app-cors',
  key: 'df4d1739-47f0-60c7-1706-3731fea6ab03',
  title: 'CORS should not allow every resource to access your Web applications',
  alsoKnownAs: [
    'CORS should not allow every resource to access Web Applications',
    'CORS should not allow every resource to access your Web Applications',
    'App Service apps should not have CORS configured to allow every resource to access your apps',
    'CORS should not allow every resource to access your application',
  ],
  why: 'With every origin allowed, any page that a signed-in user visits can call the app in that user’s browser and read the answers.',
  severity: 'low',
  category: 'compute',
  threats: ['dataExfiltration', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({ applies: isWebApp, subject: 'a web app', settings: ['cors'], decide: judgeOrigins }),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['List the sites whose scripts must call the app.', 'Allow these origins by name.', 'Take * off the list.'],
    command: "az webapp cors remove --ids {id} --allowed-origins '*'",
    caution: 'Scripts from origins that are not listed are refused at once.',
  },
  whenNotToFix: 'A public, read-only app without sign-in that is meant to be called from any page.',
  examples: {
    healthy: [
      {
        name: 'origins by name',
        resource: shop,
        estate: [appConfiguration(shop, { cors: { allowedOrigins: ['https://www.contoso.com'] } })],
      },
      { name: 'no cross-origin calls at all', resource: shop, estate: [appConfiguration(shop, { cors: null })] },
      { name: 'an empty list', resource: shop, estate: [appConfiguration(shop, { cors: { allowedOrigins: [] } })] },
    ],
    unhealthy: [
      { name: 'every origin', resource: shop, estate: [appConfiguration(shop, { cors: { allowedOrigins: ['*'] } })] },
      {
        name: 'every origin beside one by name',
        resource: shop,
        estate: [appConfiguration(shop, { cors: { allowedOrigins: ['https://www.contoso.com', '*'] } })],
      },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'an API app', resource: webApp('shop-api', {}, 'api') },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop },
      { name: 'only its settings were fetched', resource: shop, estate: [appConfiguration(shop, { COLOR: 'blue' }, 'appsettings')] },
    ],
  },
};
