import { isWebApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { judgeRestrictions, restrictionSettings } from '../../app-service-restrictions.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const everyone = { ipAddress: 'Any', action: 'Allow', priority: 2147483647, name: 'Allow all' };
const office = { ipAddress: '203.0.113.0/24', action: 'Allow', priority: 100, name: 'office' };

export const webAppIpRestrictions: Recommendation = {
  name: 'web-app-ip-restrictions',
  key: 'ec0bcfcd-757e-4aae-9b0e-f5a9282a7250',
  title: 'Configure IP restrictions for Web Application',
  alsoKnownAs: ['Audit IP restrictions configuration for a Web Application'],
  why: 'An app that is meant for an office, a partner or a gateway needs no visitors from elsewhere; every other address is only there to attack it.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'denialOfService'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: isWebApp,
    subject: 'a web app',
    settings: restrictionSettings,
    alsoReads: ['properties.publicNetworkAccess'],
    decide: judgeRestrictions,
  }),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: ['Find from where the app is really called.', 'Allow these addresses, subnets or service tags.', 'Deny all others.'],
    command:
      'az webapp config access-restriction add --ids {id} --rule-name office --action Allow --ip-address 203.0.113.0/24 --priority 100',
    caution: 'As soon as there is one rule, every address that no rule allows is refused.',
  },
  whenNotToFix: 'A public website.',
  examples: {
    healthy: [
      { name: 'one network only', resource: shop, estate: [appConfiguration(shop, { ipSecurityRestrictions: [office] })] },
      {
        name: 'everyone else denied',
        resource: shop,
        estate: [appConfiguration(shop, { ipSecurityRestrictions: [{ ...everyone, action: 'Deny', name: 'Deny all' }, office] })],
      },
      {
        name: 'no public access at all',
        resource: webApp('shop', { publicNetworkAccess: 'Disabled' }),
        estate: [appConfiguration(shop, { ipSecurityRestrictions: [everyone] })],
      },
      {
        name: 'denied by default',
        resource: shop,
        estate: [appConfiguration(shop, { ipSecurityRestrictions: [], ipSecurityRestrictionsDefaultAction: 'Deny' })],
      },
    ],
    unhealthy: [
      { name: 'everyone, as an app is made', resource: shop, estate: [appConfiguration(shop, { ipSecurityRestrictions: [everyone] })] },
      { name: 'no rules', resource: shop, estate: [appConfiguration(shop, { ipSecurityRestrictions: null })] },
      {
        name: 'one address blocked, everyone else allowed',
        resource: shop,
        estate: [appConfiguration(shop, { ipSecurityRestrictions: [{ ...office, action: 'Deny' }, everyone] })],
      },
    ],
    notApplicable: [{ name: 'a function app', resource: functionApp('shop-jobs') }],
    notCollected: [{ name: 'its configuration was not fetched', resource: shop }],
  },
};
