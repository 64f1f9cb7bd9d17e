import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { embedded } from './backup.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addStoreOptions, type StoreOptions } from './store-options.ts';

export function restoreCommand(context: CommandContext): Command {
  const command = newCommand('restore', context)
    .description('Put a backup into a folder of data that holds none yet; nothing is overwritten.')
    .argument('<file>', 'What plumbline backup wrote');
  return addStoreOptions(command)
    .addHelpText('after', '\nExample: plumbline restore monday.backup --data ./restored')
    .action(async (file: string, options: StoreOptions) => restored(file, options, context));
}

async function restored(file: string, options: StoreOptions, { terminal, exit }: CommandContext): Promise<void> {
  const { folder } = embedded(options, { terminal, instead: 'pg_restore' });
  const [{ withService }, { restore }] = await Promise.all([import('../service-failure.ts'), import('@plumbline/store')]);
  await withService(terminal, async () => restore(resolve(terminal.cwd, file), folder));
  await terminal.stderr.write(`Restored ${file} into ${folder}. Tokens are not in backups: create new ones, or copy tokens.json.\n`);
  exit(exitCodes.scored);
}
