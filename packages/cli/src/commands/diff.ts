import type { ExactScore } from '@plumbline/assess';
import { compare, rationalOf, subtract } from '@plumbline/score';
import { type Command, Option } from 'commander';
import type { Grouping } from '../change/change-report.ts';
import { exitCodes } from '../exit-code.ts';
import { diffFormats } from '../formats/diff-format.ts';
import { OperationError } from '../operation-error.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addEstateOptions, type EstateOptions, timeOf } from './estate-options.ts';
import { scopesOf } from './scope-option.ts';
import { styleFor } from './style.ts';

interface DiffOptions extends EstateOptions {
  readonly by: string;
  readonly measure?: 'points' | 'percentage';
  readonly baseScope?: readonly string[];
  readonly baseEdition?: '2019-01' | '2019-11';
  readonly baseCatalogue?: string;
  readonly baseAt?: string;
  readonly failOnDrop?: Drop;
  readonly failOnHidden?: true;
  readonly format: keyof typeof diffFormats;
  readonly output?: string;
  readonly all?: true;
  readonly precise?: true;
  readonly allowPartial?: true;
}

/** How far a score may fall. */
interface Drop {
  /** Points, or a share of 1. */
  readonly value: number;
  readonly unit: 'points' | 'share';
  readonly text: string;
}

export function diffCommand(context: CommandContext): Command {
  const command = newCommand('diff', context)
    .description('Explain why a score differs between two estates, or two moments of one: causes whose contributions add up exactly.')
    .argument('<before>', 'A file, a folder or a glob: the estate as it was')
    .argument('<after>', 'The estate as it is')
    .optionsGroup('What comes out:')
    .option('--by <grouping>', 'subscription, recommendation, category, type, or tag:NAME', 'recommendation')
    .addOption(
      new Option('--measure <measure>', 'What is explained (default: points; a percentage with weighted controls)').choices([
        'points',
        'percentage',
      ]),
    )
    .addOption(new Option('-f, --format <format>', 'How it is written').choices(Object.keys(diffFormats)).default('text'))
    .option('-o, --output <file>', 'Write to a file')
    .option('-a, --all', 'All rows, not only the greatest')
    .option('--precise', 'Four decimals instead of whole points')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .optionsGroup('Gates for CI:')
    .option(
      '--fail-on-drop <amount>',
      'Exit with 1 when the score falls by more than so many points (0.5) or so much of the maximum (2%)',
      dropOf,
    )
    .option('--fail-on-hidden', 'Exit with 1 when something was hidden and the score gained by it')
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read')
    .optionsGroup('Where the first estate was scored otherwise:')
    .addOption(new Option('--base-scope <scope>', 'Its scope; again for more').argParser(scopesOf))
    .addOption(new Option('--base-edition <edition>', 'Its published points').choices(['2019-01', '2019-11']))
    .option('--base-catalogue <file>', 'Its catalogue')
    .option('--base-at <time>', 'Its moment', timeOf);
  return addEstateOptions(command)
    .addHelpText('after', examples)
    .action(async (before: string, after: string, options: DiffOptions) => {
      context.exit(await diff([before, after], options, context));
    });
}

const examples = `
Examples:
  plumbline diff monday/ tuesday/
  plumbline diff base/ head/ --fail-on-drop 0.5 --fail-on-hidden --format markdown
  plumbline diff monday/ tuesday/ --by tag:team

Exit codes: 0 explained, 1 a gate failed, 2 nothing could be compared,
3 explained, but part of the input could not be read.`;

async function diff([beforeInput, afterInput]: readonly [string, string], options: DiffOptions, { terminal }: CommandContext) {
  const [
    { chosenCatalogue },
    { assessedInParts },
    { assessedRuns },
    { scoredSideOf },
    { changeReportOf },
    { tagsCollector },
    { afterword },
  ] = await Promise.all([
    import('../catalogue-choice.ts'),
    import('../large-estate.ts'),
    import('../runs.ts'),
    import('../change/scored-side.ts'),
    import('../change/change-report.ts'),
    import('../tags.ts'),
    import('../afterword.ts'),
  ]);
  if (beforeInput === '-' && afterInput === '-') {
    throw new OperationError('usage', 'Only one of the two estates can come from standard input.');
  }
  const tag = /^tag:(.+)$/.exec(options.by)?.[1];
  const tags = tagsCollector(tag === undefined ? [] : [tag]);
  const grouping = groupingOf(options.by, tags.tagsOf);
  const measure = measureFor(options, grouping);
  const format = await diffFormats[options.format]();
  const base = {
    ...options,
    ...(options.baseEdition === undefined ? {} : { edition: options.baseEdition }),
    ...(options.baseCatalogue === undefined ? {} : { catalogue: options.baseCatalogue }),
    ...(options.baseAt === undefined ? {} : { at: options.baseAt }),
    scope: options.baseScope ?? options.scope ?? [],
  };
  const sideOf = async (input: string, own: EstateOptions) => {
    const { catalogue, problems, policies } = await chosenCatalogue(own, terminal, [input]);
    // Two large estates do not fit into memory together; only tags have to be seen on the way.
    const inParts =
      tag === undefined
        ? await assessedInParts([input], { ...own, scope: [], explain: 'none', lists: true }, { catalogue, policies, terminal })
        : undefined;
    const { runs, account } = inParts ?? (await assessedRuns([input], [{ catalogue }], { options: own, terminal, observe: tags.observe }));
    const [run] = runs;
    if (run === undefined) throw new Error('one assessment was asked for, and none came back');
    const { model, aggregate, rounding } = own;
    const side = scoredSideOf(run, { scope: own.scope ?? [], account, options: { model, aggregate, rounding } });
    return { side, account, catalogueProblems: problems };
  };
  // One after the other: both at once would need twice the memory while they are read.
  const from = await sideOf(beforeInput, base);
  const to = await sideOf(afterInput, options);
  const report = changeReportOf(from.side, to.side, { measure, grouping });
  if (report.resources.shared === 0) throw nothingShared([beforeInput, afterInput], report.resources);
  if (to.side.score === null && from.side.score === null) {
    throw new OperationError(
      'no-input',
      'There is no score to compare: in neither estate has a recommendation a healthy or an unhealthy resource.',
      {
        hint: 'plumbline scan tells what was read and what was missing.',
      },
    );
  }
  const pieces = format(report, { style: styleFor(options, terminal), all: options.all === true, names: [beforeInput, afterInput] });
  if (options.output === undefined) await writeToTerminal(pieces, terminal);
  else await writeToFile(pieces, options.output, terminal);

  const failures = [
    ...droppedFailures(report.before.score, report.after.score, options.failOnDrop),
    ...hiddenFailures(report.hidden.length > 0, options),
  ];
  const words = [from, to].map((read) => afterword(read, options));
  const text = [...new Set(words.map((one) => one.text))].join('') + failures.map((line) => `${line}\n`).join('');
  if (text !== '') await terminal.stderr.write(text);
  if (report.after.score === null) return exitCodes.nothingScored;
  if (failures.length > 0) return exitCodes.gateFailed;
  return words.some(({ isPartial }) => isPartial) ? exitCodes.partlyRead : exitCodes.scored;
}

function groupingOf(by: string, tagsOf: (key: string) => Readonly<Record<string, string>> | undefined): Grouping {
  const tag = /^tag:(.+)$/.exec(by)?.[1];
  if (tag !== undefined) return { kind: 'tag', name: tag, valueOf: (key) => tagsOf(key)?.[tag.toLowerCase()] };
  switch (by) {
    case 'subscription':
    case 'recommendation':
    case 'category':
    case 'type':
      return { kind: by };
    default:
      throw new OperationError('usage', `--by ${by}: expected subscription, recommendation, category, type or tag:NAME.`, {
        hint: 'Such as --by subscription, or --by tag:team for the values of the tag "team".',
      });
  }
}

/** @throws {OperationError} when what is asked for cannot be had together. */
function measureFor(options: DiffOptions, grouping: Grouping): 'points' | 'percentage' {
  const { model, aggregate } = options;
  const isWeighted = model === 'controls' && aggregate === 'weighted';
  if (options.rounding === 'api') {
    throw new OperationError('usage', '--rounding api cannot be explained: rounded scores do not add up.', {
      hint: 'Leave --rounding out.',
    });
  }
  if (isWeighted && options.measure === 'points') {
    throw new OperationError(
      'usage',
      '--measure points: points of the weighted controls model are not a sum, so that no causes add up to them.',
      {
        hint: 'Explain the percentage, or choose --aggregate pooled.',
      },
    );
  }
  if (model === 'controls' && grouping.kind === 'category') {
    throw new OperationError('usage', '--by category: a control holds recommendations of several categories.', {
      hint: 'Choose --by recommendation, which names the controls, or --model classic.',
    });
  }
  return options.measure ?? (isWeighted ? 'percentage' : 'points');
}

/** Parses `0.5` (points) or `2%` (of the maximum). */
export function dropOf(text: string): Drop {
  const match = /^(?<number>\d{1,9}(?:\.\d{1,9})?)(?<percent>%?)$/.exec(text.trim());
  const number = match?.groups?.['number'];
  if (number === undefined) {
    throw new OperationError('usage', `--fail-on-drop ${text}: expected points or a percentage, zero or more.`, {
      hint: 'Such as --fail-on-drop 0.5 or --fail-on-drop 2%.',
    });
  }
  return match?.groups?.['percent'] === '%'
    ? { value: Number(`${number}e-2`), unit: 'share', text: `${number}%` }
    : { value: Number(number), unit: 'points', text: number };
}

function droppedFailures(before: ExactScore | null, after: ExactScore | null, drop: Drop | undefined): readonly string[] {
  if (drop === undefined || before === null || after === null) return [];
  const [from, to] = drop.unit === 'points' ? [before.current, after.current] : [before.percentage, after.percentage];
  return compare(subtract(from, to), rationalOf(drop.value)) > 0
    ? [`The score fell by more than the ${drop.text} that --fail-on-drop allows.`]
    : [];
}

function hiddenFailures(isHidden: boolean, { failOnHidden }: DiffOptions): readonly string[] {
  return isHidden && failOnHidden === true ? ['The score gained by what was hidden, which --fail-on-hidden does not allow.'] : [];
}

function nothingShared([before, after]: readonly [string, string], counts: { readonly onlyBefore: number; readonly onlyAfter: number }) {
  return new OperationError(
    'no-input',
    `The two estates share no resource: ${counts.onlyBefore} were judged in ${before}, ${counts.onlyAfter} others in ${after}.`,
    { hint: 'A change can be explained between two states of the same estate. Check that both are exports of the same tenant.' },
  );
}
