import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenIdOptions, Role, ServeOptions as ServerOptions } from '@plumbline/server';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { builtScript } from '../built-script.ts';
import { percent, points } from '../drawing/number.ts';
import { exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandContext, newCommand } from './command.ts';
import { listOption } from './estate-options.ts';
import { addJudgingOptions, type JudgingOptions } from './judging-options.ts';
import { addServeCollectOptions, keeperFor, type ServeCollectOptions } from './serve-collect.ts';
import { addStoreOptions, locationOf, type StoreOptions } from './store-options.ts';

interface ServeOptions extends StoreOptions, JudgingOptions, Omit<ServeCollectOptions, 'policies' | 'initiative'> {
  readonly host: string;
  readonly port: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly azureApi?: true;
  readonly certificates?: string;
  readonly watch?: true;
  readonly complete?: true;
  readonly collected?: readonly string[];
  readonly hierarchy?: string;
  readonly demo?: true;
  readonly auth: 'auto' | 'required';
  readonly tokens?: string;
  readonly oidcIssuer?: string;
  readonly oidcAudience?: string;
  readonly oidcRolesClaim?: string;
  readonly oidcRole?: Readonly<Record<string, Role>>;
  readonly oidcScopesClaim?: string;
  readonly keepChanges?: number;
  readonly bodyLimit: number;
  readonly logLevel?: string;
  readonly quiet?: true;
}

export function serveCommand(context: CommandContext): Command {
  const command = newCommand('serve', context)
    .description(
      'Keep an estate, its score and its whole history, and serve them: the dashboard at /, the API at /api/docs.\nInputs are read as by scan; without any, what the store holds is served.',
    )
    .argument('[inputs...]', 'What to read first')
    .option('--watch', 'Take in new and changed files of the inputs as they appear')
    .option('--complete', 'The inputs hold the whole estate: what the store has besides is gone')
    .addOption(listOption('--collected <type>', 'This resource type was exported, and there are really none; again for more'))
    .option('--hierarchy <file>', 'Management groups and the subscriptions in them')
    .option('--demo', 'Make a small change now and then, to see the score move');
  const judging = addStoreOptions(command)
    .option(
      '--keep-changes <days>',
      'Keep single changes so long, and of older days only the last state (default: all)',
      numberFrom(1, 100_000),
    )
    .optionsGroup('Where it listens:')
    .option('--host <address>', 'This machine alone, unless told otherwise', '127.0.0.1')
    .option('--port <port>', 'A free one for 0', numberFrom(0, 65_535), 8787)
    .option('--tls-cert <file>', 'A certificate in PEM, to serve https')
    .option('--tls-key <file>', 'Its key in PEM')
    .option('--azure-api', 'Answer az, Resource Graph and the Azure SDKs too, over https; plumbline azure-cli prints how')
    .option('--certificates <folder>', 'Where plumbline certificate --out put the certificate (default: beside the data)')
    .option('--body-limit <MiB>', 'The largest batch of changes', numberFrom(1, 511), 64)
    .optionsGroup('Who may ask:')
    .addOption(
      new Option('--auth <rule>', 'Whether tokens are asked for; auto: not on this machine alone')
        .choices(['auto', 'required'])
        .default('auto'),
    )
    .option('--tokens <file>', 'Where plumbline token keeps them (default: tokens.json beside the data, or in the database)')
    .option('--oidc-issuer <url>', 'Take tokens of this OpenID Connect provider too')
    .option('--oidc-audience <name>', 'Only those made for this audience')
    .option('--oidc-roles-claim <claim>', 'Where they hold roles (default: roles)')
    .option('--oidc-role <value=role>', 'What a value of the claim means, such as secops=operator; again for more', roleOf)
    .option('--oidc-scopes-claim <claim>', 'Where they hold what may be read (default: everything may)');
  return addServeCollectOptions(addJudgingOptions(judging))
    .optionsGroup('What it says:')
    .addOption(
      new Option('--log-level <level>', 'JSON lines on standard error (default: info, in a terminal warn)').choices([
        'trace',
        'debug',
        'info',
        'warn',
        'error',
        'silent',
      ]),
    )
    .option('-q, --quiet', 'Nothing on standard output')
    .addHelpText('after', examples)
    .action(async (inputs: readonly string[], options: ServeOptions) => {
      await serve(inputs, options, context);
    });
}

const examples = `
Examples:
  plumbline serve export/ --data ./plumbline-data
  plumbline serve export/ --watch
  plumbline serve --collect every:15m
  plumbline serve --database postgres://plumbline@db/plumbline --host 0.0.0.0`;

async function serve(inputs: readonly string[], options: ServeOptions, { terminal, exit }: CommandContext): Promise<void> {
  if (inputs.length === 0 && (options.watch === true || options.complete === true)) {
    throw new OperationError('usage', '--watch and --complete speak of inputs, but there are none.', {
      hint: 'Such as: plumbline serve export/ --watch',
    });
  }
  const location = locationOf(options, terminal);
  const [{ withService }, { storeCatalogue }, server, { discardEmpty, openStore }, { ownVersion }] = await Promise.all([
    import('../service-failure.ts'),
    import('../policy/store-catalogue.ts'),
    import('@plumbline/server'),
    import('@plumbline/store'),
    import('../own-version.ts'),
  ]);
  const keeper = await keeperFor(options, location, terminal);
  const judging = await storeCatalogue(options, terminal);
  const now = () => terminal.now().toISOString();
  const level = options.logLevel ?? (terminal.stderr.isTTY ? 'warn' : 'info');
  const log = server.logOf({ level, now, write: (line) => void terminal.stderr.write(line) });
  const ending = new AbortController();
  const stopListening = endedBy(ending, terminal);
  const isNew = isNewStore(location);
  const isFolderNew = location.kind === 'sqlite' && !existsSync(location.folder);
  try {
    await withService(terminal, async () => {
      const tls = await tlsOf(options, terminal);
      const openId = openIdOf(options);
      // A store cannot go back before it was begun: one for the demo begins a month ago, to have a history.
      const begins = options.demo === true && isNew ? server.demoStart(now()) : undefined;
      let isOpened = false;
      const fillScript = builtScript(location.kind === 'sqlite' ? 'page-worker' : 'row-worker');
      const store = await openStore(location, {
        ...judging,
        ...(fillScript === undefined ? {} : { fillScript }),
        now: () => (isOpened ? now() : (begins ?? now())),
      });
      isOpened = true;
      const inDatabase = location.kind === 'postgres' && options.tokens === undefined;
      const tokens = inDatabase ? server.tokenSettings(store.settings) : server.tokenFile(tokensFile(options, location, terminal));
      await server.serve({
        store,
        tokens,
        auth: options.auth,
        host: options.host,
        port: options.port,
        inputs: inputs.map((input) => resolve(terminal.cwd, input)),
        isWatching: options.watch === true,
        isComplete: options.complete === true,
        isDemo: options.demo === true,
        log,
        version: ownVersion(),
        now,
        limits: { bodyLimit: options.bodyLimit * 2 ** 20 },
        signal: ending.signal,
        ...screenFolder(),
        ...(options.hierarchy === undefined ? {} : { hierarchy: resolve(terminal.cwd, options.hierarchy) }),
        ...(options.collected === undefined ? {} : { collected: options.collected }),
        ...(tls === undefined ? {} : { tls }),
        ...(options.azureApi === true ? { extension: (await import('@plumbline/azure-api')).azureApi() } : {}),
        ...(openId === undefined ? {} : { openId }),
        ...(keeper === undefined ? {} : { keeper }),
        ...(options.keepChanges === undefined ? {} : { keepChangesDays: options.keepChanges }),
        ...(options.quiet === true ? {} : announcements(terminal, options)),
      });
    });
  } catch (error) {
    // A start that failed leaves the disk as it was. Where that fails too, the first failure is the one to tell.
    try {
      if (isNew && location.kind === 'sqlite') discardEmpty(location.folder, isFolderNew);
    } catch {}
    throw error;
  } finally {
    stopListening();
  }
  exit(exitCodes.scored);
}

/** Ctrl-C and a polite request of the system both end the serving; that is how it is meant to end. */
function endedBy(ending: AbortController, terminal: Terminal): () => void {
  const end = () => ending.abort();
  if (terminal.signal.aborted) end();
  terminal.signal.addEventListener('abort', end, { once: true });
  process.once('SIGTERM', end);
  return () => {
    terminal.signal.removeEventListener('abort', end);
    process.removeListener('SIGTERM', end);
  };
}

const plain = { precise: false };

function announcements({ stdout }: Terminal, { azureApi }: ServeOptions): Pick<ServerOptions, 'onImported' | 'onListening'> {
  const say = (text: string) => void stdout.write(`${text}\n`);
  return {
    onImported: ({ result, account }) => {
      const { read, put, deleted } = result;
      say(
        `Read ${read} from ${account.files.length} ${account.files.length === 1 ? 'file' : 'files'}: ${put} new or changed, ${deleted} gone.`,
      );
      if (account.problems.length > 0) say(`${account.problems.length} could not be read; plumbline scan tells which and why.`);
    },
    onListening: ({ url, isOpen, score }) => {
      if (score !== null)
        say(`Secure score ${points(score.current, plain)} of ${points(score.max, plain)} (${percent(score.percentage, plain)}).`);
      say(`Plumbline listens on ${url}${isOpen ? ', for this machine alone' : ', and asks for a token'}. Ctrl-C ends it.`);
      if (azureApi === true)
        say(`For az: plumbline azure-cli --url ${url.replace(/\/\/(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?=:)/, '//localhost')}`);
    },
  };
}

/** The dashboard lies beside the bundle as `ui/`, and in a clone where its own build leaves it. */
function screenFolder(): { readonly screenFolder?: string } {
  const places = ['../ui', './ui', '../../../dashboard/dist'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(join(place, 'index.html')));
  return found === undefined ? {} : { screenFolder: found };
}

function isNewStore(location: ReturnType<typeof locationOf>): boolean {
  return location.kind === 'sqlite' && !existsSync(join(location.folder, 'plumbline.sqlite'));
}

/** Where tokens are kept that no database keeps. */
export function tokensFile(
  { tokens }: { readonly tokens?: string },
  location: ReturnType<typeof locationOf>,
  { cwd }: Pick<Terminal, 'cwd'>,
): string {
  if (tokens !== undefined) return resolve(cwd, tokens);
  return location.kind === 'sqlite' ? join(location.folder, 'tokens.json') : resolve(cwd, 'plumbline-tokens.json');
}

async function tlsOf(options: ServeOptions, terminal: Terminal): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  const { tlsCert, tlsKey, azureApi, host } = options;
  const { cwd } = terminal;
  if (tlsCert === undefined && tlsKey === undefined) {
    if (azureApi !== true) return undefined;
    // Azure's clients send their token over https alone.
    const { ensuredCertificate } = await import('./certificate.ts');
    const made = await ensuredCertificate(options, /^(?:0\.0\.0\.0|::)$/.test(host) ? [] : [host], terminal);
    if (made.made !== 'nothing') await terminal.stderr.write(`Made a certificate; what it is to be trusted by: ${made.authority}\n`);
    return made.tls;
  }
  if (tlsCert === undefined || tlsKey === undefined)
    throw new OperationError('usage', '--tls-cert and --tls-key belong together: name both.');
  // One after the other: of two files that are missing the first is named.
  const { textFile } = await import('../text-file.ts');
  const cert = await textFile(tlsCert, cwd);
  const key = await textFile(tlsKey, cwd);
  const { requirePair } = await import('./certificate-files.ts');
  requirePair(cert, key, { certFile: tlsCert, keyFile: tlsKey });
  return { cert, key };
}

function openIdOf(options: ServeOptions): OpenIdOptions | undefined {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcRolesClaim, oidcRole, oidcScopesClaim } = options;
  if (issuer === undefined) {
    if (audience === undefined && oidcRolesClaim === undefined && oidcRole === undefined && oidcScopesClaim === undefined) return undefined;
    throw new OperationError('usage', 'The options of OpenID Connect need --oidc-issuer.');
  }
  if (audience === undefined) {
    throw new OperationError(
      'usage',
      '--oidc-issuer needs --oidc-audience: without it, a token made for any other program would open this one.',
    );
  }
  return {
    issuer,
    audience,
    ...(oidcRolesClaim === undefined ? {} : { rolesClaim: oidcRolesClaim }),
    ...(oidcRole === undefined ? {} : { roleByValue: oidcRole }),
    ...(oidcScopesClaim === undefined ? {} : { scopesClaim: oidcScopesClaim }),
  };
}

function roleOf(text: string, before: Readonly<Record<string, Role>> = {}): Readonly<Record<string, Role>> {
  const [, value = '', role = ''] = /^(.+)=(reader|operator|admin)$/.exec(text) ?? [];
  if (role !== 'reader' && role !== 'operator' && role !== 'admin')
    throw new InvalidArgumentError('Expected a value and a role, such as secops=operator.');
  return { ...before, [value]: role };
}

function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}
