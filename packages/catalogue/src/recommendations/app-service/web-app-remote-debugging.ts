import { isWebApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');

export const webAppRemoteDebugging: Recommendation = {
  name: 'web-app-remote-debugging',
  key: '64b8637e-4e1d-76a9-0fc9-c1e487a97ed8',
  title: 'Remote debugging should be turned off for Web Application',
  alsoKnownAs: ['Remote debugging should be turned off for Web Applications', 'App Service apps should have remote debugging turned off'],
  why: 'A remote debugger opens ports into the app; who gets in reads its memory, secrets included, and runs code in it.',
  severity: 'low',
  category: 'compute',
  threats: ['elevationOfPrivilege', 'dataExfiltration'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: isWebApp,
    subject: 'a web app',
    settings: ['remoteDebuggingEnabled'],
    decide: (value) => {
      const isOn = value('remoteDebuggingEnabled') === true;
      const text = `has remote debugging turned ${isOn ? 'on' : 'off'}.`;
      return { status: isOn ? 'Unhealthy' : 'Healthy', text, setting: 'remoteDebuggingEnabled', expected: false };
    },
  }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Ask who is debugging.', 'Turn remote debugging off; turn it on again only for the length of a session.'],
    command: 'az webapp config set --ids {id} --remote-debugging-enabled false',
    caution: 'The app restarts.',
  },
  whenNotToFix: 'During a debugging session that ends today.',
  examples: {
    healthy: [
      { name: 'off', resource: shop, estate: [appConfiguration(shop, { remoteDebuggingEnabled: false })] },
      { name: 'off, told by the site itself', resource: webApp('shop', { siteConfig: { remoteDebuggingEnabled: false } }) },
    ],
    unhealthy: [
      { name: 'on', resource: shop, estate: [appConfiguration(shop, { remoteDebuggingEnabled: true, remoteDebuggingVersion: 'VS2022' })] },
      { name: 'on, told by the site itself', resource: webApp('shop', { siteConfig: { remoteDebuggingEnabled: true } }) },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'an API app', resource: webApp('shop-api', {}, 'api') },
    ],
    notCollected: [
      {
        name: 'a list of sites gives nulls',
        resource: webApp('shop', { siteConfig: { remoteDebuggingEnabled: null, linuxFxVersion: '' } }),
      },
      {
        name: 'only another app was fetched',
        resource: shop,
        estate: [appConfiguration(webApp('other'), { remoteDebuggingEnabled: false })],
      },
    ],
  },
};
