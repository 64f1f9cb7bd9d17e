import { amountText, caveats, endText, explanationLines } from '../change/change-text.ts';
import { counted } from '../drawing/number.ts';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import type { Style } from '../result.ts';
import type { WhatIfReport } from '../what-if/what-if-report.ts';
import { modelSentence, timeText } from '../wording.ts';
import { indented, prose, tableOptions, titled } from './text-section.ts';
import type { WhatIfFormat } from './what-if-format.ts';

/** A tried change for a terminal. */
export const whatIfText: WhatIfFormat = function* (report, { style, all }) {
  const { before, after, change } = report;
  const { palette } = style;
  const rows = [
    ['now', endText(before, style)],
    ['then', endText(after, style)],
    ...(change === null ? [] : [['change', `${amountText(change.difference, change)}${change.measure === 'points' ? ' points' : ''}`]]),
  ].map(([title = '', score = '']) => [{ text: title }, { text: score, paint: palette.bold }]);
  const head = [
    palette.bold('What if'),
    palette.dim(before.model === after.model ? modelSentence(before) : `${modelSentence(before)}; then: ${modelSentence(after)}`),
    '',
    ...indented(table([{ title: '' }, { title: '', grows: true }], rows, tableOptions(style)).slice(1)),
    ...(change === null ? [] : indented(caveats(change, style))),
  ];
  const blocks = [
    head,
    ...(change === null ? [] : explanationLines(change, { style, all })),
    ...subscriptionLines(report, style),
    ...debtLines(report, style),
  ];
  yield `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

function subscriptionLines({ subscriptions }: WhatIfReport, style: Style): readonly (readonly string[])[] {
  if (subscriptions.length === 0) return [];
  const columns = [
    { title: 'Subscription', grows: true },
    { title: 'Now', align: 'right' },
    { title: 'Then', align: 'right' },
  ] as const;
  const rows = subscriptions.map(({ displayName, before, after }) => [
    { text: visible(displayName) },
    { text: endText({ score: before }, style) },
    { text: endText({ score: after }, style) },
  ]);
  return [titled('Subscriptions that change', table(columns, rows, tableOptions(style)), style)];
}

function debtLines({ debt }: WhatIfReport, style: Style): readonly (readonly string[])[] {
  if (debt === null) return [];
  if (debt.length === 0) return [titled('Exemptions that run out', ['None: no exemption in force has a date.'], style)];
  const lines = debt.flatMap(({ on, exemptions, resources, score }) => [
    `${timeText(on)}  ${style.palette.bold(endText({ score }, style))}  ${style.palette.dim(counted(resources, 'resource'))}`,
    ...exemptions.map(({ displayName }) => `  ${visible(displayName)}`),
  ]);
  return [
    [...titled('Exemptions that run out, and the score from then on', lines, style), ...indented(prose('If nothing else is done.', style))],
  ];
}
