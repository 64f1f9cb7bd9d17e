import { compare, nearestDouble, type Rational, zero } from '@plumbline/score';
import { exactPercent, exactPoints, signed } from '../drawing/exact.ts';
import { count, counted } from '../drawing/number.ts';
import { visible } from '../drawing/visible.ts';
import { cutMiddle, wrap } from '../drawing/width.ts';
import { hoursText } from '../planning/hours.ts';
import type { PlannedOutcome, PlanReport, ResourceFix, StepReport, UnreachedOutcome } from '../planning/plan-report.ts';
import { modelSentence, timeText } from '../wording.ts';
import type { PlanFormat, PlanStyle } from './plan-format.ts';
import { indented } from './text-section.ts';

/** Resources of a step that are shown unless all are asked for. */
const shownOfStep = 5;

/** A plan for a terminal. */
export const planText: PlanFormat = function* (report, style) {
  const { palette } = style;
  const { outcome } = report;
  yield `${palette.bold('Plan')}  ${palette.dim(timeText(report.generatedAt))}\n${palette.dim(modelSentence(report))}\n\n`;
  if (outcome.kind === 'outOfReach') {
    yield `${unreached(outcome, style).join('\n')}\n`;
    return;
  }
  yield `${summary(outcome, report, style).join('\n')}\n`;
  for (const step of outcome.steps) yield `\n${stepLines(step, outcome, style).join('\n')}\n`;
};

function summary(outcome: PlannedOutcome, report: PlanReport, style: PlanStyle): readonly string[] {
  const { palette } = style;
  const scopes = outcome.scopes.map(({ name, before, after, target }) => {
    const title = name === '' ? '' : `${visible(name)}: `;
    const wanted = target === null ? '' : palette.dim(`  (target ${target})`);
    const from = `${exactPoints(before.current, style)} of ${exactPoints(before.max, style)} (${exactPercent(before, style)})`;
    const to = `${exactPoints(after.current, style)} (${exactPercent(after, style)})`;
    return `  ${title}${from} -> ${palette.bold(to)}${wanted}`;
  });
  const work =
    outcome.steps.length === 0
      ? nothingToDo(report)
      : `${counted(outcome.steps.length, 'step')}, ${counted(fixesIn(outcome.steps), 'fix', 'fixes')}, ${hoursText(outcome.cost)} of work.`;
  return [...scopes, '', `  ${work}`, ...wrap(proofSentence(outcome, report), style.width - 2).map((line) => `  ${palette.dim(line)}`)];
}

function nothingToDo({ aim }: PlanReport): string {
  return aim.kind === 'targets' ? 'Nothing to do: the target is reached.' : 'Nothing can be gained for that much work.';
}

function fixesIn(steps: readonly StepReport[]): number {
  return steps.reduce((sum, { resources }) => sum + resources.reduce((own, { fixes }) => own + fixes.length, 0), 0);
}

/** How good the plan is, and how that is known. */
export function proofSentence({ proof, steps }: PlannedOutcome, { aim, by }: PlanReport): string {
  const choice = { resource: 'fixes', recommendation: 'whole recommendations', group: 'actions and fixes' }[by];
  if (proof.optimal) {
    if (steps.length === 0) return 'Proved.';
    return aim.kind === 'targets' ? `Proved: no choice of ${choice} reaches it for less.` : `Proved: no choice of ${choice} reaches more.`;
  }
  return aim.kind === 'targets'
    ? `The search was stopped: the cheapest plan may cost ${hoursText(proof.gap)} less, and certainly ${hoursText(proof.bound)} or more.`
    : `The search was stopped: the best plan may reach ${signed(proof.gap).replace('+', '')} points more, and certainly no more than ${nearestDouble(proof.bound).toFixed(2)}.`;
}

function stepLines(step: StepReport, { scopes }: PlannedOutcome, style: PlanStyle): readonly string[] {
  const { palette } = style;
  const gained = step.gained.map((gain) => signed(gain)).join(' / ');
  const reached = step.reached.map((points, at) => reachedText(points, scopes[at]?.before.max ?? zero, style)).join(' / ');
  const titles = step.action === null ? step.recommendations.map(({ title }) => title) : [step.action];
  const head = `${String(step.number).padStart(2)}. ${palette.bold(`${gained} points`)} for ${hoursText(step.cost)}, to ${reached}`;
  const width = style.width - 4;
  const lines = titles.flatMap((title) => wrap(visible(title), width));
  const names = step.recommendations.map(({ name }) => visible(name)).join(', ');
  const where = `${counted(step.resources.length, 'resource')} in ${subscriptionNames(step, style)}`;
  const shown = style.all ? step.resources : step.resources.slice(0, shownOfStep);
  const hidden = step.resources.length - shown.length;
  return [
    head,
    ...lines.map((line) => `    ${line}`),
    ...[...wrap(names, width), ...wrap(where, width)].map((line) => `    ${palette.dim(line)}`),
    ...shown.flatMap((resource) => resourceLines(resource, style)).map((line) => `    ${line}`),
    ...(hidden > 0 ? [`    ${palette.dim(`and ${count(hidden)} more; --all shows them`)}`] : []),
  ];
}

function subscriptionNames({ subscriptions }: StepReport, { all }: PlanStyle): string {
  const names = (all ? subscriptions : subscriptions.slice(0, shownOfStep)).map(({ displayName }) => visible(displayName));
  const hidden = subscriptions.length - names.length;
  return `${names.join(', ')}${hidden > 0 ? ` and ${counted(hidden, 'subscription')} more` : ''}`;
}

function reachedText(points: Rational, max: Rational, style: PlanStyle): string {
  const share = max.numerator === 0n ? '' : ` (${exactPercent({ current: points, max }, style)})`;
  return `${exactPoints(points, style)}${share}`;
}

/** Commands stand on one line whatever the width, so that they can be copied. */
function resourceLines({ id, fixes }: ResourceFix, style: PlanStyle): readonly string[] {
  const commands = fixes.flatMap(({ command }) => (command === undefined ? [] : [`  ${visible(command)}`]));
  return commands.length > 0 && fixes.length === commands.length
    ? indentedCommands(commands)
    : [cutMiddle(visible(id), style.width - 4), ...commands];
}

function indentedCommands(commands: readonly string[]): readonly string[] {
  return commands.map((command) => command.trimStart());
}

function unreached({ scopes }: UnreachedOutcome, style: PlanStyle): readonly string[] {
  const { palette } = style;
  return scopes.flatMap(({ name, target, before, most, needed, blocked }) => {
    const max = before?.max ?? zero;
    const title = name === '' ? '' : `${visible(name)}: `;
    const beyond = compare(needed, max) > 0;
    const lines = [
      `  ${title}${palette.bad(`The target ${target} is out of reach.`)}`,
      `  Now ${exactPoints(before?.current ?? zero, style)} of ${exactPoints(max, style)}; everything that can be done leads to ${palette.bold(reachedText(most, max, style))}.`,
      ...(beyond ? [`  The target lies above the maximum of ${exactPoints(max, style)} points.`] : []),
    ];
    if (blocked.length === 0) return lines;
    return [
      ...lines,
      '',
      '  In the way: what the costs say can never be done',
      ...indented(
        blocked.map(({ recommendation, resources }) => `${counted(resources, 'resource').padStart(14)}  ${visible(recommendation.name)}`),
      ),
    ];
  });
}
