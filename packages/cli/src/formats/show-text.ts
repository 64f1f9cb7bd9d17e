import { bySeverity } from '../drawing/colour.ts';
import { count, points } from '../drawing/number.ts';
import { visible } from '../drawing/visible.ts';
import { cutMiddle, wrap } from '../drawing/width.ts';
import type { JudgedResource, RecommendationPage } from '../recommendation-page.ts';
import type { Style } from '../result.ts';
import { kindSentences, severityNames, statusNames, threatNames } from '../wording.ts';
import { type ShowFormat, shownOfState } from './show-format.ts';
import { gain, indented } from './text-section.ts';

/** One recommendation for a terminal. */
export const showText: ShowFormat = function* (page, { style, all }) {
  const blocks = [heading(page, style), ...about(page, style), ...fixing(page, style)];
  yield `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  for (const { status, resources } of page.resources) {
    const shown = all ? resources : resources.slice(0, shownOfState);
    yield `\n${style.palette.bold(`${statusNames[status]}: ${count(resources.length)}`)}\n`;
    for (const resource of shown) yield `${indented(resourceLines(resource, style)).join('\n')}\n`;
    if (resources.length > shown.length)
      yield `  ${style.palette.dim(`and ${count(resources.length - shown.length)} more; --all shows them`)}\n`;
  }
};

function heading({ item, score, categoryName }: RecommendationPage, style: Style): readonly string[] {
  const { recommendation } = item;
  const { palette } = style;
  const severity = bySeverity(palette, recommendation.severity)(severityNames[recommendation.severity]);
  const lines = [
    ...wrap(visible(recommendation.title), style.width).map(palette.bold),
    palette.dim(`${visible(recommendation.name)}  ${recommendation.key}`),
    `${severity}; ${categoryName}; ${kindSentences[recommendation.kind]}`,
  ];
  const worth =
    item.points === null ? 'Does not count in this edition.' : `Worth ${count(item.points)} ${item.points === 1 ? 'point' : 'points'}.`;
  if (score === undefined) return [...lines, worth];
  if (!score.active) return [...lines, ...wrap(`${worth} Not active: no resource that counts is healthy or unhealthy.`, style.width)];
  return [
    ...lines,
    `Score ${palette.bold(points(score.score.current, style))} of ${points(score.score.max, style)}, impact ${palette.bold(gain(score.impact, style))}`,
  ];
}

function about({ item: { recommendation } }: RecommendationPage, style: Style): readonly (readonly string[])[] {
  const threats = recommendation.threats.map((threat) => threatNames[threat]).join(', ');
  return [
    ...(recommendation.why === '' ? [] : [block('Why', recommendation.why, style)]),
    ...(threats === '' ? [] : [block('Threats', threats, style)]),
  ];
}

function fixing(page: RecommendationPage, style: Style): readonly (readonly string[])[] {
  const { fix, whenNotToFix } = page.item.recommendation;
  const width = style.width - 5;
  const steps = fix.steps.flatMap((step, at) =>
    wrap(visible(step), width).map((line, part) => (part === 0 ? `${at + 1}. ${line}` : `   ${line}`)),
  );
  const command = fix.command === undefined || hasCommands(page) ? [] : ['', fix.command];
  const blocks = [
    [style.palette.bold('How to fix'), ...indented([`Effort ${fix.effort}, impact on users ${fix.userImpact}`, ...steps, ...command])],
  ];
  if (fix.caution !== undefined) blocks.push([...block('Caution', fix.caution, style)]);
  if (whenNotToFix !== '') blocks.push([...block('When not to fix', whenNotToFix, style)]);
  return blocks;
}

function hasCommands({ resources }: RecommendationPage): boolean {
  return resources.some((group) => group.resources.some(({ command }) => command !== undefined));
}

function block(title: string, text: string, style: Style): readonly string[] {
  return [style.palette.bold(title), ...indented(wrap(visible(text), style.width - 2))];
}

/** Commands stand on one line whatever the width, so that they can be copied. */
function resourceLines({ id, reason, command }: JudgedResource, style: Style): readonly string[] {
  return [
    cutMiddle(visible(id), style.width - 2),
    ...(reason === undefined ? [] : wrap(visible(reason), style.width - 4).map((line) => `  ${style.palette.dim(line)}`)),
    ...(command === undefined ? [] : [`  ${visible(command)}`]),
  ];
}
