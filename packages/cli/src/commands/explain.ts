import type { CatalogueItem } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { explainFormats } from '../formats/explain-format.ts';
import { OperationError } from '../operation-error.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addEstateOptions, type EstateOptions } from './estate-options.ts';
import { styleFor } from './style.ts';

interface ExplainOptions extends EstateOptions {
  readonly recommendation?: string;
  readonly resource?: string;
  readonly format: keyof typeof explainFormats;
  readonly output?: string;
  readonly precise?: true;
  readonly allowPartial?: true;
}

export function explainCommand(context: CommandContext): Command {
  const command = newCommand('explain', context)
    .description(
      'Tell how one verdict came about: the rule, the values found, the resources it looked at, the assignment and exemption that apply, and the points it costs in each scope around it.',
    )
    .argument('[inputs...]', 'What to read, as for scan')
    .optionsGroup('Which verdict:')
    .option('--recommendation <name>', 'Its name, key or title')
    .option('--resource <id>', 'The ARM id of the resource')
    .optionsGroup('What comes out:')
    .addOption(new Option('-f, --format <format>', 'How it is written').choices(Object.keys(explainFormats)).default('text'))
    .option('-o, --output <file>', 'Write to a file')
    .option('--precise', 'Four decimals instead of whole points')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read');
  return addEstateOptions(command)
    .addHelpText('after', '\nExample:\n  plumbline explain export/ --recommendation storage-secure-transfer --resource /subscriptions/…')
    .action(async (inputs: readonly string[], options: ExplainOptions) => {
      context.exit(await explain(inputs, options, context));
    });
}

async function explain(inputs: readonly string[], options: ExplainOptions, { terminal }: CommandContext) {
  const { recommendation: wanted, resource: id } = options;
  if (inputs.length === 0 || wanted === undefined || id === undefined) {
    const missing = inputs.length === 0 ? 'no input' : wanted === undefined ? 'no --recommendation' : 'no --resource';
    throw new OperationError('usage', `Expected inputs, a --recommendation and a --resource; found ${missing}.`, {
      hint: 'Such as: plumbline explain export/ --recommendation storage-secure-transfer --resource /subscriptions/…',
    });
  }
  const [
    { chosenCatalogue },
    { findItem, unknownRecommendation },
    { assessedRuns },
    { tracerOf },
    { verdictExplanation },
    { afterword },
    { assignmentsCollector },
  ] = await Promise.all([
    import('../catalogue-choice.ts'),
    import('../recommendation-page.ts'),
    import('../runs.ts'),
    import('@plumbline/assess'),
    import('../explaining/explanation.ts'),
    import('../afterword.ts'),
    import('../assignments.ts'),
  ]);
  const { catalogue, problems } = await chosenCatalogue(options, terminal, inputs);
  const item = findItem(catalogue.items, wanted);
  if (item === undefined) throw unknownRecommendation(wanted, catalogue.items, options);
  const format = await explainFormats[options.format]();
  const assignments = assignmentsCollector();
  const key = id.trim().toLowerCase().replace(/\/+$/, '');
  if (!key.startsWith('/')) {
    throw new OperationError('usage', `--resource ${id}: expected an ARM id, which begins with a slash.`, {
      hint: `plumbline show ${item.recommendation.name} with the input lists the ids.`,
    });
  }
  const watch = tracerOf(catalogue, item, key);
  const observe = (entry: Entry) => {
    assignments.observe(entry);
    watch.add(entry);
  };
  const { runs, account } = await assessedRuns(inputs, [{ catalogue, explain: 'all' }], { options, terminal, observe });
  const [run] = runs;
  if (run === undefined) throw new Error('one assessment was asked for, and none came back');
  const { model, aggregate, rounding } = options;
  const context = { now: run.now, collected: account.collected, hierarchy: run.hierarchy };
  const answer = verdictExplanation(run, {
    item,
    key,
    trace: watch.finish(context),
    assignments: assignments.assignments,
    definitionByAssignment: assignments.definitionByAssignment,
    options: { model, aggregate, rounding },
  });
  if ('found' in answer) throw notJudged(item, id, answer.found?.assessments.length);
  const pieces = format(answer.explanation, styleFor(options, terminal));
  if (options.output === undefined) await writeToTerminal(pieces, terminal);
  else await writeToFile(pieces, options.output, terminal);
  const { text, isPartial } = afterword({ account, catalogueProblems: problems }, options);
  if (text !== '') await terminal.stderr.write(text);
  return isPartial ? exitCodes.partlyRead : exitCodes.scored;
}

function notJudged({ recommendation }: CatalogueItem, id: string, judged: number | undefined): OperationError {
  if (judged === undefined) {
    return new OperationError('no-input', `The input holds no resource ${id}, or nothing is judged on it.`, {
      hint: `Expected a resource of type ${recommendation.resourceTypes.join(', ')}. plumbline show ${recommendation.name} with the input lists them.`,
    });
  }
  return new OperationError('no-input', `${recommendation.name} is not judged on ${id}, which has another type.`, {
    hint: `Expected a resource of type ${recommendation.resourceTypes.join(', ')}; ${judged} other recommendations are judged on this one.`,
  });
}
