import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { appServiceVersions, latestVersionRule } from '../../app-service-versions.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const linux = webApp('shop-linux', {}, 'app,linux');

export const webAppJavaVersion: Recommendation = {
  name: 'web-app-java-version',
  key: '09b54c15-bcad-461c-9817-71741205efcf',
  title: 'Use the latest supported Java version for Web Application',
  alsoKnownAs: [
    'Java should be updated to the latest version for web apps',
    'App Service apps that use Java should use the latest Java version',
    "Ensure that 'Java version' is the latest, if used as a part of the Web app",
  ],
  why: 'An outdated Java runtime has known holes, among them ones that let a crafted request run code.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...latestVersionRule(appServiceVersions.java),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Build and test the app on the newest supported Java.',
      'Set the runtime of a staging slot to it and try it there.',
      'Swap the slots.',
    ],
    command: 'az webapp config set --ids {id} --linux-fx-version "JAVA|25-java25"',
    caution: 'Libraries that reach into the JDK may break; on Windows use --java-version 25 and keep the container.',
  },
  whenNotToFix: 'A long-term release still in support that the vendor of the app prescribes.',
  examples: {
    healthy: [
      { name: 'Java 25 on Windows', resource: shop, estate: [appConfiguration(shop, { javaVersion: '25', javaContainer: 'TOMCAT' })] },
      {
        name: 'Java SE 25 on Linux',
        resource: linux,
        estate: [appConfiguration(linux, { javaVersion: null, linuxFxVersion: 'JAVA|25-java25' })],
      },
      { name: 'Tomcat with Java 25', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'TOMCAT|11.0-java25' })] },
      { name: 'ahead of the table', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'JAVA|29-java29' })] },
    ],
    unhealthy: [
      { name: 'Java 8 on Windows', resource: shop, estate: [appConfiguration(shop, { javaVersion: '1.8' })] },
      { name: 'Tomcat with Java 8', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'TOMCAT|9.0-jre8' })] },
      { name: 'Java SE 17, in small letters', resource: linux, estate: [appConfiguration(linux, { linuxFxVersion: 'java|17-java17' })] },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'no Java', resource: shop, estate: [appConfiguration(shop, { javaVersion: null, linuxFxVersion: '' })] },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop },
      { name: 'a list of sites gives nulls', resource: webApp('shop', { siteConfig: { javaVersion: null, linuxFxVersion: '' } }) },
    ],
  },
};
