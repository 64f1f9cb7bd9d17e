import { type Command, Option } from 'commander';
import type { CatalogueChoice } from '../catalogue-choice.ts';
import { listOption } from './estate-options.ts';

/** How what a store keeps is judged: the same for every command that opens one. */
export interface JudgingOptions extends Pick<CatalogueChoice, 'edition' | 'catalogue' | 'policies' | 'initiative' | 'aliases' | 'shipped'> {
  readonly prefer: 'computed' | 'imported';
}

export function addJudgingOptions(command: Command): Command {
  return command
    .optionsGroup('How it is scored:')
    .addOption(new Option('--edition <edition>', 'Which published points count (default: 2019-11)').choices(['2019-01', '2019-11']))
    .addOption(
      new Option('--prefer <verdict>', 'Which verdict counts where an assessment in the input says otherwise')
        .choices(['computed', 'imported'])
        .default('computed'),
    )
    .option('--catalogue <file>', 'Your own recommendations, points, severities and controls (JSON or YAML)')
    .addOption(
      listOption(
        '--policies <path>',
        'Azure Policy definitions to judge and score too, as the estate assigns them: a file or folder; again for more',
      ),
    )
    .addOption(listOption('--initiative <file>', 'An Azure Policy initiative to judge and score too; again for more'))
    .option('--aliases <file>', 'A catalogue of aliases of your own for these policies, besides the shipped one')
    .option('--no-shipped', 'Judge none of the shipped recommendations, only policies and those of the catalogue file');
}
