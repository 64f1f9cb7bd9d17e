import { changedRun } from '@plumbline/assess';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { whatIfFormats } from '../formats/what-if-format.ts';
import { OperationError } from '../operation-error.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import type { ChangeOptions } from '../what-if/read-changes.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addEstateOptions, type EstateOptions } from './estate-options.ts';
import { styleFor } from './style.ts';

interface WhatIfOptions extends EstateOptions, ChangeOptions {
  readonly toModel?: 'classic' | 'controls';
  readonly toEdition?: '2019-01' | '2019-11';
  readonly toCatalogue?: string;
  readonly debt?: true;
  readonly format: keyof typeof whatIfFormats;
  readonly output?: string;
  readonly all?: true;
  readonly precise?: true;
  readonly allowPartial?: true;
}

export function whatIfCommand(context: CommandContext): Command {
  const command = newCommand('whatif', context)
    .description(
      'Score an estate as it would be after changes: the changed estate is assessed like any other, so the answer is what the score will be.',
    )
    .argument('[inputs...]', 'What to read, as for scan')
    .optionsGroup('What changes, each again for more:')
    .addOption(again('--complete <recommendation>', 'Everything unhealthy for it is fixed'))
    .addOption(again('--fix <id>', 'Everything unhealthy on this resource is fixed; name=id for one recommendation'))
    .addOption(again('--exempt <id>', 'An exemption (waiver) on this resource or scope; name=id for one recommendation'))
    .addOption(again('--mitigate <id>', 'The same as mitigated elsewhere: it counts as healthy'))
    .addOption(again('--expire <exemption>', 'This exemption runs out: its id, name or display name'))
    .addOption(again('--off <recommendation>', 'Switched off by policy'))
    .addOption(again('--remove <id>', 'This resource and everything under it is deleted'))
    .addOption(again('--set <file>', 'Changes of resources, each an object with its id and what is different'))
    .addOption(again('--add <file>', 'Whole resources: new ones, or instead of those with the same id'))
    .optionsGroup('How it is scored then:')
    .addOption(new Option('--to-model <model>', 'In another model').choices(['classic', 'controls']))
    .addOption(new Option('--to-edition <edition>', 'With other published points').choices(['2019-01', '2019-11']))
    .option('--to-catalogue <file>', 'With another catalogue')
    .optionsGroup('What comes out:')
    .option('--debt', 'Also the score on every date on which exemptions run out')
    .addOption(new Option('-f, --format <format>', 'How it is written').choices(Object.keys(whatIfFormats)).default('text'))
    .option('-o, --output <file>', 'Write to a file')
    .option('-a, --all', 'All rows, not only the greatest')
    .option('--precise', 'Four decimals instead of whole points')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read');
  return addEstateOptions(command)
    .addHelpText('after', examples)
    .action(async (inputs: readonly string[], options: WhatIfOptions) => {
      context.exit(await whatIf(inputs, options, context));
    });
}

const examples = `
Examples:
  plumbline whatif export/ --complete storage-secure-transfer
  plumbline whatif export/ --remove /subscriptions/… --set changes.ndjson
  plumbline whatif export/ --debt`;

function again(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
}

async function whatIf(inputs: readonly string[], options: WhatIfOptions, { terminal }: CommandContext) {
  if (inputs.length === 0) {
    throw new OperationError('usage', 'There is nothing to change. Expected files, folders, globs, or - for standard input.', {
      hint: 'Such as: plumbline whatif export/ --complete storage-secure-transfer',
    });
  }
  if (options.rounding === 'api') {
    throw new OperationError('usage', '--rounding api cannot be explained: rounded scores do not add up.', {
      hint: 'Leave --rounding out.',
    });
  }
  const [
    { chosenCatalogue },
    { assessedRuns },
    { readChanges },
    { changedEstate, changesResources },
    { runsInParts },
    { scoredSideOf },
    { changeReportOf },
    report,
    { afterword },
    { assignmentsCollector },
  ] = await Promise.all([
    import('../catalogue-choice.ts'),
    import('../runs.ts'),
    import('../what-if/read-changes.ts'),
    import('../what-if/changed-estate.ts'),
    import('../what-if/large-what-if.ts'),
    import('../change/scored-side.ts'),
    import('../change/change-report.ts'),
    import('../what-if/what-if-report.ts'),
    import('../afterword.ts'),
    import('../assignments.ts'),
  ]);
  const format = await whatIfFormats[options.format]();
  const now = await chosenCatalogue(options, terminal, inputs);
  const isOther = options.toEdition !== undefined || options.toCatalogue !== undefined;
  const later = isOther ? await chosenCatalogue(laterCatalogue(options), terminal, inputs) : now;
  const changes = await readChanges(options, later.catalogue.items, terminal);
  const isAsked = changes !== undefined || isOther || options.toModel !== undefined || options.debt === true;
  if (!isAsked) {
    throw new OperationError('usage', 'Nothing would change. Expected at least one change, or --debt.', {
      hint: 'Such as --complete storage-secure-transfer; plumbline whatif --help lists them.',
    });
  }
  const estate = changedEstate(changes ?? noChanges);
  const assignments = assignmentsCollector();
  const requests = [
    { catalogue: now.catalogue },
    { catalogue: later.catalogue, change: estate.entries },
    ...(options.debt === true ? [{ catalogue: later.catalogue, change: estate.entriesWithoutExemptions }] : []),
  ];
  const how = [
    { ...now, options },
    { ...later, options: isOther ? laterCatalogue(options) : options },
  ] as const;
  const inParts =
    options.debt === true ? undefined : await runsInParts(inputs, how, changesResources(changes) ? estate.entries : undefined, terminal);
  const { runs, account } = inParts ?? (await assessedRuns(inputs, requests, { options, terminal, observe: assignments.observe }));
  const [before, changed, bare] = runs;
  if (before === undefined || changed === undefined) throw new Error('two assessments were asked for, and fewer came back');
  const { aggregate, rounding, model } = options;
  const scope = options.scope ?? [];
  const from = scoredSideOf(before, { scope, account, options: { model, aggregate, rounding } });
  const to = scoredSideOf(changedRun(changed, estate.resource), {
    scope,
    account,
    options: { model: options.toModel ?? model, aggregate, rounding },
  });
  refuseUnmatched(estate.unmatched());
  if (from.score === null && to.score === null) {
    throw new OperationError('no-input', 'There is no score, now or then: no recommendation has a healthy or an unhealthy resource.', {
      hint: 'plumbline scan tells what was read and what was missing.',
    });
  }
  const measure = model === 'controls' && aggregate === 'weighted' ? 'percentage' : 'points';
  const grouping = { kind: 'recommendation' } as const;
  const pieces = format(
    {
      before: report.endOf(from),
      after: report.endOf(to),
      change: from.options.model === to.options.model ? changeReportOf(from, to, { measure, grouping }) : null,
      subscriptions: report.subscriptionsOf(from, to),
      debt: bare === undefined ? null : report.debtOf(to, changedRun(bare, estate.resource), assignments.definitionByAssignment),
    },
    { style: styleFor(options, terminal), all: options.all === true },
  );
  if (options.output === undefined) await writeToTerminal(pieces, terminal);
  else await writeToFile(pieces, options.output, terminal);
  const { text, isPartial } = afterword({ account, catalogueProblems: [...now.problems, ...(isOther ? later.problems : [])] }, options);
  if (text !== '') await terminal.stderr.write(text);
  return isPartial ? exitCodes.partlyRead : exitCodes.scored;
}

const noChanges = { complete: [], off: [], fix: [], exempt: [], remove: [], expire: [], set: new Map(), add: [] };

function laterCatalogue(options: WhatIfOptions): WhatIfOptions {
  return {
    ...options,
    ...(options.toEdition === undefined ? {} : { edition: options.toEdition }),
    ...(options.toCatalogue === undefined ? {} : { catalogue: options.toCatalogue }),
  };
}

/** Whoever mistypes an id would otherwise take "no change" for an answer. */
function refuseUnmatched(unmatched: readonly string[]): void {
  const [first, ...others] = unmatched;
  if (first === undefined) return;
  throw new OperationError('no-input', first, { hint: [...others, 'Check the spelling, or leave it out.'].join('\n') });
}
