import type { Resource } from '@plumbline/policy';
import { appConfiguration, webApp } from '../../app-service-examples.ts';
import type { GraphVerdict, Neighbours, Recommendation } from '../../recommendation.ts';
import { isObject, textAt, valueAt } from '../../value-at.ts';

const setting = 'WEBSITE_LOAD_CERTIFICATES';
const configType = 'Microsoft.Web/sites/config';
const shop = webApp('shop');

export const appServiceLoadCertificates: Recommendation = {
  name: 'app-service-load-certificates',
  key: 'b4068f15-6770-4842-8f34-91967dc85dae',
  title: "Do not allow all ('*') resources to access your application",
  why: `${setting} set to * puts every certificate of the app's web space into the app's store, private keys included, so that a flaw in one app costs all of them.`,
  severity: 'medium',
  category: 'compute',
  threats: ['elevationOfPrivilege', 'accountBreach'],
  resourceTypes: ['Microsoft.Web/sites'],
  // No alias reaches an application setting, so that the policy language cannot ask for it.
  kind: 'graph',
  reads: { 'Microsoft.Web/sites': ['kind'], [configType]: [`properties.${setting}`] },
  needs: [configType],
  judge: judgeLoadCertificates,
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['Find the certificates that the code opens, by thumbprint.', `Set ${setting} to these thumbprints, or remove it.`],
    command: `az webapp config appsettings delete --ids {id} --setting-names ${setting}`,
    caution: 'The app restarts, and code that opens a certificate which is no longer loaded fails.',
  },
  whenNotToFix: 'An app alone in its web space that uses every certificate there.',
  examples: {
    healthy: [
      { name: 'not set', resource: shop, estate: [appConfiguration(shop, { COLOR: 'blue' }, 'appsettings')] },
      {
        name: 'one certificate by thumbprint',
        resource: shop,
        estate: [appConfiguration(shop, { [setting]: '9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B' }, 'appsettings')],
      },
    ],
    unhealthy: [
      { name: 'all certificates', resource: shop, estate: [appConfiguration(shop, { [setting]: '*' }, 'appsettings')] },
      {
        name: 'all, beside one by thumbprint',
        resource: shop,
        estate: [appConfiguration(shop, { website_load_certificates: '9F86D081, *' }, 'appsettings')],
      },
    ],
    notCollected: [
      { name: 'no settings in the input', resource: shop },
      { name: 'only its other configuration was fetched', resource: shop, estate: [appConfiguration(shop, { cors: null })] },
    ],
  },
};

function judgeLoadCertificates(subject: Resource, neighbours: Neighbours): GraphVerdict {
  const name = textAt(subject, 'name');
  const settings = neighbours.byId(`${textAt(subject, 'id')}/config/appsettings`);
  if (!isObject(valueAt(settings, 'properties'))) {
    const text = `The application settings of ${name} (config/appsettings) are not in the input.`;
    return { status: 'NotCollected', needs: configType, because: { text } };
  }
  const path = `properties.${setting}`;
  const found = valueAt(settings, path);
  const isAll = typeof found === 'string' && found.split(',').some((part) => part.trim() === '*');
  const text = isAll
    ? `${name} loads all certificates.`
    : `${name} loads ${found === undefined ? 'no certificates' : 'certificates by thumbprint'}.`;
  return {
    status: isAll ? 'Unhealthy' : 'Healthy',
    because: { text, resource: textAt(settings, 'id'), path, found, expected: 'thumbprints' },
  };
}
