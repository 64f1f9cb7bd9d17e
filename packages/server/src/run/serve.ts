import type { OverallScore } from '@plumbline/assess';
import type { Store } from '@plumbline/store';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { AppOptions } from '../app.ts';
import { type OpenIdOptions, openIdVerifier } from '../auth/open-id.ts';
import type { TokenBook } from '../auth/token.ts';
import { demo } from '../demo/demo.ts';
import { demoStart, playPast } from '../demo/past.ts';
import { randomOf } from '../demo/random.ts';
import type { Extension, ExtensionParts } from '../extension.ts';
import { isLoopback } from '../http/host.ts';
import { staticFiles } from '../http/static-files.ts';
import { OperationError } from '../operation-error.ts';
import { serverOf } from '../server.ts';
import { type Imported, importInputs } from './import-inputs.ts';
import { type ListenOptions, listen, tryPort } from './listen.ts';
import { repeat } from './repeat.ts';
import { stampsOf } from './stamps.ts';
import { watch } from './watch.ts';

export interface ServeOptions extends ListenOptions {
  /** Opened by the caller; closed here, in every case. */
  readonly store: Store;
  readonly tokens: TokenBook;
  readonly openId?: OpenIdOptions;
  /** `auto`: on loopback no token is asked for, elsewhere one is. */
  readonly auth: 'auto' | 'required';
  /** Export files that are read first; none: what the store holds is served. */
  readonly inputs: readonly string[];
  readonly isWatching: boolean;
  /** The inputs hold the whole estate: what the store has besides is gone. */
  readonly isComplete: boolean;
  readonly isDemo: boolean;
  /** A file of management groups, and types declared to be exported completely, as `plumbline scan` takes them. */
  readonly hierarchy?: string;
  readonly collected?: readonly string[];
  /** Days for which single changes are kept; older ones are compacted once a day. Absent: all are kept. */
  readonly keepChangesDays?: number;
  /** The dashboard's files; a folder that is not there is no failure. */
  readonly screenFolder?: string;
  /** What else answers at this address. */
  readonly extension?: (parts: ExtensionParts) => Extension;
  readonly log: Logger;
  /** Of the program. */
  readonly version: string;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  readonly limits?: Pick<AppOptions, 'bodyLimit' | 'timeLimitMs'>;
  /** Ends the serving. */
  readonly signal: AbortSignal;
  /** Milliseconds that requests under way get when it ends; 10 s. */
  readonly graceMs?: number;
  /** Keeps the store current by itself until the signal is aborted; begins once the server listens. It settles its own failures. */
  readonly keeper?: Keeper;
  readonly onImported?: (imported: Imported) => void;
  readonly onListening?: (listening: { readonly url: string; readonly isOpen: boolean; readonly score: OverallScore | null }) => void;
}

export interface Keeper {
  run(given: KeeperGiven): Promise<void>;
  /** What it counts, for /metrics. */
  readonly gauges: readonly { readonly name: string; readonly help: string; readonly value: () => number }[];
}

export interface KeeperGiven {
  readonly store: Store;
  readonly log: Logger;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  readonly signal: AbortSignal;
  /** Takes export files into the store as one moment; closes over what is gone where their manifest says that they hold everything. */
  importExport(inputs: readonly string[]): Promise<Imported>;
}

/** Milliseconds between looks at what has expired, and between compactions. */
const clockMs = 30_000;
const dayMs = 86_400_000;

/**
 * Imports, serves, watches and ends: resolves when the signal is aborted and everything acknowledged is safe.
 * @throws {OperationError} (of the server or the store) for each way in which a start can fail.
 */
export async function serve(options: ServeOptions): Promise<void> {
  try {
    await served(options);
  } finally {
    await options.store.close();
  }
}

async function served(options: ServeOptions): Promise<void> {
  const { store, log, signal, now, inputs } = options;
  const openId = options.openId === undefined ? undefined : await openIdVerifier(options.openId);
  const isOpen = options.auth === 'auto' && openId === undefined && isLoopback(options.host);
  if (!isOpen && openId === undefined) await refuseWithoutTokens(options);

  await tryPort(options);
  const read = await stampsOf(inputs);
  const first = inputs.length === 0 ? undefined : await firstImport(options);
  if (first !== undefined) options.onImported?.(first);
  await store.advance(now());
  signal.throwIfAborted();

  const files = options.screenFolder === undefined ? undefined : await staticFiles(options.screenFolder);
  const { tokens, version, limits } = options;
  const server = serverOf({
    store,
    tokens,
    isOpen,
    log,
    version,
    now,
    ...(limits === undefined ? {} : { limits }),
    ...(openId === undefined ? {} : { openId }),
    ...(files === undefined ? {} : { files }),
    ...(options.extension === undefined ? {} : { extension: options.extension }),
  });
  const listening = await listen(server, options);
  if (options.tls === undefined && !isLoopback(options.host))
    log.warn('Tokens travel unencrypted: put a proxy with TLS before this server, or give it a certificate.');
  const { value } = await store.report({}, { model: 'classic' });
  options.onListening?.({ url: listening.url, isOpen, score: value.score });
  log.info({ url: listening.url, isOpen }, 'listening');
  // Who searches first should not have to wait for it; where it fails, that search begins it anew.
  void store.prepareSearches().catch(() => {});

  const background = [
    repeat(async () => void (await store.advance(now())), {
      waitMs: () => clockMs,
      signal,
      onError: (err) => log.error({ err }, 'The clock could not be moved on.'),
    }),
    ...(options.isWatching ? [watchInputs(options, { read, first })] : []),
    ...(options.keepChangesDays === undefined ? [] : [compactDaily(options, options.keepChangesDays)]),
    ...(options.isDemo ? [playDemo(options)] : []),
    ...(options.keeper === undefined ? [] : [keepCurrent(options, options.keeper, server.registry)]),
  ];
  await aborted(signal);
  log.info('stopping');
  server.retire();
  await listening.stop(options.graceMs ?? 10_000);
  await Promise.all(background);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function refuseWithoutTokens({ host, tokens, auth }: ServeOptions): Promise<void> {
  if ((await tokens.list()).length > 0) return;
  const why = auth === 'required' ? 'Authentication is required' : `${host} can be reached from other machines`;
  throw new OperationError('authentication-required', `${why}, but there is no token that anybody could use.`, {
    hint: 'Create one first with plumbline token create, or name an identity provider with --oidc-issuer. Without --host, only this machine is served and no token is needed.',
  });
}

async function watchInputs(
  options: ServeOptions,
  { read, first }: { readonly read: Awaited<ReturnType<typeof stampsOf>>; readonly first: Imported | undefined },
): Promise<void> {
  const { store, inputs, isComplete, now, signal, log, onImported } = options;
  // A manifest speaks of the files beside it, so those are read together; without one, what did not change need not be read again.
  const isWhole = isComplete || (first?.account.collected.length ?? 0) > 0 || inputs.some((input) => /[*?[\]{}]/.test(input));
  await watch({
    inputs,
    signal,
    read,
    onChange: async (changed, gone) => {
      if (!isWhole && changed.length === 0) return;
      const taken = await importInputs(store, { ...options, inputs: isWhole ? inputs : changed, at: now() });
      const { put, deleted, unchanged } = taken.result;
      log.info({ files: changed.length, gone: gone.length, put, deleted, unchanged }, 'Taken in what changed in the inputs.');
      for (const { file, message } of taken.account.problems) log.warn({ file }, message);
      onImported?.(taken);
    },
    onError: (err) => log.error({ err }, 'Changed inputs could not be taken in; the store is as before.'),
  });
}

async function compactDaily({ store, signal, log }: ServeOptions, changesDays: number): Promise<void> {
  const compact = async () => {
    const forgotten = await store.compact({ changesDays });
    log.info(forgotten, 'Compacted what is older than is kept.');
  };
  const onError = (err: unknown) => log.error({ err }, 'Older changes could not be compacted.');
  await compact().catch(onError);
  await repeat(compact, { waitMs: () => dayMs, signal, onError });
}

async function keepCurrent({ store, log, now, signal, onImported }: ServeOptions, keeper: Keeper, registry: Registry): Promise<void> {
  const importExport = async (inputs: readonly string[]) => {
    const imported = await importInputs(store, { inputs, isComplete: false, at: now(), signal });
    onImported?.(imported);
    return imported;
  };
  for (const { name, help, value } of keeper.gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
  try {
    await keeper.run({ store, log, now, signal, importExport });
  } catch (err) {
    if (!signal.aborted) log.error({ err }, 'Keeping the store current has ended; it stays as it is.');
  }
}

const hourMs = 3_600_000;

/** A demo whose store was begun a month ago has nothing read yet: what happened since is made up, so that there is a history to look at. */
async function firstImport(options: ServeOptions): Promise<Imported> {
  const { store, now, isDemo } = options;
  const at = now();
  const begun = (await store.head()).at;
  const isNew = isDemo && Math.abs(Date.parse(begun) - Date.parse(demoStart(at))) < hourMs;
  const imported = await importInputs(store, { ...options, at: isNew ? begun : at });
  if (isNew) await playPast({ store, random: randomOf(11), now: at });
  return imported;
}

async function playDemo({ store, now, signal, log }: ServeOptions): Promise<void> {
  const random = randomOf(Date.now());
  const step = demo({ store, random, now });
  await repeat(async () => void (await step()), {
    waitMs: () => 6_000 + random() * 12_000,
    signal,
    onError: (err) => log.error({ err }, 'A change of the demo could not be made.'),
  });
}
