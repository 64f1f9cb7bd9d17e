// The real @azure/identity, against an authority of this machine.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { audienceOf } from '../clouds.ts';
import { estateOf, tenant } from '../stand-in/estate.fixture.ts';
import { type StandIn, type StandInOptions, standIn } from '../stand-in/stand-in.fixture.ts';
import { newCredential, type SignInOptions } from './sign-in.ts';

let folder: string;
const open: { close(): unknown }[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-sign-in-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function play(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const azure = await standIn({ estate: estateOf([]), ...options });
  open.push(azure);
  return azure;
}

/** The library reads some variables by itself, so they are set for the process too. */
async function tokenOf(azure: StandIn, way: SignInOptions['way'], env: Readonly<Record<string, string>>): Promise<string | undefined> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const credential = await newCredential({ way, endpoints: azure.endpoints, ca: [azure.ca], env });
  return (await credential.getToken(audienceOf(azure.endpoints.resourceManager)))?.token;
}

const secret = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: 'collector', AZURE_CLIENT_SECRET: 'right' };

describe('the ways to sign in', () => {
  test.each(['environment', 'auto'] as const)('a secret in the environment (%s)', async (way) => {
    const azure = await play();
    expect(await tokenOf(azure, way, secret)).toMatch(/^token-/);
    expect(azure.tokens[0]).toContain('grant_type=client_credentials');
  });

  test.each(['workload-identity', 'auto'] as const)('a federated token in a file (%s)', async (way) => {
    const azure = await play();
    const file = join(folder, 'federated');
    writeFileSync(file, 'federated');
    const env = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: 'collector', AZURE_FEDERATED_TOKEN_FILE: file };
    expect(await tokenOf(azure, way, env)).toMatch(/^token-/);
    expect(azure.tokens[0]).toContain('client_assertion=federated');
  });

  test('the identity of the machine', async () => {
    const azure = await play();
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url, String(request.headers['x-identity-header']));
      const expires = Math.floor(Date.now() / 1000) + 3600;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'of-the-machine', expires_on: expires, resource: 'r', token_type: 'Bearer' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    const env = { IDENTITY_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, IDENTITY_HEADER: 'known' };
    expect(await tokenOf(azure, 'managed-identity', env)).toBe('of-the-machine');
    expect(asked[0]).toContain(`resource=${encodeURIComponent(azure.endpoints.resourceManager)}`);
    expect(asked[1]).toBe('known');
  });

  test('who is signed in with az', async () => {
    const azure = await play();
    const az = join(folder, 'az');
    const token = { accessToken: 'of-az', expires_on: Math.floor(Date.now() / 1000) + 3600, tenant, tokenType: 'Bearer' };
    writeFileSync(az, `#!/bin/sh\necho "$@" > ${join(folder, 'az-arguments')}\necho '${JSON.stringify(token)}'\n`);
    chmodSync(az, 0o755);
    expect(await tokenOf(azure, 'azure-cli', { PATH: `${folder}${delimiter}${process.env['PATH']}` })).toBe('of-az');
  });

  test('nobody is told, with every way that was tried', async () => {
    const azure = await play();
    const env = { PATH: folder, IDENTITY_ENDPOINT: '', AZURE_TENANT_ID: '', AZURE_CLIENT_ID: '', AZURE_CLIENT_SECRET: '' };
    rmSync(join(folder, 'az'), { force: true });
    await expect(tokenOf(azure, 'azure-cli', env)).rejects.toThrow(/Azure CLI/i);
  });
});

describe('an authority that cannot be trusted', () => {
  const elsewhere = 'https://elsewhere.example';
  test.each<readonly [string, Partial<StandInOptions>]>([
    [
      'sends its document elsewhere',
      {
        authorityFault: (path) =>
          path.includes('.well-known') ? { kind: 'status', status: 302, headers: { location: `${elsewhere}/x` } } : undefined,
      },
    ],
    [
      'sends requests for tokens elsewhere',
      {
        authorityFault: (path) =>
          path.includes('/token') ? { kind: 'status', status: 307, headers: { location: `${elsewhere}/x` } } : undefined,
      },
    ],
    [
      'sends requests for tokens elsewhere for good',
      {
        authorityFault: (path) =>
          path.includes('/token') ? { kind: 'status', status: 308, headers: { location: `${elsewhere}/x` } } : undefined,
      },
    ],
    ['names another host for tokens', { discovery: (document) => ({ ...document, token_endpoint: `${elsewhere}/oauth2/v2.0/token` }) }],
  ])('%s: nothing goes there', async (_name, options) => {
    const azure = await play(options);
    await expect(tokenOf(azure, 'environment', secret)).rejects.toThrow(/another host, https:\/\/elsewhere\.example, which gets nothing/);
  });

  test.each<readonly [string, Partial<StandInOptions>]>([
    ['answers with a web page', { authorityFault: () => ({ kind: 'text', text: '<html>' }) }],
    ['is broken', { authorityFault: () => ({ kind: 'status', status: 400 }) }],
  ])('%s: it is told', async (_name, options) => {
    const azure = await play(options);
    await expect(tokenOf(azure, 'environment', secret)).rejects.toThrow();
  });
});
