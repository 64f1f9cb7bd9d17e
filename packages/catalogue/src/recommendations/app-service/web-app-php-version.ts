import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { appServiceVersions, latestVersionRule } from '../../app-service-versions.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const linux = webApp('shop-linux', {}, 'app,linux');

export const webAppPhpVersion: Recommendation = {
  name: 'web-app-php-version',
  key: 'd6a7d1db-c41d-4a09-a7f2-cbd98956da84',
  title: 'Use the latest supported PHP version for Web Application',
  alsoKnownAs: [
    'PHP should be updated to the latest version for web apps',
    "Ensure that 'PHP version' is the latest, if used as a part of the WEB app",
    "Ensure that 'PHP version' is the latest, if used as a part of the Web app",
  ],
  why: 'PHP releases are fixed for few years only, and holes in old ones are searched for all over the Internet.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...latestVersionRule(appServiceVersions.php),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Find out whether the app uses PHP at all: Windows apps were made with PHP 5.6 turned on.',
      'If not, turn PHP off.',
      'If it does, move it to a Linux plan with the newest PHP.',
    ],
    command: 'az webapp config set --ids {id} --php-version off',
    caution: 'The command turns PHP off on Windows; on Linux set --linux-fx-version "PHP|8.5" instead.',
  },
  whenNotToFix: 'An older release still in support that the application prescribes.',
  examples: {
    healthy: [
      { name: 'PHP 8.5 on Linux', resource: linux, estate: [appConfiguration(linux, { phpVersion: '', linuxFxVersion: 'PHP|8.5' })] },
    ],
    unhealthy: [
      {
        name: 'PHP 5.6 on Windows, as apps were made',
        resource: shop,
        estate: [appConfiguration(shop, { phpVersion: '5.6', linuxFxVersion: '' })],
      },
      { name: 'PHP 7.4 on Linux', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'PHP|7.4' })] },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'PHP turned off', resource: shop, estate: [appConfiguration(shop, { phpVersion: 'Off' })] },
      {
        name: 'a container of its own',
        resource: linux,
        estate: [appConfiguration(linux, { phpVersion: '', linuxFxVersion: 'DOCKER|contoso/shop:7' })],
      },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop },
      { name: 'a list of sites gives nulls', resource: webApp('shop', { siteConfig: { phpVersion: null, linuxFxVersion: '' } }) },
    ],
  },
};
