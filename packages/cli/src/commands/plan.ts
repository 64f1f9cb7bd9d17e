import { type Command, Option } from 'commander';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { type PlanStyle, planFormats } from '../formats/plan-format.ts';
import { OperationError } from '../operation-error.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { budgetOf, type Target, targetOf } from '../planning/targets.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addEstateOptions, type EstateOptions } from './estate-options.ts';
import { styleFor } from './style.ts';

interface PlanCommandOptions extends EstateOptions {
  readonly target?: readonly Target[];
  readonly budget?: number;
  readonly by: 'resource' | 'recommendation' | 'group';
  readonly costs?: string;
  readonly steps?: number;
  readonly format: keyof typeof planFormats;
  readonly output?: string;
  readonly all?: true;
  readonly precise?: true;
  readonly allowPartial?: true;
}

export function planCommand(context: CommandContext): Command {
  const command = newCommand('plan', context)
    .description(
      'Find the cheapest fixes that reach a score, or the most points for an amount of work, and prove that there are no better ones.',
    )
    .argument('[inputs...]', 'What to read, as for scan')
    .optionsGroup('What is wanted:')
    .addOption(
      new Option(
        '--target <score>',
        'Reach so many points (600) or so much of the maximum (75%), for less work than any other way; group=75% for a scope of its own; again for more',
      ).argParser((text: string, before: readonly Target[] | undefined) => [...(before ?? []), targetOf(text)]),
    )
    .option('--budget <work>', 'Gain the most points for so much work: 40h, 5d (days of 8 hours), 90m', budgetOf)
    .addOption(
      new Option('--by <choice>', 'What can be chosen: fixes of single resources, whole recommendations, or what one action fixes together')
        .choices(['resource', 'recommendation', 'group'])
        .default('resource'),
    )
    .option('--costs <file>', 'What fixes cost, by recommendation, type, tag or resource, and what can never be done (JSON or YAML)')
    .option('--steps <number>', 'Look at no more than so many partial plans (default: 250000)', stepsOf)
    .optionsGroup('What comes out:')
    .addOption(new Option('-f, --format <format>', 'How the plan is written').choices(Object.keys(planFormats)).default('text'))
    .option('-o, --output <file>', 'Write to a file')
    .option('-a, --all', 'All resources of every step, not only the first')
    .option('--precise', 'Four decimals instead of whole points')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read');
  return addEstateOptions(command)
    .addHelpText('after', examples)
    .action(async (inputs: readonly string[], options: PlanCommandOptions) => {
      context.exit(await plan(inputs, options, context));
    });
}

const examples = `
Examples:
  plumbline plan export/ --target 75%
  plumbline plan export/ --budget 40h --by recommendation --costs costs.yaml
  plumbline plan export/ --target production=80% --target 600 --format markdown

Exit codes: 0 planned, 1 the target is out of reach, 2 nothing could be planned,
3 planned, but part of the input could not be read.`;

async function plan(inputs: readonly string[], options: PlanCommandOptions, { terminal }: CommandContext) {
  const targets = options.target ?? [];
  checkOptions(inputs, options);
  const [{ chosenCatalogue }, { assessedInParts }, { assessedRuns }, { makePlan }, knowledge, { afterword }] = await Promise.all([
    import('../catalogue-choice.ts'),
    import('../large-estate.ts'),
    import('../runs.ts'),
    import('../planning/make-plan.ts'),
    import('../planning/knowledge.ts'),
    import('../afterword.ts'),
  ]);
  const format = await planFormats[options.format]();
  const { catalogue, problems, policies } = await chosenCatalogue(options, terminal, inputs);
  const known = await knowledge.planKnowledge(catalogue, options.costs, terminal.cwd);
  const { model, aggregate, by, budget } = options;
  // Where nothing has to be seen on the way, a large estate is never held in memory.
  const inParts =
    by === 'group' || known.hangsOnTags
      ? undefined
      : await assessedInParts(inputs, { ...options, scope: [], explain: 'none', lists: true }, { catalogue, policies, terminal });
  const { runs, account } = inParts ?? (await assessedRuns(inputs, [{ catalogue }], { options, terminal, observe: known.observe }));
  const [run] = runs;
  if (run === undefined) throw new Error('one assessment was asked for, and none came back');
  const { outcome } = makePlan(
    run,
    {
      model,
      aggregate,
      by,
      budget,
      targets,
      scope: options.scope ?? [],
      ...(options.steps === undefined ? {} : { limit: { steps: options.steps } }),
    },
    known,
  );
  const aim = budget === undefined ? ({ kind: 'targets' } as const) : ({ kind: 'budget', hours: budget } as const);
  const report = { model, edition: catalogue.edition, generatedAt: run.now, by, aim, outcome };
  const style: PlanStyle = { ...styleFor(options, terminal), all: options.all === true };
  const pieces = format(report, style);
  if (options.output === undefined) await writeToTerminal(pieces, terminal);
  else await writeToFile(pieces, options.output, terminal);
  const { text, isPartial } = afterword({ account, catalogueProblems: problems }, options);
  if (options.quiet !== true) await terminal.stderr.write(unusedText(known.unused(by)));
  if (text !== '') await terminal.stderr.write(text);
  if (outcome.kind === 'outOfReach') return exitCodes.gateFailed;
  return isPartial ? exitCodes.partlyRead : exitCodes.scored;
}

/** A cost of a resource that is misspelt would be missing without a word. */
function unusedText(places: readonly string[]): string {
  const [first, ...others] = places;
  if (first === undefined) return '';
  const shown = others.slice(0, 4).map((place) => `, ${place}`);
  const rest = others.length > 4 ? ` and ${others.length - 4} more` : '';
  return visible(`Nothing that could be fixed hangs on ${first}${shown.join('')}${rest}. Check the spelling, unless that is so.`) + '\n';
}

function checkOptions(inputs: readonly string[], options: PlanCommandOptions): void {
  const targets = options.target ?? [];
  if (inputs.length === 0) {
    throw new OperationError('usage', 'There is nothing to plan for. Expected files, folders, globs, or - for standard input.', {
      hint: 'Such as: plumbline plan export/ --target 75%',
    });
  }
  if (targets.length > 0 === (options.budget !== undefined)) {
    const found = targets.length > 0 ? 'found both' : 'found neither';
    throw new OperationError('usage', `Expected either --target or --budget, ${found}.`, {
      hint: 'Such as --target 75% for the least work that reaches it, or --budget 40h for the most points.',
    });
  }
  if (options.rounding === 'api') {
    throw new OperationError('usage', '--rounding api cannot be planned with: a rounded score is not what fixes add up to.', {
      hint: 'Leave --rounding out; plans are exact.',
    });
  }
}

function stepsOf(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new OperationError('usage', `--steps ${text}: expected a whole number from 1 upwards.`);
}
