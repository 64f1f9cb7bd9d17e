import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RealServer, realServer } from '../real-server.fixture.ts';
import { type AzBatch, azBatch, azEnvironment, installedAz } from './az.fixture.ts';
import { azCases } from './az-cases.fixture.ts';
import { holdMatrix } from './matrix.fixture.ts';
import { azurePython } from './python.fixture.ts';

const az = installedAz();
const isDemanded = process.env['PLUMBLINE_REQUIRE_AZ'] === '1';
const why = 'missing' in az ? az.missing : undefined;

test('az is there where PLUMBLINE_REQUIRE_AZ=1 demands it', () => {
  expect(isDemanded ? why : undefined).toBeUndefined();
});

describe.skipIf('missing' in az)(`az, unchanged${why === undefined ? '' : ` (left out: ${why})`}`, () => {
  let server: RealServer;
  let env: NodeJS.ProcessEnv;
  let batch: AzBatch;
  beforeAll(async () => {
    server = await realServer();
    env = azEnvironment(server.folder, server.bundle);
    mkdirSync(`${server.folder}/az/cliextensions`, { recursive: true });
    const python = azurePython();
    if ('python' in python) installGraph(python.python, `${server.folder}/az/cliextensions/resource-graph`);
    if (!('missing' in az)) batch = azBatch(az, env);
  }, 120_000);
  afterAll(async () => {
    batch?.end();
    await server?.stop();
  }, 60_000);

  const shell = (script: string, more: NodeJS.ProcessEnv = {}) =>
    new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>((resolve) => {
      const child = spawn('bash', ['-c', script], { env: { ...env, ...more } });
      let [out, err] = ['', ''];
      child.stdout.on('data', (data: Buffer) => (out += data.toString()));
      child.stderr.on('data', (data: Buffer) => (err += data.toString()));
      child.on('close', (code) => resolve({ code, out, err }));
    });

  test('four commands: register, choose, sign in, ask', async () => {
    const { code, out, err } = await shell(`set -e
      az cloud register -n Plumbline --endpoint-resource-manager ${server.base}
      az cloud set -n Plumbline
      az login --service-principal -u plumbline -p ${server.operator} --tenant 706c756d-626c-4e65-8000-000000000001 -o none
      az security secure-scores list -o table`);
    expect(code, err).toBe(0);
    expect(out).toMatch(/ASC score +\d+ +ascScore/);
    expect(out).toMatch(/Classic secure score +\d+ +classicScore/);
  }, 60_000);

  test('every command of the matrix comes out as the matrix says', async () => {
    const rows = [];
    for (const { command, shows, fails } of azCases) {
      if (command.startsWith('az graph') && !('python' in azurePython())) continue;
      const { code, out, err } = await batch.run(command);
      const isGood = code === 0 && (shows === undefined || out.includes(shows));
      expect({ command, isGood, ...(isGood === (fails === undefined) ? {} : { code, out: out.slice(0, 400), err }) }).toEqual({
        command,
        isGood: fails === undefined,
      });
      rows.push({ command: shortened(command), fails });
    }
    if (rows.length === azCases.length) holdMatrix('az', 'missing' in az ? '' : `azure-cli ${az.version}`, rows);
  }, 120_000);

  test('a wrong secret is told in the server’s words, and nothing is sent elsewhere', async () => {
    const { code, err } = await shell(
      'az login --service-principal -u plumbline -p plb_wrong --tenant 706c756d-626c-4e65-8000-000000000001',
    );
    expect(code).toBe(1);
    expect(err).toContain('no token of Plumbline');
  }, 60_000);

  test('a device code that somebody types in a browser', async () => {
    mkdirSync(`${server.folder}/device`, { recursive: true });
    // The cloud is the one that was registered above.
    spawnSync('cp', ['-r', `${server.folder}/az/.`, `${server.folder}/device`]);
    const signing = spawn('az', ['login', '--use-device-code', '-o', 'none'], {
      env: { ...env, AZURE_CONFIG_DIR: `${server.folder}/device` },
    });
    let told = '';
    const code = await new Promise<number | null>((resolve) => {
      let isTyped = false;
      signing.stderr.on('data', (data: Buffer) => {
        told += data.toString();
        const typed = /type the code ([A-Z]{4}-[A-Z]{4})/.exec(told)?.[1];
        if (typed === undefined || isTyped) return;
        isTyped = true;
        void post(server, '/adfs/oauth2/device', new URLSearchParams({ user_code: typed, token: server.reader }).toString());
      });
      signing.on('close', resolve);
    });
    expect(code, told).toBe(0);
  }, 60_000);

  test('a managed identity, from the environment', async () => {
    const at = `${server.base}/metadata/identity/oauth2/token`;
    const { code, err } = await shell('az login --identity -o none && az security secure-scores list -o none', {
      // Older versions send the secret only where they take the machine for an App Service.
      APPSETTING_WEBSITE_SITE_NAME: 'plumbline',
      MSI_ENDPOINT: at,
      MSI_SECRET: server.reader,
      IDENTITY_ENDPOINT: at,
      IDENTITY_HEADER: server.reader,
    });
    expect(code, err).toBe(0);
  }, 60_000);
});

/** Without the ids of the example, for the page. */
function shortened(command: string): string {
  return command
    .replaceAll(/\/subscriptions\/\S+\/policyAssignments\/\w+/g, '$ASSIGNMENT')
    .replaceAll(/\/subscriptions\/\S+\/virtualMachines\/[\w-]+/g, '$RESOURCE')
    .replaceAll(/11111111-[\da-f-]+/g, '$SUBSCRIPTION')
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '$KEY');
}

/** As `az extension add` installs it, without asking Microsoft's index. */
function installGraph(python: string, folder: string): void {
  const { status, stderr } = spawnSync(python, ['-m', 'pip', 'install', '-q', '--no-deps', '--target', folder, 'resource-graph==2.0.0'], {
    encoding: 'utf8',
  });
  if (status !== 0) rmSync(folder, { recursive: true, force: true });
  expect({ status, stderr }).toMatchObject({ status: 0 });
}

function post(server: RealServer, path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ca: readFileSync(server.authority) });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
    const asked = request(new URL(path, server.base), { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
