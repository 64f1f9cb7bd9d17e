import type { ScoreReport } from '@plumbline/assess';
import { count, counted, percent, points } from '../drawing/number.ts';
import { placeOf } from '../problems.ts';
import type { Format, Style } from '../result.ts';
import { modelSentence, refusedRemedy, remedyFor, severityNames, timeText, whySumsDiffer } from '../wording.ts';
import {
  byActivity,
  gapsOf,
  ignoredSentence,
  incompleteSentences,
  refusedSentences,
  refusedTitle,
  unknownSentence,
} from './coverage-summary.ts';
import { code, literal, markdownTable } from './markdown-text.ts';
import { gain } from './text-section.ts';

/** A comment on a pull request holds 65,536 characters, so only so many rows of each table are shown. */
const shownRecommendations = 25;
const shownSubscriptions = 25;
const shownProblems = 10;

/** The report for a comment on a pull request or a wiki page (GitHub's Markdown). */
export const markdown: Format = function* ({ report }, style) {
  const parts = [headline, categories, topThree, controls, recommendations, subscriptions, account, problems];
  for (const part of parts) {
    const lines = part(report, style);
    if (lines.length > 0) yield `${lines.join('\n')}\n\n`;
  }
  const scope = report.scope.length === 0 ? 'everything in the input' : report.scope.map(code).join(', ');
  yield `<sub>${modelSentence(report)}; ${scope}; ${literal(timeText(report.generatedAt))}. Made by Plumbline.</sub>\n`;
};

type Part = (report: ScoreReport, style: Style) => readonly string[];

const headline: Part = ({ score }, style) => {
  if (score === null)
    return ['## Secure score: none', '', 'No recommendation has a healthy or an unhealthy resource here. That is neither 0 nor 100.'];
  return [`## Secure score: ${points(score.current, style)} of ${points(score.max, style)} (${percent(score.percentage, style)})`];
};

const categories: Part = (report, style) => {
  const rows = report.categories
    .filter((category) => category.max > 0)
    .map((one) => [
      literal(one.name),
      `${points(one.current, style)} of ${points(one.max, style)}`,
      percent(one.percentage, style),
      count(one.unhealthy),
    ]);
  return rows.length === 0 ? [] : markdownTable(['Category', 'Score', '', 'Unhealthy'], 'lrrr', rows);
};

const topThree: Part = (report, style) => {
  if (report.topRecommendations.length === 0) return [];
  return [
    '**Fix first**',
    '',
    ...report.topRecommendations.map((one, at) => {
      const judged = counted(one.healthy + one.unhealthy, 'resource');
      return `${at + 1}. **${gain(one.impact, style)}** ${literal(one.displayName)} (${severityNames[one.severity].toLowerCase()}, ${count(one.unhealthy)} of ${judged} unhealthy)`;
    }),
  ];
};

const controls: Part = (report, style) => {
  const active = report.model === 'controls' ? report.controls.filter((control) => control.max > 0) : [];
  if (active.length === 0) return [];
  const rows = active.map((one) => [
    literal(one.name),
    `${points(one.current, style)} of ${points(one.max, style)}`,
    gain(one.potentialIncrease, style),
    count(one.healthy),
    count(one.unhealthy),
  ]);
  return folded('Controls', markdownTable(['Control', 'Score', 'Gain', 'Healthy', 'Unhealthy'], 'lrrrr', rows));
};

const recommendations: Part = (report, style) => {
  const incomplete = byActivity(report).active.filter((one) => one.impact > 0);
  if (incomplete.length === 0) return [];
  const rows = incomplete
    .slice(0, shownRecommendations)
    .map((one) => [
      gain(one.impact, style),
      literal(one.displayName),
      severityNames[one.severity],
      `${points(one.score.current, style)} of ${points(one.score.max, style)}`,
      `${count(one.unhealthy)} of ${count(one.healthy + one.unhealthy)}`,
    ]);
  const title = `${counted(incomplete.length, 'recommendation')} with unhealthy resources`;
  const table = markdownTable(['Impact', 'Recommendation', 'Severity', 'Score', 'Unhealthy'], 'rllrr', rows);
  return folded(title, [...table, ...more(incomplete.length - shownRecommendations)]);
};

const subscriptions: Part = (report, style) => {
  if (report.subscriptions.length === 0) return [];
  const rows = report.subscriptions
    .slice(0, shownSubscriptions)
    .map((one) => [
      literal(one.displayName === '' ? one.id : one.displayName),
      one.score === null ? 'none' : `${points(one.score.current, style)} of ${points(one.score.max, style)}`,
      one.score === null ? '' : percent(one.score.percentage, style),
      count(one.unhealthy),
      count(one.resources),
    ]);
  const why = report.subscriptions.length > 1 && report.model === 'classic' ? ['', whySumsDiffer] : [];
  const table = markdownTable(['Subscription', 'Score', '', 'Unhealthy', 'Resources'], 'lrrrr', rows);
  return folded(counted(report.subscriptions.length, 'subscription'), [
    ...table,
    ...more(report.subscriptions.length - shownSubscriptions),
    ...why,
  ]);
};

const account: Part = ({ coverage, exemptions }, style) => {
  const lines = [
    `- ${counted(coverage.files, 'file')}: ${count(coverage.read)} read, ${count(coverage.refused)} refused, ${counted(coverage.duplicates, 'duplicate')}; ${counted(coverage.resources, 'resource')} in scope`,
    ...incompleteSentences(coverage).map((sentence) => `- ${literal(sentence)}`),
    ...(coverage.notPermitted === undefined ? [] : [`- **${refusedTitle}**`]),
    ...refusedSentences(coverage).map((sentence) => `  - ${literal(sentence)}`),
    ...gapsOf(coverage).map((gap) => {
      const where = `${counted(gap.recommendations, 'recommendation')}, ${counted(gap.subscriptions, 'subscription')}`;
      return `- ${counted(gap.assessments, 'assessment')} not made (${where}): ${literal(gap.isRefused ? refusedRemedy(gap.needs) : remedyFor(gap.needs))}`;
    }),
  ];
  const unknown = unknownSentence(coverage);
  if (unknown !== undefined) lines.push(`- ${unknown}`);
  const ignored = ignoredSentence(coverage);
  if (ignored !== undefined) lines.push(`- ${literal(ignored)}`);
  if (coverage.disagreements.length > 0)
    lines.push(`- ${counted(coverage.disagreements.length, 'assessment')} in the input with another verdict than what was computed`);
  if (exemptions.active > 0) {
    const without =
      exemptions.scoreWithout === null
        ? 'none'
        : `${points(exemptions.scoreWithout.current, style)} of ${points(exemptions.scoreWithout.max, style)}`;
    lines.push(`- ${counted(exemptions.active, 'exemption')}: score without ${without}`);
  }
  return folded('Coverage', lines);
};

const problems: Part = (report) => {
  if (report.problems.length === 0) return [];
  const lines = report.problems
    .slice(0, shownProblems)
    .map((problem) => `- ${code(placeOf(problem))}: ${literal(problem.message)} ${literal(problem.hint)}`.trimEnd());
  return [`**${counted(report.problems.length, 'problem')} in the input**`, '', ...lines, ...more(report.problems.length - shownProblems)];
};

function folded(title: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>'];
}

function more(rest: number): readonly string[] {
  return rest > 0 ? ['', `and ${count(rest)} more`] : [];
}
