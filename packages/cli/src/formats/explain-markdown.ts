import { exactPoints, signed } from '../drawing/exact.ts';
import { lookUpSentence, reasonSentences, valuesOf, verdictSentence } from '../explaining/sentences.ts';
import { kindSentences } from '../wording.ts';
import type { ExplainFormat } from './explain-format.ts';
import { code, fenced, literal, markdownTable } from './markdown-text.ts';

/** How one verdict came about, for an issue or a wiki page. */
export const explainMarkdown: ExplainFormat = function* (explanation, style) {
  const { item, resource, assessment, trace, exemption, assignments, command, costs } = explanation;
  const { recommendation } = item;
  const rows = costs.map(({ name, points, current, max }) => [
    literal(name),
    signed(points, 4),
    current === null || max === null ? 'no score' : `${exactPoints(current, style)} of ${exactPoints(max, style)}`,
  ]);
  const values = valuesOf(explanation).map(([name, value]) => `- ${name} ${code(value)}`);
  const parts = [
    `## ${literal(recommendation.title)}`,
    code(resource.id),
    `**${literal(verdictSentence(explanation))}**\n${reasonSentences(explanation).map(literal).join('\n')}`.trim(),
    ...(values.length === 0 ? [] : [values.join('\n')]),
    `${code(recommendation.name)}: ${kindSentences[recommendation.kind]}`,
    ...(recommendation.kind === 'policy' ? [fenced(JSON.stringify(recommendation.rule, null, 2).split('\n'), 'json').join('\n')] : []),
    ...(trace.lookUps.length === 0
      ? []
      : [`Looked at:\n\n${trace.lookUps.map((lookUp) => `- ${literal(lookUpSentence(lookUp))}`).join('\n')}`]),
    ...(exemption === undefined ? [] : [`Exempted by ${literal(exemption.displayName)} (${exemption.category}): ${code(exemption.id)}`]),
    ...assignments.map(({ displayName, id }) => `Assigned by ${literal(displayName)}: ${code(id)}`),
    ...(assessment.status === 'Unhealthy' ? [markdownTable(['Scope', 'Points to gain', 'Score'], 'lrr', rows).join('\n')] : []),
    ...(command === undefined ? [] : [fenced([command], 'shell').join('\n')]),
  ];
  yield `${parts.join('\n\n')}\n`;
};
