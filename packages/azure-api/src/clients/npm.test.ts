import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { production } from '../azure-api.fixture.ts';
import { type RealServer, realServer } from '../real-server.fixture.ts';
import { holdMatrix } from './matrix.fixture.ts';
import { npmCases } from './npm-cases.fixture.ts';

let server: RealServer;
beforeAll(async () => {
  server = await realServer();
}, 60_000);
afterAll(async () => {
  await server?.stop();
}, 60_000);

const contextOf = (token: string) => ({ base: server.base, subscription: production, ca: readFileSync(server.authority, 'utf8'), token });

describe.each([...new Set(npmCases.map(({ client }) => client))])('%s, unchanged', (client) => {
  test.each(npmCases.filter((one) => one.client === client))('$command', async ({ run }) => {
    const found = await run(contextOf(server.operator));
    expect(found).toBeTruthy();
    if (Array.isArray(found)) expect(found.length).toBeGreaterThan(0);
  });
});

test('a client whose token is wrong is told so, once', async () => {
  const [first] = npmCases;
  await expect(first?.run(contextOf('forged'))).rejects.toMatchObject({ statusCode: 401, code: 'InvalidAuthenticationToken' });
});

test('a client that does not know the authority sends nothing', async () => {
  const [first] = npmCases;
  await expect(first?.run({ ...contextOf(server.operator), ca: '' })).rejects.toMatchObject({
    code: expect.stringMatching(/CERT|VERIFY|REQUEST_SEND_ERROR/),
  });
});

test.each([...new Set(npmCases.map(({ client }) => client))])('the matrix has what %s does', (client) => {
  const { version } = JSON.parse(readFileSync(new URL(`../../../../node_modules/${client}/package.json`, import.meta.url), 'utf8'));
  holdMatrix(
    client,
    `${client} ${version}`,
    npmCases.filter((one) => one.client === client).map(({ command }) => ({ command })),
  );
});
