import { isFunctionApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import { judgeRestrictions, restrictionSettings } from '../../app-service-restrictions.ts';
import type { Recommendation } from '../../recommendation.ts';

const jobs = functionApp('shop-jobs');
const everyone = { ipAddress: 'Any', action: 'Allow', priority: 2147483647, name: 'Allow all' };
const office = { ipAddress: '203.0.113.0/24', action: 'Allow', priority: 100, name: 'office' };

export const functionAppIpRestrictions: Recommendation = {
  name: 'function-app-ip-restrictions',
  key: 'f6c8d9a5-2644-4984-bc17-30cce46184d6',
  title: 'Configure IP restrictions for Function App',
  alsoKnownAs: ['Audit IP restrictions configuration for a Function App'],
  why: 'Functions mostly serve a few known callers; an allow list keeps everyone else from trying keys and finding mistakes.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'denialOfService'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: isFunctionApp,
    subject: 'a function app',
    settings: restrictionSettings,
    alsoReads: ['properties.publicNetworkAccess'],
    decide: judgeRestrictions,
  }),
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: ['Find from where the app is really called.', 'Allow these addresses, subnets or service tags.', 'Deny all others.'],
    command:
      'az functionapp config access-restriction add --ids {id} --rule-name office --action Allow --ip-address 203.0.113.0/24 --priority 100',
    caution: 'As soon as there is one rule, every address that no rule allows is refused.',
  },
  whenNotToFix: 'Functions that anyone on the Internet is meant to call, such as webhooks of services with changing addresses.',
  examples: {
    healthy: [
      { name: 'one network only', resource: jobs, estate: [appConfiguration(jobs, { ipSecurityRestrictions: [office] })] },
      {
        name: 'everyone else denied',
        resource: jobs,
        estate: [appConfiguration(jobs, { ipSecurityRestrictions: [{ ...everyone, action: 'Deny', name: 'Deny all' }, office] })],
      },
      {
        name: 'no public access at all',
        resource: functionApp('shop-jobs', { publicNetworkAccess: 'Disabled' }),
        estate: [appConfiguration(jobs, { ipSecurityRestrictions: [everyone] })],
      },
      {
        name: 'denied by default',
        resource: jobs,
        estate: [appConfiguration(jobs, { ipSecurityRestrictions: [], ipSecurityRestrictionsDefaultAction: 'Deny' })],
      },
    ],
    unhealthy: [
      { name: 'everyone, as an app is made', resource: jobs, estate: [appConfiguration(jobs, { ipSecurityRestrictions: [everyone] })] },
      { name: 'no rules', resource: jobs, estate: [appConfiguration(jobs, { ipSecurityRestrictions: null })] },
      {
        name: 'one address blocked, everyone else allowed',
        resource: jobs,
        estate: [appConfiguration(jobs, { ipSecurityRestrictions: [{ ...office, action: 'Deny' }, everyone] })],
      },
    ],
    notApplicable: [{ name: 'a web app', resource: webApp('shop') }],
    notCollected: [{ name: 'its configuration was not fetched', resource: jobs }],
  },
};
