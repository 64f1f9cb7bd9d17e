import type { Role, TokenBook, TokenRecord } from '@plumbline/server';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { writeToTerminal } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandContext, newCommand } from './command.ts';
import { timeOf } from './estate-options.ts';
import { scopesOf } from './scope-option.ts';
import { addStoreOptions, locationOf, type StoreOptions } from './store-options.ts';
import { styleFor } from './style.ts';

interface BookOptions extends StoreOptions {
  readonly tokens?: string;
}

interface CreateOptions extends BookOptions {
  readonly role: Role;
  readonly scope?: readonly string[];
  readonly expires?: string;
  readonly name?: string;
}

export function tokenCommand(context: CommandContext): Command {
  const command = newCommand('token', context).description('Create, list and revoke the tokens that plumbline serve asks for.');
  const part = (name: string) => newCommand(`token ${name}`, context).copyInheritedSettings(command);
  command.addCommand(
    addBookOptions(
      part('create')
        .description('Create a token. It is shown this once; only its hash is kept.')
        .addOption(
          new Option('--role <role>', 'reader: sees; operator: also sends changes and exempts; admin: all')
            .choices(['reader', 'operator', 'admin'])
            .makeOptionMandatory(),
        )
        .option(
          '--scope <scope>',
          'Only this subscription, management group or resource group; again for more (default: everything)',
          scopesOf,
        )
        .option('--expires <time>', 'A time such as 2027-06-30, or a span such as 90d or 12h (default: 90d; never: never)', (text) => text)
        .option('--name <name>', 'What it is for, for the list'),
    ).action(async (options: CreateOptions) => create(options, context)),
  );
  command.addCommand(
    addBookOptions(part('list').description('List the tokens: never their secrets.')).action(async (options: BookOptions) =>
      list(options, context),
    ),
  );
  command.addCommand(
    addBookOptions(part('revoke').description('End a token at once.').argument('<id>', 'As the list shows it')).action(
      async (id: string, options: BookOptions) => revoke(id, options, context),
    ),
  );
  return command.addHelpText('after', '\nExample: plumbline token create --role reader --scope production --expires 30d');
}

function addBookOptions(command: Command): Command {
  return addStoreOptions(command).option('--tokens <file>', 'The file that plumbline serve --tokens names');
}

async function create(options: CreateOptions, { terminal, exit }: CommandContext): Promise<void> {
  const now = terminal.now();
  const expiresAt = expiryOf(options.expires ?? '90d', now);
  await withBook(options, terminal, async (book, { newToken }) => {
    const { token, record } = newToken({
      name: options.name ?? options.role,
      role: options.role,
      scopes: options.scope ?? null,
      expiresAt,
      now: now.toISOString(),
    });
    await book.add(record);
    await terminal.stderr.write(
      `Created the token ${record.id} (${record.role}, ${scopesText(record)}, ${expiresAt === null ? 'for ever' : `until ${expiresAt}`}). Keep it now, it is not shown again:\n`,
    );
    // Alone on standard output, so that it can be piped into a secret store.
    await writeToTerminal([`${token}\n`], terminal);
  });
  exit(exitCodes.scored);
}

async function list(options: BookOptions, { terminal, exit }: CommandContext): Promise<void> {
  await withBook(options, terminal, async (book, { isExpired }) => {
    const records = (await book.list()).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    if (records.length === 0) return void (await terminal.stderr.write('There are no tokens. plumbline token create makes one.\n'));
    const style = styleFor({}, terminal);
    const now = terminal.now().toISOString();
    const rows = records.map((record) => [
      { text: record.id },
      { text: record.role },
      { text: isExpired(record, now) ? `expired ${day(record.expiresAt)}` : day(record.expiresAt) },
      { text: visible(scopesText(record)) },
      { text: visible(record.name) },
    ]);
    const columns = [{ title: 'Id' }, { title: 'Role' }, { title: 'Until' }, { title: 'Scopes', grows: true }, { title: 'Name' }] as const;
    await writeToTerminal([`${table(columns, rows, { width: style.width, heading: style.palette.dim }).join('\n')}\n`], terminal);
  });
  exit(exitCodes.scored);
}

async function revoke(id: string, options: BookOptions, { terminal, exit }: CommandContext): Promise<void> {
  await withBook(options, terminal, async (book) => {
    if (!(await book.remove(id))) {
      throw new OperationError('usage', `There is no token ${id}.`, {
        hint: 'plumbline token list shows their ids: the twelve digits after plb_.',
      });
    }
    await terminal.stderr.write(`Revoked the token ${id}.\n`);
  });
  exit(exitCodes.scored);
}

async function withBook(
  options: BookOptions,
  terminal: Terminal,
  work: (book: TokenBook, server: typeof import('@plumbline/server')) => Promise<void>,
): Promise<void> {
  const location = locationOf(options, terminal);
  const [{ withService }, server, { tokensFile }] = await Promise.all([
    import('../service-failure.ts'),
    import('@plumbline/server'),
    import('./serve.ts'),
  ]);
  await withService(terminal, async () => {
    if (location.kind === 'sqlite' || options.tokens !== undefined)
      return work(server.tokenFile(tokensFile(options, location, terminal)), server);
    const { openSettings } = await import('@plumbline/store');
    const { settings, close } = await openSettings(location);
    try {
      await work(server.tokenSettings(settings), server);
    } finally {
      await close();
    }
  });
}

/** @returns ISO 8601 UTC; null for never. */
export function expiryOf(text: string, now: Date): string | null {
  if (text === 'never') return null;
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const hours = { h: 1, d: 24, w: 168 }[unit];
  const time = hours === undefined ? timeIn(text) : new Date(now.getTime() + Number(count) * hours * 3_600_000).toISOString();
  if (Date.parse(time) > now.getTime()) return time;
  throw new OperationError('usage', `--expires ${text}: that has passed already. Expected a time in the future.`);
}

function timeIn(text: string): string {
  try {
    return timeOf(text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new OperationError('usage', `--expires ${text}: expected a span such as 90d or 12h, a time such as 2027-06-30, or never.`);
  }
}

function scopesText({ scopes }: Pick<TokenRecord, 'scopes'>): string {
  return scopes === null ? 'everything' : scopes.join(', ');
}

function day(time: string | null): string {
  return time === null ? 'for ever' : time.slice(0, 10);
}
