// The parts of the page that give an account of the input: what was exempted, what was read, what could not be judged and why.
import type { ExemptionSummary } from '@plumbline/assess';
import type { PolicySummary } from '@plumbline/catalogue';
import { count, counted, percent, points } from '../drawing/number.ts';
import { visible } from '../drawing/visible.ts';
import { cut, cutMiddle, wrap } from '../drawing/width.ts';
import { problemLines } from '../problems.ts';
import type { Style } from '../result.ts';
import { refusedRemedy, remedyFor } from '../wording.ts';
import { gapsOf, ignoredSentence, incompleteSentences, refusedSentences, refusedTitle, unknownSentence } from './coverage-summary.ts';
import { prose, type Section, titled } from './text-section.ts';

/** How many of each are shown before the rest is only counted. */
const shownExemptions = 10;
const shownGaps = 12;
const shownDisagreements = 5;
const shownProblems = 20;
const shownNotes = 3;

export const exemptions: Section = (report, style) => {
  const summary = report.exemptions;
  if (summary.active + summary.expired === 0) return [];
  const width = style.width - 4;
  const lines = [
    `${count(summary.active)} apply, ${count(summary.expired)} expired: ${counted(summary.waived, 'assessment')} left out, ${count(summary.mitigated)} counted healthy`,
    `Score without them: ${withoutThem(summary, style)}`,
    ...summary.items.slice(0, shownExemptions).map((item) => {
      const until = item.expiresOn === null ? 'does not expire' : `${item.expired ? 'expired' : 'until'} ${item.expiresOn.slice(0, 10)}`;
      const tail = `  ${item.category}, ${visible(until)}, ${counted(item.assessments, 'assessment')}`;
      return `  ${cut(visible(item.displayName), Math.max(10, width - tail.length))}${style.palette.dim(tail)}`;
    }),
    ...more(summary.items.length - shownExemptions, style),
    ...idle(summary, style),
  ];
  return titled('Exemptions', lines, style);
};

/** One that fits nothing waits for somebody to notice: a policy was renamed, a resource is gone, or what it names was mistyped. */
function idle({ items }: ExemptionSummary, style: Style): readonly string[] {
  const idle = items.filter(({ expired, assessments }) => !expired && assessments === 0).length;
  if (idle === 0) return [];
  const sentence = `${count(idle)} in force ${idle === 1 ? 'changes' : 'change'} nothing: no assessment here fits the scope, policies and selectors`;
  return wrap(sentence, style.width - 2);
}

function withoutThem({ scoreWithout }: ExemptionSummary, style: Style): string {
  if (scoreWithout === null) return 'none';
  return `${points(scoreWithout.current, style)} of ${points(scoreWithout.max, style)} points  ${percent(scoreWithout.percentage, style)}`;
}

export const coverage: Section = (report, style) => {
  const { coverage: seen } = report;
  const { assessed } = seen;
  const lines = [
    `${counted(seen.files, 'file')}: ${count(seen.read)} read, ${count(seen.refused)} refused, ${counted(seen.duplicates, 'duplicate')}; ${counted(seen.resources, 'resource')} in scope`,
    ...incompleteSentences(seen).flatMap((sentence) => wrap(visible(sentence), style.width - 2)),
    ...passedOver(report, style),
    ...wrap(
      `Assessments: ${count(assessed.healthy)} healthy, ${count(assessed.unhealthy)} unhealthy, ${count(assessed.notApplicable)} not applicable, ${count(assessed.notAssessed)} not assessed`,
      style.width - 2,
    ),
    ...refused(report, style),
    ...gaps(report, style),
    ...unknownAssessments(report, style),
    ...disagreements(report, style),
  ];
  return titled('Coverage', lines, style);
};

const passedOver: Section = ({ coverage: seen }, style) => {
  const sentence = ignoredSentence(seen);
  return sentence === undefined ? [] : wrap(visible(sentence), style.width - 2);
};

/** Before what is missing for other reasons: a score without it may look better than it is. */
const refused: Section = ({ coverage: seen }, style) => {
  const lines = refusedSentences(seen).flatMap((sentence) =>
    wrap(visible(sentence), style.width - 6).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`)),
  );
  return lines.length === 0 ? [] : [...wrap(refusedTitle, style.width - 2), ...lines];
};

const gaps: Section = ({ coverage: seen }, style) => {
  const all = gapsOf(seen);
  if (all.length === 0) return [];
  const lines = all.slice(0, shownGaps).flatMap((gap) => {
    const where = `${counted(gap.recommendations, 'recommendation')}, ${counted(gap.subscriptions, 'subscription')}`;
    const sentence = `${counted(gap.assessments, 'assessment')} (${where}): ${visible(gap.isRefused ? refusedRemedy(gap.needs) : remedyFor(gap.needs))}`;
    return wrap(sentence, style.width - 6).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`));
  });
  return ['Not assessed, and what would change that:', ...lines, ...more(all.length - shownGaps, style)];
};

const unknownAssessments: Section = ({ coverage: seen }, style) => {
  const sentence = unknownSentence(seen);
  return sentence === undefined ? [] : wrap(sentence, style.width - 2);
};

const disagreements: Section = ({ coverage: seen }, style) => {
  const all = seen.disagreements;
  if (all.length === 0) return [];
  const lines = all
    .slice(0, shownDisagreements)
    .flatMap((one) => [
      `  ${cutMiddle(visible(one.resource), style.width - 4)}`,
      `    computed ${visible(one.computed)}, in the input ${visible(one.imported)}`,
    ]);
  return [
    ...wrap(
      `${counted(all.length, 'assessment')} in the input ${all.length === 1 ? 'says' : 'say'} otherwise than what we compute (--prefer decides which counts):`,
      style.width - 2,
    ),
    ...lines,
    ...more(all.length - shownDisagreements, style),
  ];
};

/** What was scored besides the shipped catalogue, whose points are ours, and what configuration cannot decide. */
export const policies: Section = (report, style) => {
  const summary = report.policies;
  if (summary === undefined) return [];
  const { definitions, initiatives, assignments, defaultPoints, notDecidable, notes } = summary;
  const byDecision = new Map<string, number>();
  for (const { decidedBy } of notDecidable) byDecision.set(decidedBy, (byDecision.get(decidedBy) ?? 0) + 1);
  const applied =
    assignments === 0
      ? 'none is assigned in the input, so they hold everywhere'
      : `${counted(assignments, 'assignment')} found in the input`;
  const lines = [
    `${counted(definitions, 'definition')}, ${counted(initiatives, 'initiative')}; ${applied}`,
    ...(defaultPoints > 0
      ? [
          `${counted(defaultPoints, 'policy', 'policies')} without points of their own count with Plumbline's plain default, which is ours and not Microsoft's; --catalogue gives others`,
        ]
      : []),
    ...(notDecidable.length > 0
      ? [
          `Configuration cannot decide ${counted(notDecidable.length, 'policy', 'policies')} (${[...byDecision].map(([decidedBy, policies]) => `${decidedBy}: ${policies}`).join(', ')}); --format json lists them with what would`,
        ]
      : []),
    ...policyNotes(notes),
  ];
  return titled(
    'Policies',
    lines.flatMap((line) => wrap(line, style.width - 2)),
    style,
  );
};

function policyNotes(notes: PolicySummary['notes']): readonly string[] {
  const guesses = notes.filter(({ code }) => code === 'guessed-alias').length;
  const rest = notes.length - guesses;
  return [
    ...(guesses > 0 ? [`${counted(guesses, 'alias is', 'aliases are')} in no catalogue and read by a guess:`] : []),
    ...(rest > 0
      ? [
          `${counted(rest, 'value is', 'values are')} given for parameters that are not declared, and ${rest === 1 ? 'changes' : 'change'} nothing:`,
        ]
      : []),
    ...notes.slice(0, shownNotes).map(({ displayName, message }) => `  ${visible(displayName)}: ${visible(message)}`),
    ...(notes.length > shownNotes ? [`  and ${count(notes.length - shownNotes)} more; --format json lists them all`] : []),
  ];
}

export const problems: Section = (report, style) => {
  if (report.problems.length === 0) return [];
  const lines = report.problems.slice(0, shownProblems).flatMap((problem) => problemLines(problem, style.width - 2));
  return titled(
    `Problems: ${counted(report.problems.length, 'place')} of the input`,
    [...lines, ...more(report.problems.length - shownProblems, style)],
    style,
  );
};

function more(rest: number, style: Style): readonly string[] {
  return rest > 0 ? prose(`  and ${count(rest)} more; --format json lists them all`, style) : [];
}
