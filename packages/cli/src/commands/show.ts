import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addEstateOptions, type EstateOptions } from './estate-options.ts';
import { styleFor } from './style.ts';

interface ShowOptions extends EstateOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly output?: string;
  readonly precise?: true;
  readonly all?: true;
  readonly allowPartial?: true;
}

export function showCommand(context: CommandContext): Command {
  const command = newCommand('show', context)
    .description(
      'Tell all about one recommendation: what it is worth, why it matters, how to fix it, and the state of every resource with the reason.\nWithout inputs, only what the catalogue says.',
    )
    .argument('<recommendation>', 'Its name, key or title; plumbline recommendations lists them')
    .argument('[inputs...]', 'What to read, as for scan')
    .optionsGroup('What comes out:')
    .addOption(new Option('-f, --format <format>', 'How it is written').choices(['text', 'json', 'markdown']).default('text'))
    .option('-o, --output <file>', 'Write to a file')
    .option('-a, --all', 'All resources, not only the first of each state')
    .option('--precise', 'Four decimals instead of whole points')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read');
  return addEstateOptions(command)
    .addHelpText('after', '\nExamples:\n  plumbline show storage-secure-transfer\n  plumbline show storage-secure-transfer export/')
    .action(async (recommendation: string, inputs: readonly string[], options: ShowOptions) => {
      context.exit(await show(recommendation, { inputs, options, context }));
    });
}

async function show(
  wanted: string,
  request: { readonly inputs: readonly string[]; readonly options: ShowOptions; readonly context: CommandContext },
) {
  const { inputs, options } = request;
  const { terminal } = request.context;
  const [{ chosenCatalogue }, { findItem, recommendationPage, unknownRecommendation }, { categoryNames }] = await Promise.all([
    import('../catalogue-choice.ts'),
    import('../recommendation-page.ts'),
    import('@plumbline/catalogue'),
  ]);
  const { catalogue } = await chosenCatalogue(options, terminal, inputs);
  const item = findItem(catalogue.items, wanted);
  if (item === undefined) throw unknownRecommendation(wanted, catalogue.items, options);
  const format = await showFormats[options.format]();
  const style = styleFor(options, terminal);
  const categoryName = categoryNames[item.recommendation.category];
  const write = async (pieces: Iterable<string>) =>
    options.output === undefined ? writeToTerminal(pieces, terminal) : writeToFile(pieces, options.output, terminal);
  if (inputs.length === 0) {
    await write(format(recommendationPage(item, categoryName), { style, all: options.all === true }));
    return exitCodes.scored;
  }
  const [{ assessEstate }, { conclude }] = await Promise.all([import('../estate.ts'), import('../conclusion.ts')]);
  const scanned = await assessEstate(inputs, { ...options, explain: 'all' }, terminal);
  const score = scanned.result.report.recommendations.find((one) => one.key === item.recommendation.key);
  const page = recommendationPage(item, categoryName, { score, assessments: scanned.result.assessments() });
  await write(format(page, { style, all: options.all === true }));
  const conclusion = conclude(scanned, {
    isQuiet: options.quiet === true,
    ...(options.allowPartial === undefined ? {} : { allowPartial: options.allowPartial }),
  });
  if (conclusion.text !== '') await terminal.stderr.write(conclusion.text);
  return conclusion.exitCode;
}

const showFormats = {
  text: async () => (await import('../formats/show-text.ts')).showText,
  json: async () => (await import('../formats/show-json.ts')).showJson,
  markdown: async () => (await import('../formats/show-markdown.ts')).showMarkdown,
};
