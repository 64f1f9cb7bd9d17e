import type { CompiledPolicy, Definition, Problem } from '@plumbline/policy';
import { type Command, Option } from 'commander';
import { counted } from '../drawing/number.ts';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { type CommandContext, newCommand } from './command.ts';

interface CheckOptions {
  readonly format: 'text' | 'json';
  readonly aliases?: string;
}

interface FoundProblem extends Omit<Problem, 'code'> {
  readonly file: string;
  readonly code: string;
}

interface CheckReport {
  readonly definitions: number;
  readonly initiatives: number;
  /** JSON files that are neither. */
  readonly otherFiles: number;
  /** Definitions without problems, by what decides them. */
  readonly byDecision: Readonly<Record<string, number>>;
  /** Constructs of the language that are not supported: a problem that says so. */
  readonly unsupported: number;
  readonly problems: readonly FoundProblem[];
  /** What does not stand in the way: aliases whose path was guessed, members of initiatives whose definition lies elsewhere. */
  readonly notes: readonly FoundProblem[];
}

export function policyCheckCommand(context: CommandContext): Command {
  return newCommand('policy check', context)
    .description('Compile every definition and initiative in files and folders, and list every problem with file and JSON path.')
    .argument('<paths...>', 'Files and folders')
    .addOption(new Option('-f, --format <format>', 'How the result is written').choices(['text', 'json']).default('text'))
    .option('--aliases <file>', 'A catalogue of aliases of your own, besides the shipped one')
    .addHelpText('after', '\nExit codes: 0 no problem, 1 problems were found, 2 nothing could be read.')
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const report = await checked(paths, options, context);
      await context.terminal.stdout.write(options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
      if (report.definitions + report.initiatives === 0 && report.problems.length === 0) {
        throw new OperationError('no-input', 'There is no policy definition and no initiative there.', {
          hint: 'Expected JSON files with a policyRule or a list of policyDefinitions.',
        });
      }
      context.exit(report.problems.length > 0 ? exitCodes.gateFailed : exitCodes.scored);
    });
}

async function checked(paths: readonly string[], options: CheckOptions, { terminal }: CommandContext): Promise<CheckReport> {
  const [{ policyDocuments }, { aliasesFrom }, { compileInitiative, compileParsed, indexDefinitions, parseDefinition }] = await Promise.all(
    [import('../policy/documents.ts'), import('../policy/aliases-from.ts'), import('@plumbline/policy')],
  );
  const { aliases } = await aliasesFrom(options.aliases, terminal.cwd);
  const counts = { definitions: 0, initiatives: 0, otherFiles: 0 };
  const byDecision: Record<string, number> = Object.fromEntries(alwaysCounted.map((decision) => [decision, 0]));
  const problems: FoundProblem[] = [];
  const notes: FoundProblem[] = [];
  const definitions: Definition[] = [];
  const initiatives: { readonly file: string; readonly text: string }[] = [];
  for await (const document of policyDocuments(paths, terminal.cwd)) {
    const { file } = document;
    switch (document.kind) {
      case 'definition': {
        counts.definitions += 1;
        const { value, problems: found } = parseDefinition(document.text);
        problems.push(...found.map((problem) => ({ file, ...problem })));
        if (value === undefined) break;
        definitions.push(value);
        const compiled = compileParsed(value, { aliases });
        problems.push(...compiled.problems.map((problem) => ({ file, ...problem })));
        notes.push(...compiled.notes.map((note) => ({ file, ...note })));
        if (compiled.policy === undefined || found.length > 0) break;
        byDecision[decisionOf(compiled.policy)] = (byDecision[decisionOf(compiled.policy)] ?? 0) + 1;
        break;
      }
      case 'initiative':
        counts.initiatives += 1;
        initiatives.push({ file, text: document.text });
        break;
      case 'unreadable':
        problems.push({ file, code: document.code, message: document.message, path: '$', hint: document.hint });
        break;
      case 'cases':
      case 'other':
        counts.otherFiles += 1;
    }
  }
  // Members are held against their definitions, wherever among the paths these stand.
  const find = indexDefinitions(definitions);
  for (const { file, text } of initiatives)
    for (const problem of compileInitiative(text, { aliases, definitions: find }).problems)
      (problem.code === 'unknown-definition' ? notes : problems).push({ file, ...problem });
  const unsupported = problems.filter(({ code }) => unsupportedCodes.has(code)).length;
  return { ...counts, byDecision, unsupported, problems, notes };
}

/** Counted even where there is none, so that two reports can be held against each other. */
const alwaysCounted = ['decidable from configuration', 'manual', 'static', 'data plane', "dependent on others' verdicts"];

/** Problems that may as well be ours: the language has grown by what we do not know yet. */
const unsupportedCodes: ReadonlySet<string> = new Set([
  'unknown-function',
  'function-not-allowed',
  'unknown-operator',
  'unknown-effect',
  'unknown-mode',
]);

/** In the words of the report: what a definition's verdicts come from. */
function decisionOf({ decidedBy }: CompiledPolicy): string {
  switch (decidedBy) {
    case 'configuration':
    case 'related':
      return 'decidable from configuration';
    case 'assessment':
    case 'guest configuration':
      return "dependent on others' verdicts";
    case 'static':
    case 'manual':
    case 'data plane':
    case 'operation':
    case 'other effect':
      return decidedBy;
  }
}

function textOf(report: CheckReport): string {
  const lines = report.problems.flatMap(({ file, path, code, message, hint }) => [
    `${file} ${path}`,
    `    ${message.replace(/\.$/, '')} (${code})`,
    `    ${hint}`,
  ]);
  const counts = Object.entries(report.byDecision).sort(([, a], [, b]) => b - a);
  return [
    ...lines.map(visible),
    ...(lines.length > 0 ? [''] : []),
    `${counted(report.definitions, 'definition')}, ${counted(report.initiatives, 'initiative')}, ${counted(report.otherFiles, 'other file')}`,
    ...counts.map(([what, count]) => `  ${String(count).padStart(5)}  ${what}`),
    `  ${String(report.unsupported).padStart(5)}  unsupported constructs`,
    `${counted(report.problems.length, 'problem')}, ${counted(report.notes.length, 'note')} (unknown aliases, definitions that lie elsewhere; --format json lists them)`,
    '',
  ].join('\n');
}
