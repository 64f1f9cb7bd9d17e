import type { JsonObject } from '@plumbline/policy';
import { siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, appWithoutConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { judgeRestrictions, restrictionSettings } from '../../app-service-restrictions.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

const denyAll: JsonObject = { ipAddress: 'Any', action: 'Deny', priority: 2_147_483_647, name: 'Deny all' };

/** Every app, whatever its kind: `web-app-ip-restrictions` and `function-app-ip-restrictions` are its elder halves. */
export const appServiceAccessRestricted: GraphRecommendation = {
  name: 'app-service-access-restricted',
  key: '7ee37e5f-a778-4446-b755-862a428ab3e1',
  title: 'Access to App Services should be restricted',
  alsoKnownAs: ['[Preview]: Access to App Services should be restricted'],
  why: 'An app for a few callers that answers everybody gives everybody a chance to attack it.',
  severity: 'high',
  category: 'networking',
  threats: ['dataExfiltration', 'accountBreach', 'threatResistance'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: () => true,
    subject: 'an app',
    settings: restrictionSettings,
    alsoReads: ['properties.publicNetworkAccess'],
    decide: judgeRestrictions,
  }),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'List who calls the app: addresses, virtual networks, Front Door or an API gateway',
      'Add an access restriction that allows each of them; with the first one everybody else is denied',
      'Check that deployment and monitoring still get in',
    ],
    command:
      'az webapp config access-restriction add --resource-group {resourceGroup} --name {name} --rule-name callers --action Allow --ip-address CIDR --priority 100',
    caution: 'Callers that no rule allows get 403 at once.',
  },
  whenNotToFix: 'A public web site: its callers are everybody. Put a web application firewall in front of it instead.',
  examples: {
    healthy: [
      {
        name: 'only the office gets in',
        resource: webApp('shop-admin'),
        estate: configured('shop-admin', [allow('198.51.100.0/24', 100), denyAll]),
      },
      {
        name: 'the end of the list is implied',
        resource: functionApp('shop-jobs'),
        estate: [appConfiguration(functionApp('shop-jobs'), { ipSecurityRestrictions: [allow('198.51.100.7/32', 100)] })],
      },
      {
        name: 'Front Door by service tag',
        resource: webApp('shop-web'),
        estate: configured('shop-web', [{ ...allow('AzureFrontDoor.Backend', 100), tag: 'ServiceTag' }]),
      },
      {
        name: 'closed for public networks',
        resource: webApp('shop-inner', { publicNetworkAccess: 'Disabled' }),
        estate: configured('shop-inner', []),
      },
      {
        name: 'one Front Door by its header',
        resource: webApp('shop-edge'),
        estate: configured('shop-edge', [{ ...allow('Any', 100), headers: { 'x-azure-fdid': ['12345678-90ab-4cde-8f01-234567890abc'] } }]),
      },
    ],
    unhealthy: [
      { name: 'as it is created', resource: webApp('shop-new'), estate: configured('shop-new', [allow('Any', 2_147_483_647)]) },
      { name: 'no rules', resource: webApp('shop-empty', { siteConfig: { remoteDebuggingEnabled: false, ipSecurityRestrictions: [] } }) },
      {
        name: 'everybody, after a denied few',
        resource: webApp('shop-most'),
        estate: configured('shop-most', [{ ...allow('203.0.113.0/24', 100), action: 'Deny' }, allow('0.0.0.0/0', 200), denyAll]),
      },
      {
        name: 'rules, but the rest is allowed',
        resource: webApp('shop-loose'),
        estate: [
          appConfiguration(webApp('shop-loose'), {
            ipSecurityRestrictions: [allow('198.51.100.0/24', 100)],
            ipSecurityRestrictionsDefaultAction: 'Allow',
          }),
        ],
      },
    ],
    notCollected: [
      { name: 'its configuration was not collected', resource: webApp('lost-1') },
      { name: 'listed without properties', resource: appWithoutConfiguration('lost-2') },
      {
        name: 'only its application settings were collected',
        resource: webApp('lost-3'),
        estate: [appConfiguration(webApp('lost-3'), { WEBSITE_RUN_FROM_PACKAGE: '1' }, 'appsettings')],
      },
    ],
  },
};

function allow(ipAddress: string, priority: number): JsonObject {
  return { ipAddress, action: 'Allow', priority, name: `rule-${priority}` };
}

function configured(app: string, ipSecurityRestrictions: readonly JsonObject[]) {
  return [appConfiguration(webApp(app), { ipSecurityRestrictions })];
}
