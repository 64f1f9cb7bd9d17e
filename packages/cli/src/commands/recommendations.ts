import type { ListedRecommendation } from '@plumbline/catalogue';
import { type Command, Option } from 'commander';
import { bySeverity } from '../drawing/colour.ts';
import { counted } from '../drawing/number.ts';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import type { Style } from '../result.ts';
import { severityNames } from '../wording.ts';
import { type CommandContext, newCommand } from './command.ts';
import { styleFor } from './style.ts';

interface ListOptions {
  readonly format: 'text' | 'json';
  readonly edition?: '2019-01' | '2019-11';
  readonly catalogue?: string;
  readonly output?: string;
}

export function recommendationsCommand(context: CommandContext): Command {
  return newCommand('recommendations', context)
    .description('List the catalogue: every recommendation with its points, severity and category.')
    .addOption(new Option('-f, --format <format>', 'How the list is written').choices(['text', 'json']).default('text'))
    .addOption(new Option('--edition <edition>', 'Which published points come first (default: 2019-11)').choices(['2019-01', '2019-11']))
    .option('--catalogue <file>', 'With your own recommendations, points and severities (JSON or YAML)')
    .option('-o, --output <file>', 'Write to a file')
    .action(async (options: ListOptions) => {
      await list(options, context);
    });
}

async function list(options: ListOptions, { terminal, exit }: CommandContext): Promise<void> {
  const [{ chosenCatalogue }, { recommendationListOf }, { catalogueProblemText }] = await Promise.all([
    import('../catalogue-choice.ts'),
    import('@plumbline/catalogue'),
    import('../problems.ts'),
  ]);
  const { catalogue, problems } = await chosenCatalogue(options, terminal);
  const listed = recommendationListOf(catalogue);
  const text =
    options.format === 'json'
      ? `${JSON.stringify(listed, null, 2)}\n`
      : catalogueText(listed, { edition: catalogue.edition, style: styleFor(options, terminal) });
  if (options.output === undefined) await writeToTerminal([text], terminal);
  else await writeToFile([text], options.output, terminal);
  for (const problem of problems) await terminal.stderr.write(`Catalogue: ${catalogueProblemText(problem)}\n`);
  if (problems.length > 0) exit(exitCodes.partlyRead);
}

/** By points, the most first. */
export function catalogueText(
  listed: readonly ListedRecommendation[],
  options: { readonly edition: string; readonly style: Style },
): string {
  const { edition, style } = options;
  const pointsOf = (one: ListedRecommendation) => one.points[edition] ?? null;
  const sorted = listed.toSorted((a, b) => (pointsOf(b) ?? 0) - (pointsOf(a) ?? 0) || (a.name < b.name ? -1 : 1));
  const columns = [
    { title: 'Points', align: 'right' },
    { title: 'Severity' },
    { title: 'Category' },
    { title: 'Recommendation', grows: true },
  ] as const;
  const rows = sorted.map((one) => [
    { text: pointsOf(one) === null ? '-' : String(pointsOf(one)) },
    { text: severityNames[one.severity], paint: bySeverity(style.palette, one.severity) },
    { text: visible(one.category) },
    { text: visible(one.name), paint: style.palette.bold },
  ]);
  const counting = listed.filter((one) => pointsOf(one) !== null);
  const sum = counting.reduce((total, one) => total + (pointsOf(one) ?? 0), 0);
  return [
    ...table(columns, rows, { width: style.width, heading: style.palette.dim }),
    '',
    `${counted(listed.length, 'recommendation')}; ${counting.length} count in edition ${visible(edition)}, with ${counted(sum, 'point')} together.`,
    'plumbline show <recommendation> tells more about one.',
    '',
  ].join('\n');
}
