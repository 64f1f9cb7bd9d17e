import type { CatalogueProblem } from '@plumbline/catalogue';
import { count, counted, percent, points } from './drawing/number.ts';
import { visible } from './drawing/visible.ts';
import type { AssessedEstate } from './estate.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { type Gates, gateFailures } from './gate.ts';
import { catalogueProblemText, problemLines } from './problems.ts';
import { sentence } from './wording.ts';

export interface ConclusionOptions extends Gates {
  readonly allowPartial?: true;
  readonly isQuiet: boolean;
  /** Where the result went, when not to the screen. */
  readonly output?: string;
  /** The result does not show on the screen what could not be read, so that it is told here. */
  readonly listProblems?: boolean;
}

/** What is said on standard error after the result was written, and what the program ends with. */
export function conclude(
  scanned: Pick<AssessedEstate, 'emptyScopes' | 'catalogueProblems' | 'policyProblems'> & {
    readonly result: Pick<AssessedEstate['result'], 'report'>;
  },
  options: ConclusionOptions,
): { readonly text: string; readonly exitCode: ExitCode } {
  const { report } = scanned.result;
  const failures = gateFailures(report, options);
  const unread = report.problems.length > 0 || report.coverage.refused > 0;
  // A gate over two scopes of which one is misspelt would be one over the other.
  const isPartial = unread || scanned.emptyScopes.length > 0 || scanned.catalogueProblems.length > 0 || scanned.policyProblems.length > 0;
  const notes: string[] = [];
  if (options.output !== undefined) notes.push(`${scoreSentence(report.score)} Written to ${options.output}.`);
  for (const scope of scanned.emptyScopes)
    notes.push(`The input holds nothing in the scope ${scope}. Check its id; without --scope the result lists the subscriptions.`);
  notes.push(...scanned.catalogueProblems.map((problem: CatalogueProblem) => `Catalogue: ${catalogueProblemText(problem)}`));
  notes.push(...policyNotes(scanned.policyProblems));
  const { incomplete = [] } = report.coverage;
  if (incomplete.length > 0) {
    const answers = counted(incomplete.length, 'answer in the input has', 'answers in the input have');
    notes.push(
      `${answers} more pages than are there: the score is that of a part. The coverage names ${incomplete.length === 1 ? 'it' : 'them'}.`,
    );
  }
  const refused = new Set((report.coverage.notPermitted ?? []).map(({ type }) => type)).size;
  if (refused > 0)
    notes.push(
      `${counted(refused, 'type was', 'types were')} refused to the collector: the score knows nothing of that. The coverage names ${refused === 1 ? 'it' : 'them'}.`,
    );
  if (unread) {
    notes.push(partlyRead(report, options.allowPartial === true));
    if (options.listProblems === true) notes.push(...listed(report.problems));
  }
  const errors = report.score === null ? ['Nothing could be scored: no recommendation has a healthy or an unhealthy resource.'] : failures;
  const text = [...(options.isQuiet ? [] : notes), ...errors].map((line) => `${visible(line)}\n`).join('');
  if (report.score === null) return { text, exitCode: exitCodes.nothingScored };
  if (failures.length > 0) return { text, exitCode: exitCodes.gateFailed };
  return { text, exitCode: isPartial && options.allowPartial !== true ? exitCodes.partlyRead : exitCodes.scored };
}

/** How many problems of the input are told one by one where the result does not. */
const shownProblems = 20;

function listed(problems: Report['problems']): readonly string[] {
  const rest = problems.length - shownProblems;
  return [
    ...problems.slice(0, shownProblems).flatMap((problem) => problemLines(problem, 80)),
    ...(rest > 0 ? [`  and ${count(rest)} more; --format json lists them all`] : []),
  ];
}

/** How many problems of policies are told one by one. */
const shownPolicyProblems = 20;

function policyNotes(problems: AssessedEstate['policyProblems']): readonly string[] {
  const rest = problems.length - shownPolicyProblems;
  return [
    ...problems
      .slice(0, shownPolicyProblems)
      .map(({ file, path, message, hint }) => `Policy: ${file} ${path}: ${sentence(message)} ${hint}`),
    ...(rest > 0 ? [`and ${rest} more problems of policies; plumbline policy check lists them all`] : []),
  ];
}

type Report = AssessedEstate['result']['report'];

function scoreSentence(score: Report['score']): string {
  if (score === null) return 'No score.';
  const style = { precise: false };
  return `Score ${points(score.current, style)} of ${points(score.max, style)} (${percent(score.percentage, style)}).`;
}

function partlyRead(report: Report, isAllowed: boolean): string {
  const refused = report.coverage.refused > 0 ? `, ${counted(report.coverage.refused, 'thing')} left out` : '';
  const advice = isAllowed ? '' : ' Mend it, or accept it with --allow-partial.';
  return `Part of the input could not be read (${counted(report.problems.length, 'problem')}${refused}).${advice}`;
}
