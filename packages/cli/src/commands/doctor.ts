import { type Command, Option } from 'commander';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addStoreOptions, locationOf, locationText, type StoreOptions } from './store-options.ts';

interface DoctorOptions extends StoreOptions {
  readonly edition?: '2019-01' | '2019-11';
  readonly catalogue?: string;
  readonly prefer: 'computed' | 'imported';
}

export function doctorCommand(context: CommandContext): Command {
  const command = newCommand('doctor', context).description(
    'Look over the data of a server that is not running: whether they are whole, and whether every count equals a recount.\nName the same catalogue as for serve: with another, everything is judged again first.',
  );
  return addStoreOptions(command)
    .optionsGroup('How it is scored:')
    .addOption(new Option('--edition <edition>', 'Which published points count (default: 2019-11)').choices(['2019-01', '2019-11']))
    .addOption(
      new Option('--prefer <verdict>', 'Which verdict counts where both are there').choices(['computed', 'imported']).default('computed'),
    )
    .option('--catalogue <file>', 'Your own recommendations, points, severities and controls')
    .addHelpText('after', '\nExit codes: 0 all is well, 1 something was found, 2 it could not be looked at.')
    .action(async (options: DoctorOptions) => examine(options, context));
}

async function examine(options: DoctorOptions, { terminal, exit }: CommandContext): Promise<void> {
  const location = locationOf(options, terminal);
  const [{ withService }, { doctor }, { chosenCatalogue }] = await Promise.all([
    import('../service-failure.ts'),
    import('@plumbline/store'),
    import('../catalogue-choice.ts'),
  ]);
  const { catalogue } = await chosenCatalogue(options, terminal);
  const now = () => terminal.now().toISOString();
  const prefer = options.prefer === 'imported' ? 'input' : 'rule';
  const { findings, resources, sequence } = await withService(terminal, () => doctor(location, { catalogue, now, prefer }));
  const about = `${locationText(location)}: ${resources.toLocaleString('en')} resources at moment ${sequence}.`;
  const lines =
    findings.length === 0 ? [about, 'All is well: the data are whole, and every count equals a recount.'] : [about, ...findings];
  await writeToTerminal([`${lines.map(visible).join('\n')}\n`], terminal);
  exit(findings.length === 0 ? exitCodes.scored : exitCodes.gateFailed);
}
