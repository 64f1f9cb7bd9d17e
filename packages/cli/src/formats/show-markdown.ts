import { count, points } from '../drawing/number.ts';
import type { JudgedResource, RecommendationPage } from '../recommendation-page.ts';
import type { Style } from '../result.ts';
import { kindSentences, severityNames, statusNames, threatNames } from '../wording.ts';
import { code, fenced, literal } from './markdown-text.ts';
import { type ShowFormat, shownOfState } from './show-format.ts';
import { gain } from './text-section.ts';

/** One recommendation for a wiki page or an issue. */
export const showMarkdown: ShowFormat = function* (page, { style, all }) {
  for (const part of [heading(page, style), about(page), fixing(page)]) yield `${part.join('\n')}\n\n`;
  for (const { status, resources } of page.resources) {
    const shown = all ? resources : resources.slice(0, shownOfState);
    yield `### ${statusNames[status]}: ${count(resources.length)}\n\n`;
    for (const resource of shown) yield `${resourceLine(resource)}\n`;
    if (resources.length > shown.length) yield `- and ${count(resources.length - shown.length)} more\n`;
    const commands = shown.flatMap(({ command }) => command ?? []);
    if (commands.length > 0) yield `\n${fenced(commands, 'shell').join('\n')}\n`;
    yield '\n';
  }
};

function heading({ item, score, categoryName }: RecommendationPage, style: Style): readonly string[] {
  const { recommendation } = item;
  const worth = item.points === null ? 'does not count in this edition' : `worth ${count(item.points)}`;
  const state =
    score?.active === true
      ? `score ${points(score.score.current, style)} of ${points(score.score.max, style)}, impact **${gain(score.impact, style)}**`
      : worth;
  return [
    `## ${literal(recommendation.title)}`,
    '',
    `${code(recommendation.name)}; ${severityNames[recommendation.severity]}; ${literal(categoryName)}; ${kindSentences[recommendation.kind]}; ${state}`,
  ];
}

function about({ item: { recommendation } }: RecommendationPage): readonly string[] {
  const threats = recommendation.threats.map((threat) => threatNames[threat]).join(', ');
  return [literal(recommendation.why), ...(threats === '' ? [] : ['', `**Threats:** ${threats}`])];
}

function fixing({ item: { recommendation } }: RecommendationPage): readonly string[] {
  const { fix, whenNotToFix } = recommendation;
  return [
    '### How to fix',
    '',
    `Effort ${fix.effort}, impact on users ${fix.userImpact}`,
    '',
    ...fix.steps.map((step, at) => `${at + 1}. ${literal(step)}`),
    ...(fix.command === undefined ? [] : ['', ...fenced([fix.command], 'shell')]),
    ...(fix.caution === undefined ? [] : ['', `**Caution:** ${literal(fix.caution)}`]),
    ...(whenNotToFix === '' ? [] : ['', `**When not to fix:** ${literal(whenNotToFix)}`]),
  ];
}

function resourceLine({ id, reason }: JudgedResource): string {
  return `- ${code(id)}${reason === undefined ? '' : `: ${literal(reason)}`}`;
}
