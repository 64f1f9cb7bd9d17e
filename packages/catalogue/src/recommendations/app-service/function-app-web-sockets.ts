import { isFunctionApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const jobs = functionApp('shop-jobs');

export const functionAppWebSockets: Recommendation = {
  name: 'function-app-web-sockets',
  key: 'bf2482be-bf81-46f8-afec-27193818a2e4',
  title: 'Web Sockets should be disabled for Function App',
  alsoKnownAs: ['Disable Web Sockets for Function App', 'Audit Web Sockets state for a Function App'],
  why: 'Functions answer single requests and have no use for Web Sockets; left on they are one more way in that nobody watches.',
  severity: 'low',
  category: 'compute',
  threats: ['threatResistance', 'denialOfService'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: isFunctionApp,
    subject: 'a function app',
    settings: ['webSocketsEnabled'],
    decide: (value) => {
      const isOn = value('webSocketsEnabled') === true;
      const text = `${isOn ? 'accepts' : 'refuses'} Web Sockets.`;
      return { status: isOn ? 'Unhealthy' : 'Healthy', text, setting: 'webSocketsEnabled', expected: false };
    },
  }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Make sure that no custom handler serves Web Sockets.', 'Turn Web Sockets off.'],
    command: 'az functionapp config set --ids {id} --web-sockets-enabled false',
    caution: 'The function app restarts.',
  },
  whenNotToFix: 'A custom handler that serves Web Sockets on purpose.',
  examples: {
    healthy: [{ name: 'off', resource: jobs, estate: [appConfiguration(jobs, { webSocketsEnabled: false })] }],
    unhealthy: [{ name: 'on', resource: jobs, estate: [appConfiguration(jobs, { webSocketsEnabled: true })] }],
    notApplicable: [{ name: 'a web app', resource: webApp('shop') }],
    notCollected: [{ name: 'its configuration was not fetched', resource: jobs }],
  },
};
