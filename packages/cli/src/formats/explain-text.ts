import { nearestDouble } from '@plumbline/score';
import { exactPoints, signed } from '../drawing/exact.ts';
import { points } from '../drawing/number.ts';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { cutMiddle, wrap } from '../drawing/width.ts';
import type { VerdictExplanation } from '../explaining/explanation.ts';
import { lookUpSentence, reasonSentences, valuesOf, verdictSentence } from '../explaining/sentences.ts';
import type { Style } from '../result.ts';
import { kindSentences, timeText } from '../wording.ts';
import type { ExplainFormat } from './explain-format.ts';
import { indented, tableOptions, titled } from './text-section.ts';

/** How one verdict came about, for a terminal. */
export const explainText: ExplainFormat = function* (explanation, style) {
  const { item, resource } = explanation;
  const { palette } = style;
  const paint = { Healthy: palette.good, Unhealthy: palette.bad, NotApplicable: palette.dim, NotAssessed: palette.dim }[
    explanation.assessment.status
  ];
  const head = [
    ...wrap(visible(item.recommendation.title), style.width).map(palette.bold),
    cutMiddle(visible(resource.id), style.width),
    '',
    `  ${paint(palette.bold(verdictSentence(explanation)))}`,
    ...paragraphs(reasonSentences(explanation), style),
  ];
  const blocks = [
    head,
    found(explanation, style),
    rule(explanation, style),
    related(explanation, style),
    decisions(explanation, style),
    costs(explanation, style),
    fix(explanation, style),
  ];
  yield `${blocks
    .filter((block) => block.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function paragraphs(sentences: readonly string[], style: Style): readonly string[] {
  return indented(sentences.flatMap((sentence) => wrap(visible(sentence), style.width - 2)));
}

function found(explanation: VerdictExplanation, style: Style): readonly string[] {
  const values = valuesOf(explanation).map(([name, value]) => cutMiddle(visible(`${name.padEnd(9)} ${value}`), style.width - 2));
  return values.length === 0 ? [] : titled('Values', values, style);
}

function rule({ item }: VerdictExplanation, style: Style): readonly string[] {
  const { recommendation } = item;
  const body = recommendation.kind === 'policy' ? JSON.stringify(recommendation.rule, null, 2).split('\n').map(visible) : [];
  return titled('Rule', [`${recommendation.name}: ${kindSentences[recommendation.kind]}`, ...body], style);
}

function related({ trace }: VerdictExplanation, style: Style): readonly string[] {
  if (trace.lookUps.length === 0) return [];
  const lines = trace.lookUps.flatMap((lookUp) => [
    cutMiddle(visible(lookUpSentence(lookUp)), style.width - 2),
    ...(lookUp.kind === 'id' ? [] : lookUp.found.slice(0, 10).map((id) => `  ${cutMiddle(visible(id), style.width - 4)}`)),
    ...(lookUp.found.length > 10 ? [`  and ${lookUp.found.length - 10} more`] : []),
  ]);
  return titled('Looked at', lines, style);
}

function decisions({ exemption, assignments }: VerdictExplanation, style: Style): readonly string[] {
  const about = (sentence: string, id: string) => [
    ...wrap(visible(sentence), style.width - 2),
    `  ${cutMiddle(visible(id), style.width - 4)}`,
  ];
  const lines = assignments.flatMap(({ displayName, id }) => about(`Assigned by "${displayName}"`, id));
  if (exemption !== undefined) {
    const { displayName, category, expiresOn, id } = exemption;
    const until = expiresOn === null ? 'for ever' : `until ${timeText(expiresOn)}`;
    lines.push(...about(`Exempted by "${displayName}" (${category}, ${until})`, id));
  }
  return lines.length === 0 ? [] : titled('Assignment and exemption', lines, style);
}

function costs({ costs: scopes, assessment }: VerdictExplanation, style: Style): readonly string[] {
  if (assessment.status !== 'Unhealthy') return [];
  const columns = [{ title: '', align: 'right' }, { title: '', grows: true }, { title: '' }] as const;
  const rows = scopes.map(({ name, points: amount, current, max }) => [
    { text: signed(amount, 4), paint: style.palette.bold },
    { text: visible(name) },
    { text: current === null || max === null ? 'no score' : `${exactPoints(current, style)} of ${points(nearestDouble(max), style)}` },
  ]);
  return titled('Points to gain by fixing this one alone', table(columns, rows, tableOptions(style)).slice(1), style);
}

/** On one line whatever the width, so that it can be copied. */
function fix({ command }: VerdictExplanation, style: Style): readonly string[] {
  return command === undefined ? [] : titled('To fix it', [visible(command)], style);
}
