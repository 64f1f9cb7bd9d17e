import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { appServiceVersions, latestVersionRule } from '../../app-service-versions.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const linux = webApp('shop-linux', {}, 'app,linux');

export const webAppPythonVersion: Recommendation = {
  name: 'web-app-python-version',
  key: 'bb0bd63c-cf40-40f3-9992-73b523f37883',
  title: 'Use the latest supported Python version for Web Application',
  alsoKnownAs: [
    'Python should be updated to the latest version for web apps',
    "Ensure that 'Python version' is the latest, if used as a part of the Web app",
  ],
  why: 'Python releases are fixed for five years; what runs on an older one keeps every hole found since.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...latestVersionRule(appServiceVersions.python),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Test the app on the newest supported Python.',
      'Set the runtime of a staging slot to it and try it there.',
      'Swap the slots; a Python app on Windows must move to a Linux plan.',
    ],
    command: 'az webapp config set --ids {id} --linux-fx-version "PYTHON|3.14"',
    caution: 'Packages with native parts must exist for the new release.',
  },
  whenNotToFix: 'A release still in support that a package of the app needs.',
  examples: {
    healthy: [
      { name: 'the newest', resource: linux, estate: [appConfiguration(linux, { pythonVersion: '', linuxFxVersion: 'PYTHON|3.14' })] },
    ],
    unhealthy: [
      { name: 'Python 3.8, in small letters', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'python|3.8' })] },
      { name: 'Python 3.9, not newer than 3.14', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'PYTHON|3.9' })] },
      { name: 'Python on Windows', resource: shop, estate: [appConfiguration(shop, { pythonVersion: '3.4' })] },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'no Python', resource: shop, estate: [appConfiguration(shop, { pythonVersion: '', linuxFxVersion: '' })] },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop },
      { name: 'a list of sites gives nulls', resource: webApp('shop', { siteConfig: { pythonVersion: null, linuxFxVersion: '' } }) },
    ],
  },
};
