// `serve --collect`: its options, and the keeper that the server runs.
import { join, resolve } from 'node:path';
import type { KeptStore } from '@plumbline/collect';
import type { Keeper, KeeperGiven } from '@plumbline/server';
import type { Store, StoreLocation } from '@plumbline/store';
import { type Command, InvalidArgumentError } from 'commander';
import { OperationError } from '../operation-error.ts';
import { ownVersion } from '../own-version.ts';
import type { Terminal } from '../terminal.ts';
import { addConnectionOptions, addSelectionOptions, type CollectChoice, collectRequest } from './collect-options.ts';

export interface ServeCollectOptions extends CollectChoice {
  readonly collect?: string;
  readonly collectChanges?: string;
  readonly collectFolder?: string;
}

export function addServeCollectOptions(command: Command): Command {
  const selecting = command
    .optionsGroup('Keeping itself current from Azure:')
    .option(
      '--collect <when>',
      'Collect the tenant now and then, such as every:15m (s, m, h or d), and take in what changes between as soon as Azure tells',
      whenOf,
    )
    .option(
      '--collect-changes <when>',
      'When to ask what has changed between, or off (default: each minute, or four times a round)',
      changesWhenOf,
    )
    .option('--collect-folder <folder>', 'Where the export of the last round lies (default: collect beside the data)');
  return addConnectionOptions(addSelectionOptions(selecting));
}

/** @returns undefined without `--collect`. @throws {OperationError} */
export async function keeperFor(options: ServeCollectOptions, location: StoreLocation, terminal: Terminal): Promise<Keeper | undefined> {
  if (options.collect === undefined) {
    refuseAlone(options);
    return undefined;
  }
  const { intervalIn, keeperOf } = await import('@plumbline/collect');
  const msOf = (flag: string, text: string): number => {
    const ms = intervalIn(text);
    if (ms !== undefined) return ms;
    throw new OperationError('usage', `${flag} ${text}: the shortest interval is a second, the longest a week.`, {
      hint: 'Such as: plumbline serve --collect every:15m',
    });
  };
  const intervalMs = msOf('--collect', options.collect);
  const { collectChanges: changes } = options;
  const changesMs: { readonly changesMs?: number | 'never' } =
    changes === undefined ? {} : { changesMs: changes === 'off' ? ('never' as const) : msOf('--collect-changes', changes) };
  if (typeof changesMs.changesMs === 'number' && changesMs.changesMs >= intervalMs) {
    throw new OperationError('usage', `--collect-changes ${changes}: a full round comes as soon as that (--collect ${options.collect}).`, {
      hint: 'Name a shorter time, or off.',
    });
  }
  const request = await collectRequest(options, terminal);
  const keeper = keeperOf({ ...request, ...changesMs, intervalMs, out: folderOf(options, location, terminal), version: ownVersion() });
  const { counts } = keeper;
  const gauge = (name: string, help: string, value: () => number) => ({ name: `plumbline_collect_${name}`, help, value });
  return {
    run: ({ log, signal, ...given }) => keeper.run({ store: keptStore(given), log, signal }),
    gauges: [
      gauge('running', '1 while a full round of collecting is under way.', () => (counts().isRunning ? 1 : 0)),
      gauge('rounds', 'Full rounds of collecting that came to their end, since the start.', () => counts().rounds),
      gauge('failures', 'Full rounds that failed and left the store as it was, since the start.', () => counts().failures),
      gauge('refused', 'Places that the last full round could not read.', () => counts().refused),
      gauge('requests', 'Requests of full rounds, since the start.', () => counts().requests),
      gauge('last_round_timestamp_seconds', 'When the last full round ended; 0 before the first.', () => counts().lastRoundAt / 1000),
      gauge('changes_put', 'Things read again between full rounds because they had changed, since the start.', () => counts().put),
      gauge('changes_deleted', 'Things found to be gone between full rounds, since the start.', () => counts().deleted),
      gauge('changes_readable', '1 while Azure tells what changes between full rounds.', () => (counts().changesReadable ? 1 : 0)),
    ],
  };
}

/** Options that say what to collect mean nothing where nothing is collected. */
function refuseAlone(options: ServeCollectOptions): void {
  const alone = (
    [
      'collectFolder',
      'collectChanges',
      'managementGroup',
      'subscription',
      'allTypes',
      'tenant',
      'endpoint',
      'graphEndpoint',
      'authority',
      'ca',
    ] as const
  ).find((name) => options[name] !== undefined);
  if (alone === undefined) return;
  const flag = `--${alone.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new OperationError('usage', `${flag} says how to collect, but nothing is collected.`, {
    hint: `Such as: plumbline serve --collect every:15m ${flag} …`,
  });
}

function folderOf({ collectFolder }: ServeCollectOptions, location: StoreLocation, { cwd }: Terminal): string {
  if (collectFolder !== undefined) return resolve(cwd, collectFolder);
  return location.kind === 'sqlite' ? join(location.folder, 'collect') : resolve(cwd, 'plumbline-collect');
}

const memoryName = 'collect/memory';

function keptStore({ store, now, importExport }: Pick<KeeperGiven, 'store' | 'now' | 'importExport'>): KeptStore {
  return {
    catalogue: () => store.catalogue,
    memory: () => store.settings.get(memoryName),
    remember: (memory) => store.settings.set(memoryName, JSON.parse(JSON.stringify(memory))),
    async importExport(folder) {
      const { put, deleted, scoreBefore, scoreAfter } = (await importExport([folder])).result;
      return { put, deleted, scoreBefore: scoreBefore?.current ?? null, scoreAfter: scoreAfter?.current ?? null };
    },
    idsIn: (scope, type) => idsIn(store, scope, type),
    async take(put, gone) {
      const changes = [
        ...put.map((resource) => ({ op: 'put' as const, resource: JSON.parse(JSON.stringify(resource)) })),
        ...gone.map((id) => ({ op: 'delete' as const, id })),
      ];
      return changes.length === 0 ? { put: 0, deleted: 0 } : store.apply({ changes, at: now() });
    },
  };
}

async function idsIn(store: Store, scope: string, type: string | undefined): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const query = { limit: 1000, ...(type === undefined ? {} : { type }), ...(after === undefined ? {} : { after }) };
    const { value } = await store.resources({ scope: [scope] }, query);
    ids.push(...value.items.map(({ id }) => id));
    after = value.next ?? undefined;
  } while (after !== undefined);
  return ids;
}

function changesWhenOf(text: string): string {
  return text === 'off' ? text : whenOf(text);
}

function whenOf(text: string): string {
  if (/^every:\d{1,6}[smhd]$/i.test(text.trim())) return text;
  throw new InvalidArgumentError('Expected an interval such as every:15m, every:2h or every:1d.');
}
