// Requests made up from our own document, good and hostile, by schemathesis (PyPI), against a server on a port.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { newToken } from '../auth/token.ts';
import { serve } from '../run/serve.ts';
import { emptyStore, example, memoryTokens, tickingClock } from '../server.fixture.ts';

const program = [
  process.env['PLUMBLINE_SCHEMATHESIS'] ?? '',
  ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'schemathesis')),
].find((path) => path !== '' && existsSync(path));

function isHere(): boolean {
  if (program !== undefined) return true;
  const missing = 'No schemathesis here: its test is left out. pip install schemathesis, and name it in PLUMBLINE_SCHEMATHESIS.';
  if (process.env['PLUMBLINE_REQUIRE_SCHEMATHESIS'] === '1') throw new Error(missing);
  process.stderr.write(`${missing}\n`);
  return false;
}

/** Of a batch of changes each line is judged by itself: one that is none is named in the answer, and refuses nothing else. */
const changes = '/api/v1/changes';
const runs = [
  { operations: [`--exclude-path=${changes}`, '--exclude-path=/api/v1/events'], without: [], seconds: 20 },
  { operations: [`--include-path=${changes}`], without: ['negative_data_rejection'], seconds: 20 },
];
/** Cursors and moments are given out by the server, so a made-up one may be refused: whether all that fits is taken is not asked. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'unsupported_method',
];

test.runIf(isHere()).each(runs)(
  'no request that our document makes possible breaks the server, and every answer is as the document says: $operations',
  async ({ operations, without, seconds }) => {
    const now = tickingClock();
    const tokens = memoryTokens();
    const { token, record } = newToken({ name: 'x', role: 'admin', scopes: null, expiresAt: null, now: now() });
    await tokens.add(record);
    const ending = new AbortController();
    let tell: (url: string) => void = () => undefined;
    const listening = new Promise<string>((resolve) => {
      tell = resolve;
    });
    const done = serve({
      store: await emptyStore(now),
      tokens,
      auth: 'required',
      host: '127.0.0.1',
      port: 0,
      inputs: [example],
      isWatching: false,
      isComplete: false,
      isDemo: false,
      log: pino({ level: 'silent' }),
      version: '0.0.0-test',
      now,
      signal: ending.signal,
      graceMs: 500,
      onListening: ({ url }) => tell(url),
    });
    const url = await listening;
    const said = await ran([
      'run',
      `${url}/api/v1/openapi.json`,
      `--url=${url}`,
      `--header=Authorization: Bearer ${token}`,
      `--checks=${checks.filter((check) => !without.includes(check)).join(',')}`,
      ...operations,
      '--phases=coverage,fuzzing',
      `--max-time=${seconds}`,
      '--max-examples=20',
      // What it makes up has to fit our patterns; how long it looks for that is its own affair.
      '--suppress-health-check=filter_too_much,too_slow',
      '--seed=20261124',
      '--continue-on-failure',
    ]);
    ending.abort();
    await done;
    // A thousand scopes of the greatest length fit into no address: such requests break off on their way, which counts as an error there.
    const unexpected = [...said.matchAll(/^(?:Failures:|Errors:|  (?:❌|🚫) .*)$/gmu)].map(([line]) => line.trim());
    expect(
      unexpected.filter((line) => !/^(?:Errors:|🚫 (?:Network Error|Coverage|Fuzzing))/u.test(line)),
      said.slice(-6_000),
    ).toEqual([]);
    // How far it gets in its time hangs on the machine; that it got somewhere does not.
    expect(Number(/(\d+) generated/.exec(said)?.[1])).toBeGreaterThan(30);
  },
  120_000,
);

async function ran(args: readonly string[]): Promise<string> {
  // It leaves notes where it runs.
  const cwd = mkdtempSync(join(tmpdir(), 'plumbline-made-up-'));
  // A body or an address that is too large is refused as that, before anybody looks for what else is wrong with it.
  writeFileSync(
    join(cwd, 'schemathesis.toml'),
    '[checks.negative_data_rejection]\nexpected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 422, 428, 429, 431]\n',
  );
  const child = spawn(program ?? '', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  rmSync(cwd, { recursive: true });
  return said;
}
