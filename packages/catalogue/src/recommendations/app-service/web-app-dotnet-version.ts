import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { appServiceVersions, latestVersionRule } from '../../app-service-versions.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const linux = webApp('shop-linux', {}, 'app,linux');

export const webAppDotnetVersion: Recommendation = {
  name: 'web-app-dotnet-version',
  key: 'cb5dadae-9aea-4a05-bc08-f1fa11283a24',
  title: 'Use the latest supported .NET Framework for Web Application',
  alsoKnownAs: [
    'Audit Web Applications that are not using latest supported .NET Framework',
    "Ensure that '.NET Framework' version is the latest, if used as a part of the Web app",
  ],
  why: 'A .NET version that is out of support gets no more fixes for the holes that are found in it.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...latestVersionRule(appServiceVersions.dotnet),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Build and test the app with the newest supported version.',
      'Set the runtime of a staging slot to it and try it there.',
      'Swap the slots.',
    ],
    command: 'az webapp config set --ids {id} --net-framework-version v10.0',
    caution: 'An app that was not built for the new version may not start.',
  },
  whenNotToFix: 'An app that brings its own runtime along (self-contained deployment).',
  examples: {
    healthy: [
      { name: '.NET Framework 4', resource: shop, estate: [appConfiguration(shop, { netFrameworkVersion: 'v4.0', linuxFxVersion: '' })] },
      { name: '.NET 10', resource: shop, estate: [appConfiguration(shop, { netFrameworkVersion: 'v10.0' })] },
      {
        name: '.NET 10 on Linux',
        resource: linux,
        estate: [appConfiguration(linux, { netFrameworkVersion: 'v4.0', linuxFxVersion: 'DOTNETCORE|10.0' })],
      },
    ],
    unhealthy: [
      { name: '.NET Framework 2', resource: shop, estate: [appConfiguration(shop, { netFrameworkVersion: 'v2.0' })] },
      { name: '.NET 6', resource: shop, estate: [appConfiguration(shop, { netFrameworkVersion: 'v6.0' })] },
      { name: '.NET Core 3.1 on Linux', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'DOTNETCORE|3.1' })] },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      {
        name: 'Node.js on Linux',
        resource: linux,
        estate: [appConfiguration(linux, { netFrameworkVersion: 'v4.0', linuxFxVersion: 'NODE|24-lts' })],
      },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop },
      { name: 'a list of sites gives nulls', resource: webApp('shop', { siteConfig: { netFrameworkVersion: null, linuxFxVersion: '' } }) },
    ],
  },
};
