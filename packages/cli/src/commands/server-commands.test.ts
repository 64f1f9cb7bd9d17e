import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../program.ts';
import { fakeTerminal } from '../terminal.fixture.ts';
import { expiryOf } from './token.ts';

const subscription = '6f1c2d34-58a0-4b7e-9c11-0d2e3f405162';
const account = (name: string, isSecure: boolean) => ({
  id: `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`,
  type: 'Microsoft.Storage/storageAccounts',
  name,
  properties: { supportsHttpsTrafficOnly: isSecure, networkAcls: { defaultAction: 'Deny' } },
});

let folder: string;
let estate: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-commands-'));
  estate = join(folder, 'estate.json');
  writeFileSync(estate, JSON.stringify([account('a', true), account('b', false)]));
});
afterAll(() => rmSync(folder, { recursive: true }));
const newData = () => join(folder, `data-${(count += 1)}`);

async function ran(...args: readonly string[]) {
  const terminal = fakeTerminal({ cwd: folder });
  return { exitCode: await run(args, terminal), ...terminal.written };
}

/** Starts the server, does something while it runs, and ends it as Ctrl-C does. */
async function whileServing<T>(args: readonly string[], work: (url: string) => Promise<T>) {
  const interruption = new AbortController();
  const terminal = fakeTerminal({ cwd: folder, signal: interruption.signal });
  const done = run(['serve', '--port', '0', ...args], terminal);
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  const listening = () => /"url":"(http:[^"]+)"/.exec(terminal.written.err)?.[1];
  while (listening() === undefined && !isDone) await new Promise((resolve) => setTimeout(resolve, 20));
  const url = listening() ?? '';
  const result = isDone ? undefined : await work(url);
  interruption.abort();
  return { exitCode: await done, result, ...terminal.written };
}

const scoreAt = async (url: string, token?: string) => {
  const answer = await fetch(`${url}/api/v1/score`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

describe('serve', () => {
  test('reads, says where it listens and the score, answers what scan prints, and ends well', async () => {
    const { exitCode, result, out, err } = await whileServing([estate, '--data', newData()], scoreAt);
    expect({ exitCode, status: result?.status }).toEqual({ exitCode: 0, status: 200 });
    expect(out).toMatch(
      /^Read 2 from 1 file: 2 new or changed, 0 gone\.\nSecure score \d+ of \d+ \(\d+%\)\.\nPlumbline listens on http:\/\/127\.0\.0\.1:\d+, for this machine alone\./,
    );
    for (const line of err.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    const scanned = JSON.parse((await ran('scan', estate, '--format', 'json')).out);
    expect(result?.body.score).toEqual(scanned.score);
    expect(result?.body.recommendations).toEqual(scanned.recommendations);
  });

  test('what was read once is there the next time, without reading it again', async () => {
    const data = newData();
    const first = await whileServing([estate, '--data', data], scoreAt);
    const second = await whileServing(['--data', data, '--quiet', '--port', '0'], scoreAt);
    expect(second.out).toBe('');
    expect(first.result?.body.score.current).toBeGreaterThan(0);
    const third = await whileServing(['--data', data], scoreAt);
    expect(third.result?.body.score).toEqual(first.result?.body.score);
  });

  test('judges policies where the estate assigns them, as scan does, also when that changes', async () => {
    const rule = join(folder, 'rule.json');
    writeFileSync(
      rule,
      JSON.stringify({
        name: 'https',
        properties: {
          displayName: 'Only https',
          parameters: { effect: { type: 'String', defaultValue: 'Audit' } },
          policyRule: {
            if: {
              allOf: [
                { field: 'type', equals: 'Microsoft.Storage/storageAccounts' },
                { field: 'Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly', notEquals: true },
              ],
            },
            then: { effect: "[parameters('effect')]" },
          },
        },
      }),
    );
    const assignment = (effect: string) => ({
      id: `/subscriptions/${subscription}/providers/Microsoft.Authorization/policyAssignments/a`,
      type: 'Microsoft.Authorization/policyAssignments',
      name: 'a',
      properties: {
        policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/https',
        parameters: { effect: { value: effect } },
      },
    });
    const assigned = (effect: string) => {
      const file = join(folder, `${effect}.json`);
      writeFileSync(file, JSON.stringify([account('a', true), account('b', false), assignment(effect)]));
      return file;
    };
    const scanned = async (effect: string) => JSON.parse((await ran('scan', assigned(effect), '--policies', rule, '--format', 'json')).out);
    const { result } = await whileServing([assigned('Audit'), '--data', newData(), '--policies', rule], async (url) => {
      const first = await scoreAt(url);
      await fetch(`${url}/api/v1/changes`, { method: 'POST', body: JSON.stringify({ op: 'put', resource: assignment('Disabled') }) });
      return { audit: first.body, disabled: (await scoreAt(url)).body };
    });
    for (const [served, expected] of [
      [result?.audit, await scanned('Audit')],
      [result?.disabled, await scanned('Disabled')],
    ]) {
      expect(served).toEqual({ ...expected, generatedAt: expect.any(String) });
      expect(served.policies).toMatchObject({ definitions: 1, assignments: 1 });
    }
    expect(result?.audit.score).not.toEqual(result?.disabled.score);
  });

  test.each([
    ['--watch without inputs', ['--watch'], /speak of inputs/],
    ['a folder and a database', ['--data', 'x', '--database', 'postgres://x'], /exclude each other/],
    ['a database of another kind', ['--database', 'mysql://root:hunter2@db'], /begins with postgres:/],
    ['a port that is none', ['--port', '70000'], /whole number from 0 to 65535/],
    ['half of TLS', ['--tls-cert', 'x'], /belong together/],
    ['a certificate that is not there', ['--tls-cert', 'x.pem', '--tls-key', 'y.pem'], /x\.pem cannot be read: there is no such file/],
    [
      'what is no certificate',
      ['--tls-cert', 'estate.json', '--tls-key', 'estate.json'],
      /estate\.json of --tls-cert holds no certificate/,
    ],
    ['a provider without an audience', ['--oidc-issuer', 'https://login.example'], /needs --oidc-audience/],
    ['an audience without a provider', ['--oidc-audience', 'x'], /need --oidc-issuer/],
    ['a role that does not exist', ['--oidc-role', 'x=root'], /secops=operator/],
    ['other machines without a token', ['--host', '0.0.0.0'], /can be reached from other machines.*\nCreate one first/],
    ['inputs that are not there', ['none.json'], /Nothing in the input could be read.*none\.json/],
  ])('%s is refused with what to do', async (_name, args, message) => {
    const { exitCode, err, out } = await ran(
      'serve',
      ...args,
      ...(args.includes('--database') || args.includes('--data') ? [] : ['--data', newData()]),
    );
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/hunter2|\n {4}at /);
  });

  test('a certificate without its key is refused, and which of both is wrong', async () => {
    const [one, other] = [newData(), newData()];
    for (const data of [one, other]) await ran('certificate', '--data', data);
    const cert = join(one, 'certificates/server.pem');
    const started = (key: string) => ran('serve', '--tls-cert', cert, '--tls-key', key, '--data', newData());
    expect((await started(join(other, 'certificates/server-key.pem'))).err).toMatch(/is not that of the certificate/);
    expect((await started(cert)).err).toMatch(/server\.pem of --tls-key holds no key/);
  });

  test('a start that fails leaves no data behind, nor takes away what was there', async () => {
    const data = newData();
    expect((await ran('serve', join(folder, 'nothing.json'), '--data', data)).exitCode).toBe(2);
    expect(existsSync(data)).toBe(false);
    expect((await ran('serve', '--host', '0.0.0.0', '--data', data)).exitCode).toBe(2);
    expect(existsSync(data)).toBe(false);
    await ran('token', 'create', '--role', 'reader', '--data', data);
    await ran('serve', join(folder, 'nothing.json'), '--data', data);
    expect(readdirSync(data)).toEqual(['tokens.json']);
    await whileServing([estate, '--data', data], async () => undefined);
    await ran('serve', join(folder, 'nothing.json'), '--data', data);
    expect(readdirSync(data)).toContain('plumbline.sqlite');
  });

  test('a folder that another process uses', async () => {
    const data = newData();
    const second = await whileServing(['--data', data], () => ran('serve', '--data', data, '--port', '0'));
    expect(second.result?.exitCode).toBe(2);
    expect(second.result?.err).toMatch(/^plumbline: .*folder.*\n./);
  });
});

describe('token', () => {
  test('a token opens a server that asks for one, with its scopes; a revoked one does not', async () => {
    const data = newData();
    const created = await ran('token', 'create', '--role', 'reader', '--scope', subscription, '--name', 'wall', '--data', data);
    expect(created.out).toMatch(/^plb_[0-9a-f]{12}_[\w-]{43}\n$/);
    const token = created.out.trim();
    expect(created.err).toMatch(/Created the token [0-9a-f]{12} \(reader, 6f1c2d34.*, until 2027-02-22T02:18:00\.000Z\)\. Keep it now/);
    const listed = await ran('token', 'list', '--data', data);
    expect(listed.out).toMatch(new RegExp(`${token.slice(4, 16)}.*reader.*2027-02-22.*wall`));
    expect(listed.out + readFileSync(join(data, 'tokens.json'), 'utf8')).not.toContain(token.slice(17));
    const { result } = await whileServing([estate, '--data', data, '--auth', 'required'], async (url) => ({
      without: (await scoreAt(url)).status,
      with: await scoreAt(url, token),
      revoked: (await ran('token', 'revoke', token.slice(4, 16), '--data', data)).exitCode,
      after: (await scoreAt(url, token)).status,
    }));
    expect(result).toMatchObject({ without: 401, with: { status: 200, body: { schema: 'plumbline-score/1' } }, revoked: 0, after: 401 });
  });

  test.each([
    ['without a role', ['create'], /--role/],
    ['of an unknown role', ['create', '--role', 'root'], /reader, operator, admin/],
    ['that has ended already', ['create', '--role', 'reader', '--expires', '2020-01-01'], /has passed already/],
    ['that ends some day', ['create', '--role', 'reader', '--expires', 'soon'], /expected a span such as 90d/],
    ['that is not there', ['revoke', '000000000000'], /There is no token/],
    ['nobody knows what of', [], /Commands:/],
  ])('one %s is refused', async (_name, args, message) => {
    const { exitCode, err } = await ran('token', ...args, ...(args.length === 0 ? [] : ['--data', newData()]));
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
  });

  test('an empty list says how to make one', async () => {
    expect(await ran('token', 'list', '--data', newData())).toMatchObject({
      exitCode: 0,
      out: '',
      err: expect.stringContaining('token create'),
    });
  });

  test.each([
    ['90d', '2027-02-22T02:18:00.000Z'],
    ['12h', '2026-11-24T14:18:00.000Z'],
    ['2w', '2026-12-08T02:18:00.000Z'],
    ['2027-06-30', '2027-06-30T00:00:00.000Z'],
    ['never', null],
  ])('--expires %s', (text, expected) => {
    expect(expiryOf(text, new Date('2026-11-24T02:18:00Z'))).toBe(expected);
  });
});

describe('backup, restore, migrate and doctor', () => {
  test('a backup of a running server, restored, holds the same score, and is healthy', async () => {
    const [data, restored] = [newData(), newData()];
    const { result } = await whileServing([estate, '--data', data], async (url) => ({
      score: (await scoreAt(url)).body.score,
      backup: await ran('backup', `${data}.backup`, '--data', data),
    }));
    expect(result?.backup).toMatchObject({ exitCode: 0, err: expect.stringMatching(/^Wrote .*: [\d,]+ bytes\.\n$/) });
    expect(await ran('restore', `${data}.backup`, '--data', restored)).toMatchObject({ exitCode: 0 });
    const again = await whileServing(['--data', restored], scoreAt);
    expect(again.result?.body.score).toEqual(result?.score);
    expect(await ran('doctor', '--data', restored)).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/resources at moment \d+\.\nAll is well/),
    });
    expect(await ran('migrate', '--data', restored)).toMatchObject({
      exitCode: 0,
      err: expect.stringMatching(/is at version \d+ now\.\n$/),
    });
  });

  test.each([
    ['a backup of nothing', () => ['backup', join(folder, 'x.backup'), '--data', newData()], /holds no store/],
    ['a look over nothing', () => ['doctor', '--data', join(folder, 'no-backup')], /holds no store/],
    ['a migration of nothing', () => ['migrate', '--data', join(folder, 'no-backup')], /holds no store/],
    ['a backup over a file', () => ['backup', estate, '--data', newData()], /plumbline: /],
    ['a restore of nothing', () => ['restore', join(folder, 'none.backup'), '--data', newData()], /There is no backup/],
    ['a restore of something else', () => ['restore', estate, '--data', newData()], /not a whole database/],
    ['a backup of PostgreSQL', () => ['backup', 'x', '--database', 'postgres://db/x'], /pg_dump/],
  ])('%s is refused, and leaves nothing behind', async (_name, args, message) => {
    const before = readdirSync(folder).filter((name) => name.includes('backup'));
    const { exitCode, err } = await ran(...args());
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual(before);
  });
});

test.each([['serve'], ['token'], ['backup'], ['restore'], ['migrate'], ['doctor']])('the help of %s fits 80 columns', async (name) => {
  const { out, exitCode } = await ran(name, '--help');
  expect(exitCode).toBe(0);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
