import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change, remove } from '../../../collect/src/stand-in/changes.fixture.ts';
import { estateOf, subscriptionId, tenant } from '../../../collect/src/stand-in/estate.fixture.ts';
import { type Estate, type StandIn, type StandInOptions, standIn } from '../../../collect/src/stand-in/stand-in.fixture.ts';
import { run } from '../program.ts';
import { fakeTerminal } from '../terminal.fixture.ts';

type Resource = Readonly<Record<string, unknown>>;

let folder: string;
let count = 0;
const played: StandIn[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-serve-collect-'));
});
afterAll(async () => {
  for (const azure of played) await azure.close();
  rmSync(folder, { recursive: true, force: true });
});

const place = (subscription: number) => `/subscriptions/${subscriptionId(subscription)}/resourceGroups/rg/providers`;
const account = (name: string, isSecure: boolean, subscription = 1): Resource => ({
  id: `${place(subscription)}/Microsoft.Storage/storageAccounts/${name}`,
  name,
  type: 'Microsoft.Storage/storageAccounts',
  properties: { supportsHttpsTrafficOnly: isSecure, networkAcls: { defaultAction: 'Deny' } },
});
const vault = (name: string): Resource => ({
  id: `${place(1)}/Microsoft.KeyVault/vaults/${name}`,
  name,
  type: 'Microsoft.KeyVault/vaults',
  properties: { enableSoftDelete: true },
});
const logs = (name: string): Resource => ({
  id: `${String(vault(name)['id'])}/providers/Microsoft.Insights/diagnosticSettings/all`,
  name: 'all',
  type: 'Microsoft.Insights/diagnosticSettings',
  properties: { logs: [{ category: 'AuditEvent', enabled: true, retentionPolicy: { enabled: true, days: 365 } }] },
});
const tree = {
  id: `/providers/Microsoft.Management/managementGroups/${tenant}`,
  name: tenant,
  type: 'Microsoft.Management/managementGroups',
  properties: { displayName: 'Root', details: {}, children: [] },
};

interface Played extends StandIn {
  readonly estate: Estate;
}

async function play(resources: readonly Resource[], options: Partial<StandInOptions> = {}): Promise<Played> {
  const estate = options.estate ?? estateOf(resources, tree);
  const azure = await standIn({ isStill: false, ...options, estate });
  writeFileSync(join(folder, 'ca.pem'), azure.ca);
  played.push(azure);
  return { ...azure, estate };
}

const newData = () => join(folder, `data-${(count += 1)}`);
const env = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: 'collector', AZURE_CLIENT_SECRET: 'right' };

/** Members of the answers that are looked at here. */
interface Answer {
  readonly score: { readonly current: number };
  readonly items: readonly { readonly name: string }[];
  readonly coverage: { readonly notCollected: readonly Resource[]; readonly notPermitted?: readonly Resource[] };
}

interface Served {
  readonly api: (path: string) => Promise<Answer>;
  readonly metric: (name: string) => Promise<number>;
  /** What was logged, as objects. */
  readonly logged: () => readonly (Readonly<Record<string, unknown>> & { readonly msg: string })[];
}

/** Serves, does something meanwhile, and ends as Ctrl-C does. */
async function whileServing<T>(azure: StandIn, args: readonly string[], work: (served: Served) => Promise<T>) {
  const interruption = new AbortController();
  const terminal = fakeTerminal({ cwd: folder, env, signal: interruption.signal, now: () => new Date() });
  const { resourceManager, graph = '', authority = '' } = azure.endpoints;
  const to = ['--endpoint', resourceManager, '--graph-endpoint', graph, '--authority', authority, '--ca', 'ca.pem'];
  const done = run(['serve', '--port', '0', ...args, ...to], terminal);
  const logged = () =>
    terminal.written.err
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  const url = () => logged().find(({ msg }) => msg === 'listening')?.url;
  while (url() === undefined && !isDone) await sleep(10);
  if (isDone) throw new Error(terminal.written.err);
  const api = async (path: string) => (await (await fetch(`${url()}/api/v1${path}`)).json()) as Answer;
  const metric = async (name: string) =>
    Number(new RegExp(`^plumbline_collect_${name} (.*)$`, 'm').exec(await (await fetch(`${url()}/metrics`)).text())?.[1]);
  try {
    return await work({ api, metric, logged });
  } finally {
    interruption.abort();
    await done;
  }
}

async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const end = Date.now() + 150_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`This never happened: ${what}`);
    await sleep(20);
  }
}

const namesOf = async ({ api }: Served) => (await api('/resources?limit=1000')).items.map(({ name }) => name);
const roundsAre = ({ metric }: Served, least: number) => until(async () => (await metric('rounds')) >= least, `${least} rounds`);

describe('a first round', () => {
  test('fills the store with what a scan of its export scores', async () => {
    const azure = await play([account('a', true), account('b', false), vault('v'), logs('v')]);
    const data = newData();
    const score = await whileServing(azure, ['--collect', 'every:1h', '--data', data], async (served) => {
      await roundsAre(served, 1);
      return (await served.api('/score')).score;
    });
    const scanning = fakeTerminal({ cwd: folder });
    await run(['scan', join(data, 'collect'), '--format', 'json'], scanning);
    expect(score.current).toBeGreaterThan(0);
    expect(score).toEqual(JSON.parse(scanning.written.out).score);
  });
});

describe.concurrent('between rounds', () => {
  test('what was made, changed and deleted is taken in, with what lies below', async () => {
    const azure = await play([account('a', false), account('gone', true), vault('v')]);
    await whileServing(azure, ['--collect', 'every:1h', '--collect-changes', 'every:1s', '--data', newData()], async (served) => {
      await roundsAre(served, 1);
      const before = (await served.api('/score')).score.current;
      change(azure.estate, account('a', true));
      change(azure.estate, account('new', true));
      remove(azure.estate, String(account('gone', true)['id']));
      await until(async () => (await served.metric('changes_deleted')) === 1, 'the deletion is taken in');
      expect((await namesOf(served)).filter((name) => ['a', 'new', 'gone', 'v'].includes(name)).sort()).toEqual(['a', 'new', 'v']);
      expect((await served.api('/score')).score.current).not.toBe(before);
      // The settings of a vault are told of by nobody; they are asked for when the vault itself changes.
      (azure.estate.paths as Map<string, Resource[]>).set(
        `${String(vault('v')['id']).toLowerCase()}/providers/microsoft.insights/diagnosticsettings`,
        [{ ...logs('v') }],
      );
      change(azure.estate, { ...vault('v'), tags: { password: 'S3cret-that-nobody-may-see' } });
      await until(async () => (await namesOf(served)).includes('all'), 'the settings are read');
      expect(JSON.stringify(await served.api(`/resource?id=${encodeURIComponent(String(vault('v')['id']))}`))).not.toContain('S3cret');
      expect(await served.metric('rounds')).toBe(1);
    });
  });

  test('where changes cannot be read, rounds go on and it is told once', async () => {
    const azure = await play([account('a', true)], {
      fault: ({ body }) =>
        String(body['query']).startsWith('resourcechanges') ? { kind: 'status', status: 403, code: 'AccessDenied' } : undefined,
    });
    await whileServing(azure, ['--collect', 'every:3s', '--collect-changes', 'every:1s', '--data', newData()], async (served) => {
      await roundsAre(served, 2);
      await until(async () => (await served.metric('changes_readable')) === 0, 'it is seen');
      expect(served.logged().filter(({ msg }) => msg.startsWith('Changes cannot be read'))).toHaveLength(1);
    });
  });
});

describe.concurrent('a permission that is lost', () => {
  test('below a resource: nothing is deleted, and what needs it is not assessed, with the reason, until it is back', async () => {
    let isLost = false;
    const azure = await play([vault('v'), logs('v'), vault('w')], {
      fault: ({ path }) =>
        isLost && path.includes('diagnosticsettings') ? { kind: 'status', status: 403, code: 'AuthorizationFailed' } : undefined,
    });
    await whileServing(azure, ['--collect', 'every:1s', '--collect-changes', 'off', '--data', newData()], async (served) => {
      await roundsAre(served, 1);
      const before = await served.api('/score');
      isLost = true;
      await until(async () => (await served.metric('refused')) > 0, 'the refusal is seen');
      const { coverage } = await served.api('/coverage');
      const needs = 'microsoft.insights/diagnosticsettings';
      expect(coverage.notPermitted).toContainEqual({ type: needs, scope: vault('v')['id'], status: 403, reason: 'AuthorizationFailed' });
      const missing = coverage.notCollected.filter((one) => one['needs'] === needs);
      expect(missing).toEqual([expect.objectContaining({ resources: 2, why: 'no permission' })]);
      expect(await namesOf(served)).toContain('all');
      expect(served.logged().filter(({ type, level }) => type === needs && level === 40)).toHaveLength(1);
      const after = await served.api('/score');
      if (after.score.current > before.score.current)
        expect(served.logged().map(({ msg }) => msg)).toContainEqual(expect.stringContaining('The score has risen'));
      isLost = false;
      await until(async () => (await served.metric('refused')) === 0, 'it is readable again');
      expect((await served.api('/score')).score).toEqual(before.score);
      expect((await served.api('/coverage')).coverage.notPermitted).toBeUndefined();
    });
  });

  test('of a whole type: its resources stay as they were last seen', async () => {
    const azure = await play([account('a', false), account('b', true), vault('v')]);
    const permissions = `/subscriptions/${subscriptionId(1)}/providers/microsoft.authorization/permissions`;
    await whileServing(azure, ['--collect', 'every:1s', '--collect-changes', 'off', '--data', newData()], async (served) => {
      await roundsAre(served, 1);
      const { score } = await served.api('/score');
      const rows = azure.estate.tables['resources'] as Resource[];
      rows.splice(0, rows.length, ...rows.filter(({ type }) => type !== 'Microsoft.Storage/storageAccounts'));
      (azure.estate.paths as Map<string, Resource>).set(permissions, {
        value: [{ actions: ['*/read'], notActions: ['Microsoft.Storage/storageAccounts/read'] }],
      });
      await until(async () => (await served.metric('refused')) > 0, 'the loss is seen');
      expect((await served.api('/score')).score).toEqual(score);
      expect((await served.api('/coverage')).coverage.notPermitted).toEqual([
        {
          type: 'microsoft.storage/storageaccounts',
          scope: `/subscriptions/${subscriptionId(1)}`,
          status: 403,
          reason: 'NoReadPermission',
        },
      ]);
    });
  });
});

describe.concurrent('subscriptions', () => {
  test('one that is gone from the tree goes with everything in it; one that can only be seen no longer stays', async () => {
    let seen = [1, 2];
    const all = [account('a', true, 1), account('b', true, 2)];
    const estate = estateOf(all);
    const playing = {
      ...estate,
      managementGroup: tree,
      get subscriptions() {
        return estate.subscriptions.filter(({ id }) => seen.some((index) => id === subscriptionId(index)));
      },
    };
    let isTreeRead = false;
    const azure = await play([], {
      estate: playing,
      fault: ({ path }) =>
        !isTreeRead && path.includes('managementgroups') ? { kind: 'status', status: 403, code: 'AuthorizationFailed' } : undefined,
    });
    await whileServing(azure, ['--collect', 'every:1s', '--collect-changes', 'off', '--data', newData()], async (served) => {
      await roundsAre(served, 1);
      seen = [1];
      await until(async () => (await served.metric('refused')) > 1, 'the subscription is missed');
      expect(await namesOf(served)).toEqual(expect.arrayContaining(['a', 'b']));
      expect((await served.api('/coverage')).coverage.notPermitted).toContainEqual(
        expect.objectContaining({ scope: `/subscriptions/${subscriptionId(2)}`, reason: 'NotVisible' }),
      );
      isTreeRead = true;
      await until(async () => !(await namesOf(served)).includes('b'), 'it is gone');
      expect(await namesOf(served)).toContain('a');
    });
  });
});

describe.concurrent('a round that fails', () => {
  test('leaves everything as it was, and the next one goes well', async () => {
    let isBroken = false;
    const azure = await play([account('a', false)], {
      fault: ({ path }) => (isBroken && path === '/subscriptions' ? { kind: 'text', text: '<html>' } : undefined),
    });
    await whileServing(azure, ['--collect', 'every:1s', '--collect-changes', 'off', '--data', newData()], async (served) => {
      await roundsAre(served, 1);
      const before = await served.api('/score');
      isBroken = true;
      await until(async () => (await served.metric('failures')) > 0, 'a failure');
      expect((await served.api('/score')).score).toEqual(before.score);
      expect(served.logged().find(({ level }) => level === 50)).toMatchObject({
        code: 'bad-answer',
        hint: expect.any(String),
        msg: expect.stringContaining('the store is as before'),
      });
      isBroken = false;
      const rounds = await served.metric('rounds');
      await roundsAre(served, rounds + 1);
    });
  });
});

describe.concurrent('the end and the beginning', () => {
  test('after a restart within the interval no round is made, and what happened meanwhile is taken in', async () => {
    const azure = await play([account('a', false)]);
    const data = newData();
    await whileServing(azure, ['--collect', 'every:1h', '--data', data], (served) => roundsAre(served, 1));
    change(azure.estate, account('b', false));
    const before = azure.seen.length;
    await whileServing(azure, ['--collect', 'every:1h', '--data', data], async (served) => {
      await until(async () => (await namesOf(served)).includes('b'), 'the change is taken in');
      expect(await served.metric('rounds')).toBe(0);
    });
    expect(azure.seen.length - before).toBeLessThan(15);
    // Another selection is another estate: everything is asked for.
    await whileServing(azure, ['--collect', 'every:1h', '--subscription', subscriptionId(1), '--data', data], (served) =>
      roundsAre(served, 1),
    );
  });

  test('a round under way ends at once, and is gone on with by the next process', async () => {
    let isHeld = true;
    const azure = await play([account('a', true), vault('v')], {
      fault: ({ path }) => (isHeld && path.includes('diagnosticsettings') ? { kind: 'slow', ms: 60_000 } : undefined),
    });
    const data = newData();
    const asked = () => azure.seen.filter(({ path }) => path === '/v1.0/users').length;
    const journal = join(data, 'collect/.collecting/journal.ndjson');
    await whileServing(azure, ['--collect', 'every:1h', '--data', data], () =>
      until(() => existsSync(journal) && readFileSync(journal, 'utf8').includes('directory users'), 'the users are written down'),
    );
    expect(readdirSync(join(data, 'collect'))).toEqual(['.collecting']);
    isHeld = false;
    await whileServing(azure, ['--collect', 'every:1h', '--data', data], async (served) => {
      await roundsAre(served, 1);
      expect(served.logged().find(({ msg }) => msg === 'Collected.')).toMatchObject({ isResumed: true });
    });
    expect(asked()).toBe(1);
  });

  test('rounds that take longer than the interval do not run into each other', async () => {
    let running = 0;
    let most = 0;
    const azure = await play([vault('v')], {
      fault: ({ path }) => {
        if (path === '/subscriptions') most = Math.max(most, (running += 1));
        if (path.includes('diagnosticsettings')) running -= 1;
        return path.includes('diagnosticsettings') ? { kind: 'slow', ms: 1500 } : undefined;
      },
    });
    await whileServing(azure, ['--collect', 'every:1s', '--collect-changes', 'off', '--data', newData()], (served) => roundsAre(served, 2));
    expect(most).toBe(1);
  });
});

describe('what is asked wrongly', () => {
  test.each<readonly [readonly string[], RegExp]>([
    [['--collect', 'hourly'], /Expected an interval such as every:15m/],
    [['--collect', 'every:0s'], /the shortest interval is a second/],
    [['--collect', 'every:99d'], /the longest a week/],
    [['--collect-changes', 'every:1m'], /--collect-changes says how to collect, but nothing is collected/],
    [['--collect', 'every:15m', '--collect-changes', 'every:15m'], /--collect-changes every:15m: a full round comes as soon as that/],
    [['--collect', 'every:1h', '--subscription', 'production'], /Expected the GUID of a subscription/],
    [['--management-group', 'x'], /--management-group says how to collect/],
    [['--collect', 'every:1h', '--ca', 'none.pem'], /none\.pem cannot be read/],
    [['--collect', 'every:1h', '--endpoint', 'http://localhost'], /Expected an address with https/],
  ])('%j', async (args, message) => {
    const terminal = fakeTerminal({ cwd: folder });
    expect(await run(['serve', '--data', newData(), ...args], terminal)).toBe(2);
    expect(terminal.written.err).toMatch(message);
  });
});
