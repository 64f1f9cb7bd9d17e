import { readFileSync } from 'node:fs';
import { loadCatalogue } from '@plumbline/catalogue';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonMap } from '../json.ts';
import { redact } from './redact.ts';
import { plainSettings, redacted, secretEndings, secretLooks, secretMembers, secretPairs, secretPlaces } from './secret-list.ts';

const secret = 'hunter2-hunter2-hunter2';
const storageKey = `${'a1B2'.repeat(21)}Zz==`;
const jwt = `eyJhbGciOiJub25l.${'eyJzdWIiOiJ4Ijk'}.c2lnbmF0dXJl`;

test.each<readonly [string, JsonMap]>([
  ['a password of a machine', { properties: { osProfile: { adminPassword: secret } } }],
  ['protected settings of an extension', { properties: { protectedSettings: { script: { line: secret } } } }],
  ['an application setting', { id: '/x/config/appsettings', type: 'Microsoft.Web/sites/config', properties: { COLOUR: secret } }],
  [
    'a connection string of an app',
    { id: '/x/config/connectionstrings', type: 'microsoft.web/sites/config', properties: { db: { value: secret, type: 'SQLAzure' } } },
  ],
  [
    'a variable of an automation account',
    { type: 'Microsoft.Automation/automationAccounts/variables', properties: { value: secret, isEncrypted: false } },
  ],
  ['a parameter of a workflow', { type: 'Microsoft.Logic/workflows', properties: { parameters: { password: { value: secret } } } }],
  [
    'an environment variable of a container',
    { properties: { containers: [{ properties: { environmentVariables: [{ name: 'COLOUR', value: secret }] } }] } },
  ],
  ['a secret of a container app', { properties: { configuration: { secrets: [{ name: 'db', value: secret }] } } }],
  ['a pair with a telling name', { properties: { settings: [{ name: 'DB_PASSWORD', value: secret }] } }],
  ['a member that ends tellingly', { properties: { 'x-functions-ApiKey': secret } }],
  ['a parameter of a policy', { properties: { parameters: { storageAccountKey: { value: secret } } } }],
  ['a tag', { tags: { Password: secret } }],
  [
    'a key in a connection string',
    { properties: { text: `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret};EndpointSuffix=x` } },
  ],
  ['the signature of a link', { properties: { packageUri: `https://a.blob/x.zip?sv=2020&sig=${secret}&se=2030` } }],
  ['a password in a URL', { properties: { repository: `https://bob:${secret}@git.example/x` } }],
  ['a member of JSON that is a text', { properties: { settings: JSON.stringify({ user: 'a', dbPassword: secret, port: 5 }) } }],
  ['the same with a quote in it', { properties: { settings: JSON.stringify({ client_secret: `"${secret}"` }) } }],
  [
    'the same within a text of JSON',
    { properties: { settings: JSON.stringify({ inner: JSON.stringify({ 'access-token': secret, b: 1 }) }) } },
  ],
  ['a number as a password', { properties: { password: 12345678 } }],
])('%s is taken out', (_name, resource) => {
  const found: string[] = [];
  const text = JSON.stringify(redact(resource, (path) => found.push(path)));
  expect(text).not.toMatch(/hunter2|12345678/);
  expect(text).toContain(redacted);
  expect(found).not.toEqual([]);
});

test.each([
  ['a key of a storage account', storageKey],
  ['a signed token', jwt],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----'],
  ['a bearer token', 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz'],
  ['a secret of an application', `abc8Q~${'x'.repeat(34)}`],
  ['a token of GitHub', `ghp_${'a'.repeat(36)}`],
  ['a key of AWS', 'AKIAABCDEFGHIJKLMNOP'],
])('%s is known by its looks', (_name, text) => {
  expect(redact({ properties: { note: `before ${text} after` } })).toEqual({
    properties: { note: expect.stringMatching(/^before .*\[redacted by plumbline\] after$/) as string },
  });
});

test.each<readonly [string, JsonMap]>([
  ['a switch', { properties: { disablePasswordAuthentication: true, password: false } }],
  [
    'a reference to a key vault',
    {
      id: '/x/config/appsettings',
      type: 'Microsoft.Web/sites/config',
      properties: { DB: '@Microsoft.KeyVault(SecretUri=https://v/secrets/db)' },
    },
  ],
  [
    'a setting that rules look at',
    { id: '/x/config/appsettings', type: 'Microsoft.Web/sites/config', properties: { WEBSITE_LOAD_CERTIFICATES: '*' } },
  ],
  ['an id', { properties: { keyVaultProperties: { keyUri: 'https://v/keys/k' }, secretName: 'db', tokenStoreEnabled: true } }],
  [
    'configuration of an app that is no secret',
    { id: '/x/config/web', type: 'Microsoft.Web/sites/config', properties: { minTlsVersion: '1.2' } },
  ],
])('%s stays', (_name, resource) => {
  expect(redact(resource)).toEqual(resource);
});

describe('laws', () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  test('taking out twice is taking out once', () => {
    fc.assert(
      fc.property(value, (json) => {
        const once = redact({ properties: json });
        expect(redact(once)).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });

  test('what is given is never changed', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(...secretMembers), (json, name) => {
        const given = { properties: { [name]: json } };
        const before = JSON.stringify(given);
        redact(given);
        expect(JSON.stringify(given)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  test('what the rules of the catalogue look at stays: no example loses more than settings', () => {
    for (const { recommendation } of loadCatalogue().catalogue.items) {
      const { healthy, unhealthy } = recommendation.examples;
      for (const { resource, estate = [] } of [...healthy, ...unhealthy]) {
        for (const one of [resource, ...estate]) {
          const lost: string[] = [];
          redact(one, (path) => lost.push(path));
          expect({ type: one['type'], lost: lost.filter((path) => !/^properties\.(?:[A-Za-z_]+|value)$/.test(path)) }).toEqual({
            type: one['type'],
            lost: [],
          });
        }
      }
    }
  });
});

test('the list is in the documentation, word for word', () => {
  const page = readFileSync(new URL('../../../../docs/collecting.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
  const words = [...secretMembers, ...secretEndings, ...secretPairs, ...plainSettings, ...secretLooks.map(({ name }) => name)];
  expect(words.filter((word) => !page.includes(word))).toEqual([]);
  expect(secretPlaces.filter(({ type, path }) => !page.includes(type) || !page.includes(path.join('.')))).toEqual([]);
});
