import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CollectOptions, CollectResult, Endpoints, Progress, RequestPlan } from '@plumbline/collect';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { count, counted } from '../drawing/number.ts';
import { visible } from '../drawing/visible.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { systemReason } from '../problems.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandContext, newCommand } from './command.ts';

interface CommandOptions {
  readonly out?: string;
  readonly plan?: true;
  readonly managementGroup?: readonly string[];
  readonly subscription?: readonly string[];
  readonly allTypes?: true;
  readonly appSettings: boolean;
  readonly catalogue?: string;
  readonly policies?: readonly string[];
  readonly initiative?: readonly string[];
  readonly shipped: boolean;
  readonly signIn: 'auto' | 'environment' | 'workload-identity' | 'managed-identity' | 'azure-cli';
  readonly tenant?: string;
  readonly cloud: 'public' | 'us-government' | 'china';
  readonly endpoint?: string;
  readonly graphEndpoint?: string;
  readonly authority?: string;
  readonly ca?: string;
  readonly quiet?: true;
}

export function collectCommand(context: CommandContext): Command {
  return newCommand('collect', context)
    .description(
      'Export an estate from Azure into a folder for plumbline scan, with the rights of a reader.\nA collection that was broken off goes on where it stopped when the same command is given again.',
    )
    .optionsGroup('What is collected:')
    .option('--out <folder>', 'The folder of the export: a new or empty one, or that of an earlier export, which is replaced when complete')
    .option('--plan', 'Print the requests and how long they take at least, and collect nothing')
    .addOption(listOption('--management-group <name>', 'Only what lies below this management group; again for more'))
    .addOption(listOption('--subscription <id>', 'Only this subscription; again for more'))
    .option('--all-types', 'Also resources of types that no recommendation looks at')
    .option('--no-app-settings', 'Do not ask for application settings, even where you may read them (their values are never written)')
    .option('--catalogue <file>', 'Collect what your own recommendations need, too')
    .addOption(listOption('--policies <path>', 'Collect what these policies need, too; again for more'))
    .addOption(listOption('--initiative <file>', 'Collect what the policies of this initiative need, too; again for more'))
    .option('--no-shipped', 'Nothing for the shipped recommendations')
    .optionsGroup('Who asks whom:')
    .addOption(
      new Option('--sign-in <way>', 'How to sign in; auto takes the first that is set up')
        .choices(['auto', 'environment', 'workload-identity', 'managed-identity', 'azure-cli'])
        .default('auto'),
    )
    .option('--tenant <id>', 'The tenant to sign in to')
    .addOption(new Option('--cloud <cloud>', "Which of Azure's clouds").choices(['public', 'us-government', 'china']).default('public'))
    .option('--endpoint <url>', 'Another Resource Manager, with https', httpsUrl)
    .option('--graph-endpoint <url>', 'Another Microsoft Graph; without one, --endpoint leaves users and groups out', httpsUrl)
    .option('--authority <url>', 'Another authority to sign in at', httpsUrl)
    .option('--ca <file>', 'Certificates (PEM) of authorities to trust, besides those that Node trusts')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .addHelpText('after', examples)
    .action(async (options: CommandOptions) => {
      context.exit(await run(options, context.terminal));
    });
}

const examples = `
Examples:
  plumbline collect --plan
  plumbline collect --out export/ && plumbline scan export/
  plumbline collect --management-group production --out export/

Exit codes: 0 collected, 2 not collected, 3 collected, but something was refused:
the export names it, and a scan does not judge it.`;

async function run(options: CommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { out, plan } = options;
  if (out === undefined && plan !== true) {
    throw new OperationError('usage', 'There is no folder for the export. Expected --out FOLDER, or --plan.', {
      hint: 'Such as: plumbline collect --out export/',
    });
  }
  const [{ chosenCatalogue }, collecting] = await Promise.all([import('../catalogue-choice.ts'), import('@plumbline/collect')]);
  const { catalogue } = await chosenCatalogue(options, terminal);
  const endpoints = endpointsOf(options, collecting.clouds[options.cloud]);
  const ca = options.ca === undefined ? undefined : [await textOf(options.ca, terminal.cwd)];
  const shared = {
    catalogue,
    endpoints,
    credential: () =>
      collecting.newCredential({
        way: options.signIn,
        endpoints,
        env: terminal.env,
        ...(options.tenant === undefined ? {} : { tenant: options.tenant }),
        ...(ca === undefined ? {} : { ca }),
      }),
    managementGroups: options.managementGroup ?? [],
    subscriptions: options.subscription ?? [],
    policies: options.policies !== undefined || options.initiative !== undefined,
    everyType: options.allTypes === true,
    appSettings: options.appSettings,
    signal: terminal.signal,
    ...(ca === undefined ? {} : { ca }),
    ...(options.tenant === undefined ? {} : { tenant: options.tenant }),
  } satisfies Omit<CollectOptions, 'out'>;
  const line = lineOn(terminal, options.quiet === true);
  try {
    if (plan === true || out === undefined) {
      await terminal.stdout.write(planText(await collecting.requestPlan(shared)));
      return exitCodes.scored;
    }
    const result = await collecting.collect({ ...shared, out: resolve(terminal.cwd, out), onProgress: line.show });
    line.end();
    if (options.quiet !== true) await terminal.stderr.write(resultText(result, out, collecting.refusedTypes));
    return result.refused.length > 0 || result.differences.length > 0 ? exitCodes.partlyRead : exitCodes.scored;
  } catch (error) {
    line.end();
    if (terminal.signal.aborted) throw new OperationError('interrupted', 'Interrupted.');
    if (error instanceof collecting.CollectError)
      throw new OperationError('not-collected', error.message, { hint: error.hint, cause: error });
    throw error;
  }
}

function endpointsOf(options: CommandOptions, cloud: Endpoints): Endpoints {
  const { endpoint, graphEndpoint, authority } = options;
  return {
    resourceManager: endpoint ?? cloud.resourceManager,
    graph: graphEndpoint ?? (endpoint === undefined ? cloud.graph : undefined),
    authority: authority ?? cloud.authority,
    isPublished: authority === undefined,
  };
}

function planText({ planned, requests, leastMs, subscriptions }: RequestPlan): string {
  const lines = planned.map((one) => {
    const known = one.requests === undefined ? '?' : count(one.requests);
    return `${known.padStart(8)}  ${one.what}\n          ${one.request}`;
  });
  const unknown = planned.some((one) => one.requests === undefined) ? '; where a ? stands, nobody can tell before' : '';
  return visibleLines(
    `${lines.join('\n')}\n\n${counted(requests, 'request')} for ${counted(subscriptions, 'subscription')}${unknown}.\nUnder the documented limits they take at least ${durationText(leastMs)}.\n`,
  );
}

function resultText(result: CollectResult, out: string, refusedTypes: typeof import('@plumbline/collect').refusedTypes): string {
  const redacted = result.redacted > 0 ? ` ${counted(result.redacted, 'value')} that looked like secrets were left out.` : '';
  const lines = [
    `${counted(result.things, 'thing')} of ${counted(result.subscriptions, 'subscription')} collected into ${out} with ${counted(result.requests, 'request')}${result.isResumed ? ', going on where the last collection stopped' : ''}.${redacted}`,
    ...result.notes,
    ...Array.from(
      refusedTypes(result.refused),
      ([type, { count: places, reason, status }]) =>
        `Not readable: ${type} in ${counted(places, 'place')} (${status === undefined ? '' : `${status} `}${reason}). What needs it is not assessed there.`,
    ),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** `7 s`, `4 min`, `2 h 10 min` */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${Math.max(1, seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A line on standard error; none in a pipe, none when quiet. */
function lineOn({ stderr, now }: Terminal, isQuiet: boolean) {
  if (isQuiet || !stderr.isTTY) return { show: undefined, end: () => {} };
  let next = 0;
  let isShown = false;
  const write = (text: string) => void stderr.write(`\r\u001B[K${text}`).catch(() => false);
  return {
    show: ({ phase, things, requests, remaining, remainingMs, waitingMs }: Progress) => {
      const time = now().getTime();
      if (time < next) return;
      next = time + 200;
      isShown = true;
      const left = remainingMs === undefined ? '' : `, about ${durationText(remainingMs)} left`;
      const waiting = waitingMs > 1000 ? `, waiting ${durationText(waitingMs)} as Azure asks` : '';
      const text = `Collecting: ${count(things)} things, ${count(requests)} of ${count(requests + remaining)} requests${left}${waiting}: ${phase}`;
      write(visible(text).slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
    },
    end: () => {
      if (isShown) write('');
      isShown = false;
    },
  };
}

async function textOf(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const { reason, hint } = systemReason(cause, 'read');
    throw new OperationError('unreadable-file', `The certificates ${file} cannot be read: ${reason}.`, { hint, cause });
  }
}

function httpsUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A token is never sent over a connection that others can read.
  if (url?.protocol !== 'https:' || url.search !== '' || url.username !== '')
    throw new InvalidArgumentError('Expected an address with https://, such as https://localhost:8443.');
  return text.replace(/\/+$/, '');
}

function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
}
