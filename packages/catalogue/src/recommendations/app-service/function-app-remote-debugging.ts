import { isFunctionApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const jobs = functionApp('shop-jobs');

export const functionAppRemoteDebugging: Recommendation = {
  name: 'function-app-remote-debugging',
  key: '093c685b-56dd-13a3-8ed5-887a001837a2',
  title: 'Remote debugging should be turned off for Function Application',
  alsoKnownAs: [
    'Remote debugging should be turned off for Function App',
    'Remote debugging should be turned off for Function Apps',
    'Function apps should have remote debugging turned off',
  ],
  why: 'A remote debugger opens ports into the function host; who gets in reads keys and connection strings and runs code with its identity.',
  severity: 'low',
  category: 'compute',
  threats: ['elevationOfPrivilege', 'dataExfiltration'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: isFunctionApp,
    subject: 'a function app',
    settings: ['remoteDebuggingEnabled'],
    decide: (value) => {
      const isOn = value('remoteDebuggingEnabled') === true;
      const text = `has remote debugging turned ${isOn ? 'on' : 'off'}.`;
      return { status: isOn ? 'Unhealthy' : 'Healthy', text, setting: 'remoteDebuggingEnabled', expected: false };
    },
  }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Ask who is debugging.', 'Turn remote debugging off; turn it on again only for the length of a session.'],
    command: 'az functionapp config set --ids {id} --remote-debugging-enabled false',
    caution: 'The function app restarts; long executions are cut off.',
  },
  whenNotToFix: 'During a debugging session that ends today.',
  examples: {
    healthy: [{ name: 'off', resource: jobs, estate: [appConfiguration(jobs, { remoteDebuggingEnabled: false })] }],
    unhealthy: [{ name: 'on', resource: jobs, estate: [appConfiguration(jobs, { remoteDebuggingEnabled: true })] }],
    notApplicable: [
      { name: 'a web app', resource: webApp('shop') },
      { name: 'a logic app', resource: functionApp('shop-flows', {}, 'functionapp,workflowapp') },
    ],
    notCollected: [{ name: 'its configuration was not fetched', resource: jobs }],
  },
};
