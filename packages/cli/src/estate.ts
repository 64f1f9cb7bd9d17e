import { type Model, reportOf } from '@plumbline/assess';
import type { CatalogueProblem, PolicyProblem } from '@plumbline/catalogue';
import { chosenCatalogue } from './catalogue-choice.ts';
import type { EstateOptions } from './commands/estate-options.ts';
import { assessedInParts, type LargeEstateOptions } from './large-estate.ts';
import type { ScanResult } from './result.ts';
import { assessedRuns } from './runs.ts';
import type { Terminal } from './terminal.ts';

export interface AssessedEstate {
  readonly result: ScanResult;
  /** Selected scopes of which the input holds nothing. */
  readonly emptyScopes: readonly string[];
  readonly catalogueProblems: readonly CatalogueProblem[];
  /** Policies that were left out, with the reason. */
  readonly policyProblems: readonly PolicyProblem[];
}

/**
 * Reads inputs, assesses what they hold and scores it.
 * @param inputs files, folders, globs, `-`.
 * @throws {OperationError} when nothing at all could be read, when the catalogue file cannot be used, or after Ctrl-C.
 */
export async function assessEstate(
  inputs: readonly string[],
  options: EstateOptions & LargeEstateOptions & { readonly explain: 'none' | 'unhealthy' | 'all' },
  terminal: Terminal,
): Promise<AssessedEstate> {
  const { catalogue, problems: catalogueProblems, policies } = await chosenCatalogue(options, terminal, inputs);
  const request = { catalogue, scope: options.scope ?? [], explain: options.explain };
  const { runs, account } =
    (await assessedInParts(inputs, options, { catalogue, policies, terminal })) ??
    (await assessedRuns(inputs, [request], { options, terminal }));
  const [run] = runs;
  if (run === undefined) throw new Error('one assessment was asked for, and none came back');
  const { model, aggregate, rounding } = options;
  const summary = policies === undefined ? {} : { policies: policies.summary };
  const incomplete = account.files.flatMap((one) => (one.incomplete === undefined ? [] : { file: one.file, reason: one.incomplete }));
  const reading = { ...account, files: account.files.length, incomplete };
  const reportIn = (asked: Model) => reportOf(run, { model: asked, aggregate, rounding, ...summary, reading });
  const report = reportIn(model);
  const recommendations = new Map(catalogue.items.map(({ recommendation }) => [recommendation.key, recommendation]));
  return {
    result: {
      report,
      reportIn: (asked) => (asked === model ? report : reportIn(asked)),
      catalogue,
      assessments: () => run.assessments(),
      recommendations,
    },
    emptyScopes: run.emptyScopes,
    catalogueProblems,
    policyProblems: policies?.problems ?? [],
  };
}
