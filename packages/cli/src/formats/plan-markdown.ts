import { exactPercent, exactPoints, signed } from '../drawing/exact.ts';
import { counted } from '../drawing/number.ts';
import { hoursText } from '../planning/hours.ts';
import type { PlannedOutcome, PlanReport, StepReport, UnreachedOutcome } from '../planning/plan-report.ts';
import { modelSentence, timeText } from '../wording.ts';
import { code, fenced, literal } from './markdown-text.ts';
import type { PlanFormat, PlanStyle } from './plan-format.ts';
import { proofSentence } from './plan-text.ts';

/** Resources of a step that are listed unless all are asked for: a tracker's description has its limits. */
const shownOfStep = 20;

/** A work list to paste into a tracker: a box to tick for every step. */
export const planMarkdown: PlanFormat = function* (report, style) {
  const { outcome } = report;
  yield `## Plan\n\n${modelSentence(report)}, ${timeText(report.generatedAt)}\n\n`;
  if (outcome.kind === 'outOfReach') {
    yield `${unreached(outcome, style).join('\n')}\n`;
    return;
  }
  yield `${summary(outcome, report, style).join('\n')}\n`;
  for (const step of outcome.steps) yield `\n${stepLines(step, style).join('\n')}\n`;
};

function summary(outcome: PlannedOutcome, report: PlanReport, style: PlanStyle): readonly string[] {
  const scopes = outcome.scopes.map(({ name, target, before, after }) => {
    const title = name === '' ? '' : `${literal(name)}: `;
    const wanted = target === null ? '' : ` (target ${target})`;
    return `- ${title}${exactPoints(before.current, style)} of ${exactPoints(before.max, style)} (${exactPercent(before, style)}) → **${exactPoints(after.current, style)} (${exactPercent(after, style)})**${wanted}`;
  });
  return [...scopes, `- ${counted(outcome.steps.length, 'step')}, ${hoursText(outcome.cost)} of work. ${proofSentence(outcome, report)}`];
}

function stepLines(step: StepReport, style: PlanStyle): readonly string[] {
  const title = step.action === null ? step.recommendations.map((one) => one.title).join('; ') : step.action;
  const where = step.subscriptions.map(({ displayName }) => literal(displayName)).join(', ');
  const shown = style.all ? step.resources : step.resources.slice(0, shownOfStep);
  const commands = shown.flatMap(({ fixes }) => fixes.flatMap(({ command }) => command ?? []));
  const plain = shown.filter(({ fixes }) => fixes.some(({ command }) => command === undefined));
  const hidden = step.resources.length - shown.length;
  return [
    `- [ ] **${step.number}. ${literal(title)}**: ${step.gained.map((gain) => signed(gain)).join(' / ')} points, ${hoursText(step.cost)}, ${counted(step.resources.length, 'resource')} in ${where}`,
    ...plain.map(({ id }) => `  - ${code(id)}`),
    ...(commands.length === 0 ? [] : ['', ...fenced(commands, 'shell').map((line) => `  ${line}`)]),
    ...(hidden > 0 ? ['', `  and ${counted(hidden, 'more resource', 'more resources')}`] : []),
  ];
}

function unreached({ scopes }: UnreachedOutcome, style: PlanStyle): readonly string[] {
  return scopes.flatMap(({ name, target, before, most, blocked }) => [
    `- ${name === '' ? '' : `${literal(name)}: `}**The target ${target} is out of reach**: everything that can be done leads to ${exactPoints(most, style)}${before === null ? '' : ` of ${exactPoints(before.max, style)}`} points.`,
    ...blocked.map(
      ({ recommendation, resources }) => `  - ${code(recommendation.name)} can never be done on ${counted(resources, 'resource')}`,
    ),
  ]);
}
