import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { appServiceVersions, latestVersionRule } from '../../app-service-versions.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const linux = webApp('shop-linux', {}, 'app,linux');

export const webAppNodeVersion: Recommendation = {
  name: 'web-app-node-version',
  key: 'ad0fa59c-2794-42d3-8972-b52decd8a521',
  title: 'Use the latest supported Node.js version for Web Application',
  alsoKnownAs: ['Audit Web Applications that are not using latest supported Node.js Framework'],
  why: 'A Node.js release that is out of support keeps its known holes, in its HTTP parser and TLS too.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...latestVersionRule(appServiceVersions.node),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Test the app with the newest long-term release.',
      'Set the runtime of a staging slot to it and try it there.',
      'Swap the slots.',
    ],
    command: 'az webapp config set --ids {id} --linux-fx-version "NODE|24-lts"',
    caution: 'Native modules must be built anew for the new release.',
  },
  whenNotToFix: 'A long-term release still in support.',
  examples: {
    healthy: [
      {
        name: 'the newest long-term release',
        resource: linux,
        estate: [appConfiguration(linux, { nodeVersion: '', linuxFxVersion: 'NODE|24-lts' })],
      },
      { name: 'newer than the table', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'NODE|26' })] },
      { name: 'floating', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'NODE|lts' })] },
    ],
    unhealthy: [
      { name: 'Node.js 10', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'NODE|10.14' })] },
      { name: 'Node.js 14 on Windows', resource: shop, estate: [appConfiguration(shop, { nodeVersion: '~14' })] },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'no Node.js', resource: shop, estate: [appConfiguration(shop, { nodeVersion: '', linuxFxVersion: '' })] },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop },
      { name: 'a list of sites gives nulls', resource: webApp('shop', { siteConfig: { nodeVersion: null, linuxFxVersion: '' } }) },
    ],
  },
};
