import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addStoreOptions, locationOf, locationText, type StoreOptions } from './store-options.ts';

export function migrateCommand(context: CommandContext): Command {
  const command = newCommand('migrate', context).description(
    'Bring the data of a server to the version of this program. Serving does the same; this is for doing it beforehand. There is no way back but a backup.',
  );
  return addStoreOptions(command)
    .addHelpText('after', '\nExample: plumbline migrate --database postgres://plumbline@db/plumbline')
    .action(async (options: StoreOptions) => migrated(options, context));
}

async function migrated(options: StoreOptions, { terminal, exit }: CommandContext): Promise<void> {
  const location = locationOf(options, terminal);
  const [{ withService }, { migrate }] = await Promise.all([import('../service-failure.ts'), import('@plumbline/store')]);
  const version = await withService(terminal, () => migrate(location));
  await terminal.stderr.write(`${locationText(location)} is at version ${version} now.\n`);
  exit(exitCodes.scored);
}
