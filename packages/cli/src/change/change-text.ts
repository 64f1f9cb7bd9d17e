import { multiply, type Rational, rationalOf } from '@plumbline/score';
import { exactPercent, exactPoints, signed } from '../drawing/exact.ts';
import { count, counted } from '../drawing/number.ts';
import { table } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { wrap } from '../drawing/width.ts';
import { refusedSentences } from '../formats/coverage-summary.ts';
import { indented, tableOptions, titled } from '../formats/text-section.ts';
import type { Style } from '../result.ts';
import { type ChangeEnd, type ChangeReport, type ChangeRow, type Hidden, isUnchanged } from './change-report.ts';

/** Rows of a list that are shown unless all are asked for. */
export const shownRows = 10;

/** Points, or percentage points. */
export function amountText(amount: Rational, { measure }: Pick<ChangeReport, 'measure'>): string {
  return measure === 'points' ? signed(amount, 4) : `${signed(multiply(amount, rationalOf(100)), 4)}%`;
}

/** `By recommendation`; the controls model counts controls. */
export function groupingTitle({ grouping, model }: Pick<ChangeReport, 'grouping' | 'model'>): string {
  return `By ${grouping === 'recommendation' && model === 'controls' ? 'control' : grouping}`;
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
  const limited = (rows: readonly ChangeRow[]) => (all ? rows : rows.slice(0, shownRows));
  const more = (rows: readonly ChangeRow[]) =>
    !all && rows.length > shownRows ? indented([style.palette.dim(`and ${count(rows.length - shownRows)} more; --all shows them`)]) : [];
  return [
    ...(report.hidden.length === 0 ? [] : [hiddenLines(report, style)]),
    ...(report.noLongerPermitted.length === 0 ? [] : [refusedLines(report, style)]),
    ...(isUnchanged(report) ? [['Nothing that counts has changed.']] : causeLines()),
  ];

  function causeLines(): readonly (readonly string[])[] {
    return [
      ...(report.byCause.length === 0 ? [] : [titled('By cause', rowLines(report.byCause, report, style), style)]),
      [...titled(groupingTitle(report), rowLines(limited(report.groups), report, style), style), ...more(report.groups)],
    ];
  }
}

function hiddenLines({ hidden }: ChangeReport, style: Style): readonly string[] {
  const { palette } = style;
  return hidden.flatMap((one) => [
    palette.bad(palette.bold(`WARNING: ${hiddenText(one)} because something was hidden, not because it got better`)),
    ...indented(rowLines(one.rows, one, style)),
  ]);
}

/** A lost permission is the most common reason why something is no longer collected. */
function refusedLines({ noLongerPermitted }: ChangeReport, style: Style): readonly string[] {
  const sentences = refusedSentences({ notPermitted: noLongerPermitted }).flatMap((sentence) => wrap(visible(sentence), style.width - 2));
  return [style.palette.bad(style.palette.bold('WARNING: no longer readable for the collector')), ...indented(sentences)];
}

/** `+3.5 points`, `+1.2%` */
export function hiddenText(hidden: Hidden): string {
  return `${amountText(hidden.gained, hidden)}${hidden.measure === 'points' ? ' points' : ''}`;
}

function rowLines(rows: readonly ChangeRow[], report: Pick<ChangeReport, 'measure'>, style: Style): readonly string[] {
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
