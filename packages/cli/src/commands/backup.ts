import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addStoreOptions, locationOf, type StoreOptions } from './store-options.ts';

export function backupCommand(context: CommandContext): Command {
  const command = newCommand('backup', context)
    .description('Copy the data of a server into one file, as of one moment. The server may go on meanwhile. Tokens are not in it.')
    .argument('<file>', 'A new file; nothing is overwritten');
  return addStoreOptions(command)
    .addHelpText('after', '\nExample: plumbline backup --data ./plumbline-data monday.backup')
    .action(async (file: string, options: StoreOptions) => backUp(file, options, context));
}

async function backUp(file: string, options: StoreOptions, { terminal, exit }: CommandContext): Promise<void> {
  const { folder } = embedded(options, { terminal, instead: 'pg_dump' });
  const [{ withService }, { backup }] = await Promise.all([import('../service-failure.ts'), import('@plumbline/store')]);
  const bytes = await withService(terminal, async () => backup(folder, resolve(terminal.cwd, file)));
  await terminal.stderr.write(`Wrote ${file}: ${bytes.toLocaleString('en')} bytes.\n`);
  exit(exitCodes.scored);
}

/** @throws {OperationError} usage, for a database that has better tools of its own. */
export function embedded(
  options: StoreOptions,
  { terminal, instead }: { readonly terminal: CommandContext['terminal']; readonly instead: string },
): { readonly folder: string } {
  const location = locationOf(options, terminal);
  if (location.kind === 'sqlite') return location;
  throw new OperationError('usage', `This is for the embedded database; PostgreSQL has ${instead} for it.`, {
    hint: 'docs/operations.md tells how.',
  });
}
