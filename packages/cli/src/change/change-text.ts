import { multiply, nearestDouble, type Rational, rationalOf } from '@plumbline/score';
import { exactPercent, exactPoints, signed } from '../drawing/exact.ts';
import { count, counted } from '../drawing/number.ts';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { wrap } from '../drawing/width.ts';
import { indented, tableOptions, titled } from '../formats/text-section.ts';
import type { Style } from '../result.ts';
import { type ChangeEnd, type ChangeReport, type ChangeRow, isUnchanged } from './change-report.ts';

/** Rows of a list that are shown unless all are asked for. */
export const shownRows = 10;

/** Points, or percentage points. */
export function amountText(amount: Rational, { measure }: Pick<ChangeReport, 'measure'>): string {
  return measure === 'points' ? signed(amount, 4) : `${signed(multiply(amount, rationalOf(100)), 4)}%`;
}

/** `723 of 1,208 (60%)` */
export function endText({ score }: Pick<ChangeEnd, 'score'>, style: { readonly precise: boolean }): string {
  if (score === null) return 'no score';
  return `${exactPoints(score.current, style)} of ${exactPoints(score.max, style)} (${exactPercent(score, style)})`;
}

/** Everything that explains a change, for a terminal: what was hidden first. */
export function explanationLines(
  report: ChangeReport,
  options: { readonly style: Style; readonly all: boolean },
): readonly (readonly string[])[] {
  const { style, all } = options;
  if (isUnchanged(report)) return [['Nothing that counts has changed.']];
  const limited = (rows: readonly ChangeRow[]) => (all ? rows : rows.slice(0, shownRows));
  const more = (rows: readonly ChangeRow[]) =>
    !all && rows.length > shownRows ? indented([style.palette.dim(`and ${count(rows.length - shownRows)} more; --all shows them`)]) : [];
  return [
    ...(report.hidden.length === 0 ? [] : [hiddenLines(report, style)]),
    titled('By cause', rowLines(report.byCause, report, style), style),
    [...titled(`By ${report.grouping}`, rowLines(limited(report.groups), report, style), style), ...more(report.groups)],
  ];
}

function hiddenLines(report: ChangeReport, style: Style): readonly string[] {
  const { palette } = style;
  const sum = amountText(report.gainedByHiding, report);
  return [
    palette.bad(
      palette.bold(
        `WARNING: ${sum}${report.measure === 'points' ? ' points' : ''} because something was hidden, not because it got better`,
      ),
    ),
    ...indented(rowLines(report.hidden, report, style)),
  ];
}

function rowLines(rows: readonly ChangeRow[], report: ChangeReport, style: Style): readonly string[] {
  const columns = [
    { title: '', align: 'right' },
    { title: '', grows: true },
    { title: '', align: 'right' },
  ] as const;
  const cells = rows.map(({ label, amount, assessments }) => [
    { text: amountText(amount, report), paint: amount.numerator > 0n ? style.palette.good : style.palette.bad },
    { text: visible(label) },
    { text: assessments === 0 ? '' : counted(assessments, 'assessment'), paint: style.palette.dim },
  ]);
  return table(columns, cells, tableOptions(style)).slice(1);
}

/** Sentences about what cannot be compared as it is. */
export function caveats(report: ChangeReport, style: Style): readonly string[] {
  const { before, after } = report;
  const notes =
    before.edition === after.edition
      ? []
      : [`The first is scored with ${visible(before.edition)}, the second with ${visible(after.edition)}.`];
  return notes.flatMap((note) => wrap(note, style.width - 2));
}

/** A signed number for gates and JSON. */
export function amountNumber(amount: Rational): number {
  return nearestDouble(amount);
}
