import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { production } from '../azure-api.fixture.ts';
import { type RealServer, realServer } from '../real-server.fixture.ts';
import { holdMatrix } from './matrix.fixture.ts';
import { azurePython } from './python.fixture.ts';

const found = azurePython();
const why = 'missing' in found ? found.missing : undefined;

test('the SDK is there where PLUMBLINE_REQUIRE_AZURE_PYTHON=1 demands it', () => {
  expect(process.env['PLUMBLINE_REQUIRE_AZURE_PYTHON'] === '1' ? why : undefined).toBeUndefined();
});

interface Outcome {
  readonly client: string;
  readonly version: string;
  readonly command: string;
  readonly ok: boolean;
}

describe.skipIf(why !== undefined)(`the Azure SDK for Python, unchanged${why === undefined ? '' : ` (left out: ${why})`}`, () => {
  let server: RealServer;
  beforeAll(async () => {
    server = await realServer();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  }, 60_000);

  test('every call comes out as the matrix says', async () => {
    const python = 'python' in found ? found.python : '';
    const { stdout } = await promisify(execFile)(python, [fileURLToPath(new URL('./python-clients.py', import.meta.url))], {
      env: {
        BASE: server.base,
        CA: server.authority,
        TOKEN: server.operator,
        SUBSCRIPTION: production,
        HTTPS_PROXY: 'http://127.0.0.1:9',
        NO_PROXY: 'localhost',
      },
    });
    const outcomes: readonly Outcome[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: true });
    for (const client of new Set(outcomes.map((outcome) => outcome.client))) {
      const own = outcomes.filter((outcome) => outcome.client === client);
      holdMatrix(client, `${client} ${own[0]?.version ?? ''}`, own);
    }
  }, 60_000);
});
