import { siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');
const switches = ['detailedErrorLoggingEnabled', 'httpLoggingEnabled', 'requestTracingEnabled'] as const;
const allOn = { detailedErrorLoggingEnabled: true, httpLoggingEnabled: true, requestTracingEnabled: true };

export const appServiceDiagnosticLogs: Recommendation = {
  name: 'app-service-diagnostic-logs',
  key: '40394a2c-60fb-7cc5-1944-065772e94f05',
  title: 'Diagnostics logs in App Services should be enabled',
  alsoKnownAs: [
    'Diagnostic logs in App Services should be enabled',
    'Diagnostic logs in App Service should be enabled',
    'Audit enabling of diagnostic logs in App Services',
  ],
  why: 'Without request and error logs nobody can tell afterwards who called the app, what failed and what was taken.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.Web/sites'],
  // The three switches do not exist on Linux, and function apps log through their host.
  ...siteConfigurationRule({
    applies: (kind) => !kind.includes('functionapp') && !kind.includes('linux'),
    subject: 'an app on Windows with logs of its own',
    settings: switches,
    decide: (value) => {
      const off = switches.find((name) => value(name) !== true);
      if (off === undefined)
        return { status: 'Healthy', text: 'logs errors, requests and failed request traces.', setting: 'httpLoggingEnabled' };
      return { status: 'Unhealthy', text: `has ${off} turned off.`, setting: off, expected: true };
    },
  }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Turn on detailed errors, web server logging and failed request tracing.',
      'Send web server logs to a storage account and keep them for a year.',
    ],
    command: 'az webapp log config --ids {id} --detailed-error-messages true --failed-request-tracing true --web-server-logging filesystem',
    caution: 'Request logs hold addresses and query strings; treat them as personal data.',
  },
  whenNotToFix: 'An app whose HTTP and audit logs go out through a diagnostic setting instead.',
  examples: {
    healthy: [{ name: 'all three on', resource: shop, estate: [appConfiguration(shop, allOn)] }],
    unhealthy: [
      { name: 'no tracing', resource: shop, estate: [appConfiguration(shop, { ...allOn, requestTracingEnabled: false })] },
      {
        name: 'all off, as an app is made',
        resource: shop,
        estate: [appConfiguration(shop, { detailedErrorLoggingEnabled: false, httpLoggingEnabled: false, requestTracingEnabled: false })],
      },
    ],
    notApplicable: [
      { name: 'a function app', resource: functionApp('shop-jobs') },
      { name: 'on Linux', resource: webApp('shop-linux', {}, 'app,linux') },
    ],
    notCollected: [
      { name: 'its configuration was not fetched', resource: shop, estate: [appConfiguration(webApp('other'), allOn)] },
      { name: 'only its settings were fetched', resource: shop, estate: [appConfiguration(shop, { COLOR: 'blue' }, 'appsettings')] },
    ],
  },
};
