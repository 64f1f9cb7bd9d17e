import { assess, reportOf } from '@plumbline/assess';
import type { CatalogueProblem } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import { chosenCatalogue } from './catalogue-choice.ts';
import type { EstateOptions } from './commands/estate-options.ts';
import { OperationError } from './operation-error.ts';
import { refuseWhenInterrupted } from './output.ts';
import { problemLines } from './problems.ts';
import { progressOn } from './progress.ts';
import type { ScanResult } from './result.ts';
import type { Terminal } from './terminal.ts';

export interface AssessedEstate {
  readonly result: ScanResult;
  /** Selected scopes of which the input holds nothing. */
  readonly emptyScopes: readonly string[];
  readonly catalogueProblems: readonly CatalogueProblem[];
}

/**
 * Reads inputs, assesses what they hold and scores it.
 * @param inputs files, folders, globs, `-`.
 * @throws {OperationError} when nothing at all could be read, when the catalogue file cannot be used, or after Ctrl-C.
 */
export async function assessEstate(
  inputs: readonly string[],
  options: EstateOptions & { readonly explain: 'none' | 'unhealthy' | 'all' },
  terminal: Terminal,
): Promise<AssessedEstate> {
  const { catalogue, problems: catalogueProblems } = await chosenCatalogue(options, terminal.cwd);
  const progress = progressOn(terminal, { quiet: options.quiet === true });
  const reading = openInputs(inputs, {
    ...(inputs.includes('-') ? { stdin: stoppableInput(terminal) } : {}),
    collected: options.collected ?? [],
    signal: terminal.signal,
    onProgress: progress.update,
    ...(options.hierarchy === undefined ? {} : { hierarchy: options.hierarchy }),
  });
  const now = options.at ?? terminal.now().toISOString();
  try {
    const run = await assess(reading.entries(), {
      catalogue,
      now,
      scope: options.scope ?? [],
      prefer: options.prefer === 'imported' ? 'input' : 'rule',
      collected: () => reading.account().collected,
      explain: options.explain,
      signal: terminal.signal,
    });
    refuseWhenInterrupted(terminal);
    const account = reading.account();
    if (account.entries === 0) throw nothingRead(account.problems);
    const { model, aggregate, rounding } = options;
    const report = reportOf(run, { model, aggregate, rounding, reading: { ...account, files: account.files.length } });
    const recommendations = new Map(catalogue.items.map(({ recommendation }) => [recommendation.key, recommendation]));
    return { result: { report, assessments: () => run.assessments(), recommendations }, emptyScopes: run.emptyScopes, catalogueProblems };
  } catch (error) {
    refuseWhenInterrupted(terminal);
    throw error;
  } finally {
    progress.end();
  }
}

/** Standard input that ends at Ctrl-C: whoever writes there may never end by itself. */
function stoppableInput({ stdin, signal }: Terminal): Terminal['stdin'] {
  signal.addEventListener('abort', () => stdin.destroy(), { once: true });
  return stdin;
}

function nothingRead(problems: ScanResult['report']['problems']): OperationError {
  const shown = problems.slice(0, 10).flatMap((problem) => problemLines(problem, 80));
  const hint =
    'Expected JSON exported from Azure, such as: az graph query -q resources --first 1000 -o json. docs/inputs.md lists what can be read.';
  return new OperationError('no-input', 'Nothing in the input could be read.', { hint: [...shown, hint].join('\n') });
}
