import type { ChangeReport } from '../change/change-report.ts';
import { amountText, caveats, endText, explanationLines } from '../change/change-text.ts';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { cutMiddle } from '../drawing/width.ts';
import { modelSentence } from '../wording.ts';
import type { DiffFormat } from './diff-format.ts';
import { indented, tableOptions } from './text-section.ts';

/** An explained change for a terminal. */
export const diffText: DiffFormat = function* (report, { style, all, names }) {
  const { palette } = style;
  const columns = [{ title: '' }, { title: '', grows: true }, { title: '' }] as const;
  const rows = [
    ['before', names[0], endText(report.before, style)],
    ['after', names[1], endText(report.after, style)],
    ['change', '', totalText(report)],
  ].map(([title = '', name = '', score = '']) => [
    { text: title },
    { text: cutMiddle(visible(name), 30), paint: palette.dim },
    { text: score, paint: palette.bold },
  ]);
  const head = [
    `${palette.bold('Why the score changed')}`,
    palette.dim(modelSentence({ model: report.model, edition: report.after.edition })),
    '',
    ...indented(table(columns, rows, tableOptions(style)).slice(1)),
    ...indented(caveats(report, style)),
  ];
  const blocks = [head, ...explanationLines(report, { style, all })];
  yield `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};

function totalText(report: ChangeReport): string {
  return `${amountText(report.difference, report)}${report.measure === 'points' ? ' points' : ''}`;
}
