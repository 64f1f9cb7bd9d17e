import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { CaseResult, JsonValue } from '@plumbline/policy';
import { type Command, Option } from 'commander';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { type CommandContext, newCommand } from './command.ts';

interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cases: readonly ({ readonly file: string } & Omit<CaseResult, 'skipped'>)[];
}

export function policyTestCommand(context: CommandContext): Command {
  return newCommand('policy test', context)
    .description('Run case files: JSON with a list of cases, each a rule, a resource and what is expected. Folders are searched for them.')
    .argument('<paths...>', 'Case files and folders')
    .addOption(new Option('-f, --format <format>', 'How the result is written').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nThe format of case files is in docs/policy-language.md.\nExit codes: 0 all passed, 1 a case failed, 2 no case file was found.',
    )
    .action(async (paths: readonly string[], options: { readonly format: 'text' | 'json' }) => {
      const { report, files } = await tested(paths, context);
      await context.terminal.stdout.write(options.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
      if (files === 0 && report.failed === 0)
        throw new OperationError('no-input', 'There is no case file there.', { hint: 'Expected a JSON file with a list "cases".' });
      context.exit(report.failed > 0 ? exitCodes.gateFailed : exitCodes.scored);
    });
}

async function tested(
  paths: readonly string[],
  { terminal }: CommandContext,
): Promise<{ readonly report: TestReport; readonly files: number }> {
  const [{ policyDocuments }, { runCases }] = await Promise.all([import('../policy/documents.ts'), import('@plumbline/policy')]);
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const cases: TestReport['cases'][number][] = [];
  let files = 0;
  for await (const document of policyDocuments(paths, terminal.cwd)) {
    if (document.kind === 'unreadable') {
      totals.failed += 1;
      cases.push({ file: document.file, name: 'the file', passed: false, expected: {}, got: { message: document.message } });
    }
    if (document.kind !== 'cases') continue;
    files += 1;
    const folder = dirname(resolve(terminal.cwd, document.file));
    const result = runCases(document.json, { readAliases: (path) => jsonAt(resolve(folder, path)) });
    totals.passed += result.passed;
    totals.failed += result.failed;
    totals.skipped += result.skipped;
    for (const { name, passed, expected, got } of result.cases) cases.push({ file: document.file, name, passed, expected, got });
  }
  return { report: { ...totals, cases }, files };
}

function jsonAt(path: string): JsonValue | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

function textOf(report: TestReport): string {
  const failures = report.cases.filter(({ passed }) => !passed);
  return [
    ...failures
      .flatMap(({ file, name, expected, got }) => [
        `${file}: ${name}`,
        `    expected ${JSON.stringify(expected)}`,
        `    got      ${JSON.stringify(got)}`,
      ])
      .map(visible),
    `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`,
    '',
  ].join('\n');
}
