import type { Command } from 'commander';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addJudgingOptions, type JudgingOptions } from './judging-options.ts';
import { addStoreOptions, locationOf, locationText, type StoreOptions } from './store-options.ts';

type DoctorOptions = StoreOptions & JudgingOptions;

export function doctorCommand(context: CommandContext): Command {
  const command = newCommand('doctor', context).description(
    'Look over the data of a server that is not running: whether they are whole, and whether every count equals a recount.\nName the same catalogue and policies as for serve: with others, everything is judged again first.',
  );
  return addJudgingOptions(addStoreOptions(command))
    .addHelpText('after', '\nExit codes: 0 all is well, 1 something was found, 2 it could not be looked at.')
    .action(async (options: DoctorOptions) => examine(options, context));
}

async function examine(options: DoctorOptions, { terminal, exit }: CommandContext): Promise<void> {
  const location = locationOf(options, terminal);
  const [{ withService }, { doctor }, { storeCatalogue }] = await Promise.all([
    import('../service-failure.ts'),
    import('@plumbline/store'),
    import('../policy/store-catalogue.ts'),
  ]);
  const judging = await storeCatalogue(options, terminal);
  const now = () => terminal.now().toISOString();
  const { findings, resources, sequence } = await withService(terminal, () => doctor(location, { ...judging, now }));
  const about = `${locationText(location)}: ${resources.toLocaleString('en')} resources at moment ${sequence}.`;
  const lines =
    findings.length === 0 ? [about, 'All is well: the data are whole, and every count equals a recount.'] : [about, ...findings];
  await writeToTerminal([`${lines.map(visible).join('\n')}\n`], terminal);
  exit(findings.length === 0 ? exitCodes.scored : exitCodes.gateFailed);
}
