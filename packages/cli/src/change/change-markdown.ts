import { counted } from '../drawing/number.ts';
import { refusedSentences } from '../formats/coverage-summary.ts';
import { literal, markdownTable } from '../formats/markdown-text.ts';
import type { Style } from '../result.ts';
import type { ChangeReport, ChangeRow } from './change-report.ts';
import { amountText, endText, groupingTitle, hiddenText, shownRows } from './change-text.ts';

/** An explained change for a comment on a pull request. */
export function changeMarkdown(report: ChangeReport, options: { readonly style: Style; readonly all: boolean }): string {
  const { style, all } = options;
  const shown = (rows: readonly ChangeRow[]) => (all ? rows : rows.slice(0, shownRows));
  const parts = [
    `**${amountText(report.difference, report)}${report.measure === 'points' ? ' points' : ''}**: ${endText(report.before, style)} → **${endText(report.after, style)}**`,
    ...report.hidden.map(
      (one) =>
        `> ⚠️ **${hiddenText(one)} because something was hidden**, not because it got better: ${one.rows.map(({ label }) => literal(label)).join(', ')}.`,
    ),
    ...(report.noLongerPermitted.length === 0
      ? []
      : [
          `> ⚠️ **No longer readable for the collector**: ${refusedSentences({ notPermitted: report.noLongerPermitted }).map(literal).join('; ')}.`,
        ]),
    ...(report.byCause.length === 0 ? ['Nothing that counts has changed.'] : [rows('Cause', report.byCause, report)]),
    ...(report.groups.length === 0 ? [] : [rows(groupingTitle(report), shown(report.groups), report)]),
    ...(shown(report.groups).length < report.groups.length
      ? [`and ${counted(report.groups.length - shownRows, 'more row', 'more rows')}`]
      : []),
  ];
  return parts.join('\n\n');
}

function rows(title: string, list: readonly ChangeRow[], report: ChangeReport): string {
  const cells = list.map(({ label, amount, assessments }) => [
    literal(label),
    amountText(amount, report),
    assessments === 0 ? '' : String(assessments),
  ]);
  return markdownTable([title, 'Change', 'Assessments'], 'lrr', cells).join('\n');
}
