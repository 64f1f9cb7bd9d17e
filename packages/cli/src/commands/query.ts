import type { QueryProblem } from '@plumbline/resource-graph';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { counted } from '../drawing/number.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { refuseWhenInterrupted, writeToFile, writeToTerminal } from '../output.ts';
import { problemLines } from '../problems.ts';
import type { Terminal } from '../terminal.ts';
import { textFile } from '../text-file.ts';
import { type CommandContext, newCommand } from './command.ts';
import { timeOf } from './estate-options.ts';
import { styleFor } from './style.ts';

interface QueryCommandOptions {
  readonly query: string;
  readonly first?: number;
  readonly skip?: number;
  readonly at?: string;
  readonly format: 'text' | 'json' | 'ndjson' | 'csv';
  readonly output?: string;
  readonly quiet?: true;
  readonly allowPartial?: true;
}

export function queryCommand(context: CommandContext): Command {
  return newCommand('query', context)
    .description(
      'Ask an estate a question in the language of Azure Resource Graph, offline: the tables resources, resourcecontainers,\npolicyresources, authorizationresources and securityresources hold what was exported.',
    )
    .argument('<inputs...>', 'What to read, as for scan')
    .requiredOption('-q, --query <query>', 'The query, or @FILE')
    .option('--first <number>', 'The most rows that are written', countOf)
    .option('--skip <number>', 'Rows that are passed over', countOf)
    .option('--at <time>', 'The moment that now() is (default: now)', timeOf)
    .optionsGroup('What comes out:')
    .addOption(new Option('-f, --format <format>', 'How the rows are written').choices(['text', 'json', 'ndjson', 'csv']).default('text'))
    .option('-o, --output <file>', 'Write to a file')
    .option('--quiet', 'Nothing on standard error but errors')
    .option('--allow-partial', 'Exit with 0 although part of the input could not be read')
    .addHelpText(
      'after',
      '\nExamples:\n  plumbline query export/ -q "resources | summarize count() by type | order by count_ desc"\n  plumbline query export/ -q @open-storage.kql -f csv -o open-storage.csv',
    )
    .action(async (inputs: readonly string[], options: QueryCommandOptions) => {
      context.exit(await query(inputs, options, context.terminal));
    });
}

function countOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** No server waits behind this: only memory ends a query, and Ctrl-C. */
const limits = { rows: 100_000_000, bytes: 2 ** 31, timeMs: Number.POSITIVE_INFINITY };

async function query(inputs: readonly string[], options: QueryCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const [{ runQuery }, { estateRows }, { answerFormats }, { nothingRead }] = await Promise.all([
    import('@plumbline/resource-graph'),
    import('../query/estate-rows.ts'),
    import('../query/answer-formats.ts'),
    import('../runs.ts'),
  ]);
  const text = options.query.startsWith('@') ? await textFile(options.query.slice(1), terminal.cwd) : options.query;
  const isQuiet = options.quiet === true;
  const rows = estateRows(inputs, terminal, { isQuiet });
  const answer = await runQuery(text, rows, {
    now: options.at === undefined ? terminal.now() : new Date(options.at),
    signal: terminal.signal,
    limits,
    ...(options.first === undefined ? {} : { top: options.first }),
    ...(options.skip === undefined ? {} : { skip: options.skip }),
  }).catch((error: unknown) => {
    refuseWhenInterrupted(terminal);
    throw error;
  });
  if (answer.kind === 'refused') throw refused(answer.problem, text);
  const account = rows.account();
  const problems = account?.problems ?? [];
  if (account !== undefined && account.entries === 0) throw nothingRead(problems);
  const pieces = answerFormats[options.format](answer, styleFor(options, terminal));
  if (options.output === undefined) await writeToTerminal(pieces, terminal);
  else await writeToFile(pieces, options.output, terminal);
  const notes: string[] = [];
  const left = answer.totalRecords - answer.rows.length;
  if (left > 0) notes.push(`${counted(answer.rows.length, 'row')} of ${answer.totalRecords.toLocaleString('en')}.`);
  if (problems.length > 0) {
    notes.push(`Part of the input could not be read (${counted(problems.length, 'problem')}).`);
    notes.push(...problems.slice(0, 20).flatMap((problem) => problemLines(problem, 80)));
  }
  if (!isQuiet && notes.length > 0) await terminal.stderr.write(`${notes.join('\n')}\n`);
  return problems.length > 0 && options.allowPartial !== true ? exitCodes.partlyRead : exitCodes.scored;
}

/** The message, the line of the query with a mark below the place, and what to do. */
function refused({ message, hint, line, column }: QueryProblem, text: string): OperationError {
  if (line === undefined || column === undefined) return new OperationError('query-refused', message, { hint });
  const shown = (text.split('\n')[line - 1] ?? '').replaceAll('\t', ' ');
  // Long queries are shown around the place only.
  const from = Math.max(0, column - 1 - 50);
  const part = shown.slice(from, from + 100);
  const marked = [`  ${part}`, `  ${' '.repeat(column - 1 - from)}^`];
  return new OperationError('query-refused', `${message} (line ${line}, column ${column})`, { hint: [...marked, hint].join('\n') });
}
