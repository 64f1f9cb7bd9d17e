import { isWebApp, siteConfigurationRule } from '../../app-service-config.ts';
import { appConfiguration, functionApp, webApp } from '../../app-service-examples.ts';
import type { Recommendation } from '../../recommendation.ts';

const shop = webApp('shop');

export const webAppWebSockets: Recommendation = {
  name: 'web-app-web-sockets',
  key: '7bebbceb-1ad1-41ef-a645-7cb5ca342180',
  title: 'Web Sockets should be disabled for Web Application',
  alsoKnownAs: ['Disable Web Sockets for Web Application', 'Audit Web Sockets state for a Web Application'],
  why: 'Web Sockets are not bound by the same-origin rule and stay open past checks made per request; an app that does not need them is safer without.',
  severity: 'low',
  category: 'compute',
  threats: ['threatResistance', 'denialOfService'],
  resourceTypes: ['Microsoft.Web/sites'],
  ...siteConfigurationRule({
    applies: isWebApp,
    subject: 'a web app',
    settings: ['webSocketsEnabled'],
    decide: (value) => {
      const isOn = value('webSocketsEnabled') === true;
      const text = `${isOn ? 'accepts' : 'refuses'} Web Sockets.`;
      return { status: isOn ? 'Unhealthy' : 'Healthy', text, setting: 'webSocketsEnabled', expected: false };
    },
  }),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['Find out whether the app uses them (SignalR, Blazor Server, chat, live pages).', 'If not, turn Web Sockets off.'],
    command: 'az webapp config set --ids {id} --web-sockets-enabled false',
    caution: 'Live features fall back to polling or stop.',
  },
  whenNotToFix: 'An app built on Web Sockets that checks origin and sign-in on every connection.',
  examples: {
    healthy: [{ name: 'off', resource: shop, estate: [appConfiguration(shop, { webSocketsEnabled: false })] }],
    unhealthy: [{ name: 'on', resource: shop, estate: [appConfiguration(shop, { webSocketsEnabled: true })] }],
    notApplicable: [{ name: 'a function app', resource: functionApp('shop-jobs') }],
    notCollected: [{ name: 'its configuration was not fetched', resource: shop }],
  },
};
