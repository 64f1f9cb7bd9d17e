import type { Severity } from '@plumbline/catalogue';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FormatName, formatNames, formats } from '../formats/formats.ts';
import { type Threshold, thresholdOf } from '../gate.ts';
import type { LargeEstateOptions } from '../large-estate.ts';
import { OperationError } from '../operation-error.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { type Rows, rowKinds } from '../result.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addEstateOptions, type EstateOptions } from './estate-options.ts';
import { styleFor } from './style.ts';

interface ScanOptions extends EstateOptions, LargeEstateOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly rows: Rows;
  readonly precise?: true;
  readonly failUnder?: Threshold;
  readonly failOn?: Severity;
  readonly allowPartial?: true;
}

export function scanCommand(context: CommandContext): Command {
  const command = newCommand('scan', context)
    .description(
      'Score an estate from what was exported from Azure, without a connection to it.\nInputs are files, folders, globs and - for standard input, in any mixture; their shape is found by content.',
    )
    .argument('[inputs...]', 'What to read')
    .optionsGroup('What comes out:')
    .addOption(new Option('-f, --format <format>', 'How the result is written').choices(formatNames).default('text'))
    .option('-o, --output <file>', 'Write to a file, replaced only when the new one is complete')
    .addOption(new Option('--rows <rows>', 'What a line of CSV is about').choices(rowKinds).default('recommendations'))
    .option('--precise', 'Four decimals instead of whole points')
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .optionsGroup('Gates for CI:')
    .option('--fail-under <score>', 'Exit with 1 under so many points (400) or so much of the maximum (60%)', thresholdOf)
    .addOption(
      new Option('--fail-on <severity>', 'Exit with 1 when a recommendation of this severity or higher is unhealthy').choices([
        'high',
        'medium',
        'low',
      ]),
    )
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read')
    .optionsGroup('Large estates:')
    .option('--state <file>', 'Remember results there, and assess again only what has changed since the last scan')
    .option('--workers <count>', 'Threads that assess; 0 for none besides the own (default: one a core)', workersOf);
  return addEstateOptions(command)
    .addHelpText('after', examples)
    .action(async (inputs: readonly string[], options: ScanOptions) => {
      context.exit(await scan(inputs, options, context));
    });
}

const examples = `
Examples:
  plumbline scan export/
  plumbline scan resources.json subscriptions.json --model controls
  az graph query -q resources -o json | plumbline scan -
  plumbline scan export/ --format json -o score.json
  plumbline scan export/ --fail-under 60% --fail-on high

Exit codes: 0 scored, 1 a gate failed, 2 nothing could be scored,
3 scored, but part of the input could not be read.`;

async function scan(inputs: readonly string[], options: ScanOptions, { terminal }: CommandContext) {
  if (inputs.length === 0) {
    throw new OperationError('usage', 'There is nothing to scan. Expected files, folders, globs, or - for standard input.', {
      hint: 'Such as: plumbline scan export/',
    });
  }
  const [{ assessEstate }, { conclude }] = await Promise.all([import('../estate.ts'), import('../conclusion.ts')]);
  const format = await formats[options.format]();
  const scanned = await assessEstate(inputs, { ...options, explain: explainFor(options) }, terminal);
  const pieces = format(scanned.result, styleFor(options, terminal));
  if (options.output === undefined) await writeToTerminal(pieces, terminal);
  else await writeToFile(pieces, options.output, terminal);
  const listProblems = options.output !== undefined || !tellsProblems.has(options.format);
  const conclusion = conclude(scanned, { ...options, isQuiet: options.quiet === true, listProblems });
  if (conclusion.text !== '') await terminal.stderr.write(conclusion.text);
  return conclusion.exitCode;
}

function workersOf(text: string): number {
  const workers = Number(text);
  if (!/^\d{1,3}$/.test(text) || workers > mostWorkers) throw new InvalidArgumentError(`Expected a whole number from 0 to ${mostWorkers}.`);
  return workers;
}

const mostWorkers = 256;

/** Formats for people to read, which say what could not be read. */
const tellsProblems: ReadonlySet<FormatName> = new Set(['text', 'markdown']);

/** Reasons cost time, so only what is written is asked for. */
function explainFor({ format, rows }: ScanOptions): 'none' | 'unhealthy' | 'all' {
  if (format === 'ndjson' || (format === 'csv' && rows === 'assessments')) return 'all';
  return format === 'sarif' || format === 'html' ? 'unhealthy' : 'none';
}
