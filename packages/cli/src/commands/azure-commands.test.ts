import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../program.ts';
import { fakeTerminal } from '../terminal.fixture.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-azure-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function ran(...args: readonly string[]) {
  const terminal = fakeTerminal({ cwd: folder });
  return { exitCode: await run(args, terminal), ...terminal.written };
}

function ask(
  url: string,
  ca: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca, headers, agent: false }, (answer) => {
      let body = '';
      answer.on('data', (data: Buffer) => (body += data.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('certificate', () => {
  test('says what it made and what each file is for; once more, nothing changes', async () => {
    const first = await ran('certificate', '--data', 'one', '--host', 'plumbline.example');
    expect(first).toMatchObject({ exitCode: 0, err: '' });
    expect(first.out).toMatch(
      /^Made an authority and a certificate for the server: for localhost, 127\.0\.0\.1, ::1, plumbline\.example, until /,
    );
    expect(statSync(join(folder, 'one/certificates/plumbline-ca-key.pem')).mode & 0o777).toBe(0o600);
    expect((await ran('certificate', '--data', 'one')).out).toMatch(/^The certificate that is there is good/);
  });
  test('a name that is none is refused', async () => {
    const { exitCode, err } = await ran('certificate', '--data', 'two', '--host', 'https://x');
    expect(exitCode).toBe(2);
    expect(err).toContain('without https:// and port');
  });
});

describe('azure-cli', () => {
  test('prints four commands that the first failure ends, with the bundle of this data', async () => {
    const { out, exitCode } = await ran('azure-cli', '--url', 'https://localhost:8443/', '--data', 'one');
    expect(exitCode).toBe(0);
    const lines = out.split('\n');
    expect(lines.filter((line) => line.startsWith('az ')).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'az cloud register',
      'az cloud set',
      'az login --service-principal',
      'az security secure-scores',
    ]);
    expect(lines[0]).toContain(join(folder, 'one/certificates/ca-bundle.pem'));
    expect(lines).toContain('( set -e');
    expect(out).toContain('--endpoint-resource-manager https://localhost:8443\n');
  });
  test.each([
    ['device-code', 'az login --use-device-code'],
    ['managed-identity', 'IDENTITY_ENDPOINT=https://localhost:8787/metadata/identity/oauth2/token'],
  ])('--login %s', async (login, words) => {
    expect((await ran('azure-cli', '--login', login)).out).toContain(words);
  });
  test.each([['http://localhost:8787'], ['localhost:8787'], ['https://localhost/azure'], ['https://a@localhost']])(
    '--url %s is refused',
    async (url) => {
      expect(await ran('azure-cli', '--url', url)).toMatchObject({
        exitCode: 2,
        err: expect.stringContaining('with https, and without a path'),
      });
    },
  );
});

test('serve --azure-api makes its certificate, answers both APIs over https, and says how az gets there', async () => {
  const estate = new URL('../../../../examples/estate', import.meta.url).pathname;
  const interruption = new AbortController();
  const terminal = fakeTerminal({ cwd: folder, signal: interruption.signal });
  const done = run(['serve', estate, '--azure-api', '--port', '0', '--data', 'served'], terminal);
  const listening = () => /"url":"https:\/\/127\.0\.0\.1:(\d+)"/.exec(terminal.written.err)?.[1];
  await expect.poll(listening, { timeout: 150_000 }).toBeDefined();
  const base = `https://localhost:${listening() ?? ''}`;
  const ca = readFileSync(join(folder, 'served/certificates/plumbline-ca.pem'), 'utf8');
  expect(JSON.parse((await ask(`${base}/metadata/endpoints?api-version=2022-09-01`, ca)).body)).toMatchObject({ resourceManager: base });
  expect((await ask(`${base}/subscriptions?api-version=2022-12-01`, ca)).status).toBe(401);
  const token = (await ran('token', 'create', '--role', 'reader', '--data', 'served')).out.trim();
  const answer = await ask(`${base}/subscriptions?api-version=2022-12-01`, ca, { authorization: `Bearer ${token}` });
  expect(JSON.parse(answer.body).value).toHaveLength(3);
  expect((await ask(`${base}/api/v1/score`, ca)).status).toBe(200);
  await expect(ask(`${base}/subscriptions`, '')).rejects.toThrow(/certificate/);
  interruption.abort();
  expect(await done).toBe(0);
  expect(terminal.written.out).toContain(`For az: plumbline azure-cli --url ${base}`);
}, 60_000);
