// The parts of the page that say what the score is and what would raise it.
import type { OverallScore, SubscriptionScore } from '@plumbline/assess';
import { bar } from '../drawing/bar.ts';
import { bySeverity, byShare, type Palette } from '../drawing/colour.ts';
import { count, counted, percent, points } from '../drawing/number.ts';
import { table, tableLines } from '../drawing/table.ts';
import { visible } from '../drawing/visible.ts';
import { cutMiddle, widthOf, wrap } from '../drawing/width.ts';
import { modelSentence, severityNames, timeText, whySumsDiffer } from '../wording.ts';
import { byActivity } from './coverage-summary.ts';
import { gain, prose, type Section, tableOptions, titled, titledLines } from './text-section.ts';

const overallBarWidth = 60;

export const headline: Section = (report, style) => {
  const { palette } = style;
  const scope = report.scope.length === 0 ? ['Everything in the input'] : report.scope.map(visible);
  const lines = [
    `${palette.bold('Secure score')}  ${palette.dim(timeText(report.generatedAt))}`,
    ...scope.map((one) => cutMiddle(one, style.width)),
    palette.dim(modelSentence(report)),
    '',
  ];
  if (report.score === null) {
    return [
      ...lines,
      ...wrap(
        'No score: no recommendation has a healthy or an unhealthy resource here. That is neither 0 nor 100; see the coverage below.',
        style.width,
      ),
    ];
  }
  const { score } = report;
  const share = palette.bold(byShare(palette, score.percentage)(percent(score.percentage, style)));
  return [
    ...lines,
    `  ${palette.bold(points(score.current, style))} of ${points(score.max, style)} points  ${share}`,
    `  ${paintedBar(score, Math.min(overallBarWidth, style.width - 4), palette)}`,
  ];
};

export const categories: Section = (report, style) => {
  const active = report.categories.filter((category) => category.max > 0);
  if (active.length === 0) return [];
  const rows = active.map((category) => [
    { text: category.name },
    { text: points(category.current, style) },
    { text: `of ${points(category.max, style)}` },
    { text: percent(category.percentage, style), paint: byShare(style.palette, category.percentage) },
    { text: blocks(category, style.precise ? 8 : 20), paint: byShare(style.palette, category.percentage) },
    { text: `${count(category.unhealthy)} unhealthy` },
  ]);
  const columns = [
    { title: '' },
    { title: '', align: 'right' },
    { title: '' },
    { title: '', align: 'right' },
    { title: '' },
    { title: '', align: 'right' },
  ] as const;
  return titled('By category', withoutHeading(table(columns, rows, tableOptions(style))), style);
};

export const controls: Section = (report, style) => {
  if (report.model !== 'controls') return [];
  const active = report.controls.filter((control) => control.max > 0);
  if (active.length === 0) return [];
  const columns = [
    { title: 'Control', grows: true },
    { title: 'Score', align: 'right' },
    { title: 'Max', align: 'right' },
    { title: 'Gain', align: 'right' },
    { title: 'Healthy', align: 'right' },
    { title: 'Unhealthy', align: 'right' },
  ] as const;
  const rows = active.map((control) => [
    { text: visible(control.name) },
    { text: points(control.current, style), paint: byShare(style.palette, control.percentage) },
    { text: points(control.max, style) },
    { text: gain(control.potentialIncrease, style) },
    { text: count(control.healthy) },
    { text: count(control.unhealthy) },
  ]);
  return titled('By control', table(columns, rows, tableOptions(style)), style);
};

export const topThree: Section = (report, style) => {
  if (report.topRecommendations.length === 0) return [];
  const { palette } = style;
  const lines = report.topRecommendations.flatMap((one) => {
    const amount = gain(one.impact, style);
    const indent = ' '.repeat(amount.length + 2);
    const [first = '', ...more] = wrap(visible(one.displayName), style.width - 2 - indent.length);
    const state = `, ${count(one.unhealthy)} of ${counted(one.healthy + one.unhealthy, 'resource')} unhealthy`;
    const severity = severityNames[one.severity];
    const told = bySeverity(palette, one.severity)(severity) + state;
    const command = `plumbline show ${visible(one.name)}`;
    const fits = indent.length + widthOf(`${severity}${state}; ${command}`) <= style.width - 2;
    return [
      `${palette.bold(palette.good(amount))}  ${palette.bold(first)}`,
      ...more.map((line) => indent + palette.bold(line)),
      ...(fits ? [`${indent}${told}; ${palette.dim(command)}`] : [indent + told, indent + palette.dim(command)]),
    ];
  });
  return titled('Fix first', lines, style);
};

export const subscriptions: Section = (report, style) => {
  if (report.subscriptions.length === 0) return [];
  const columns = [
    { title: 'Subscription', grows: true },
    { title: 'Score', align: 'right' },
    { title: 'Max', align: 'right' },
    { title: '', align: 'right' },
    { title: 'Healthy', align: 'right' },
    { title: 'Unhealthy', align: 'right' },
    { title: 'Resources', align: 'right' },
  ] as const;
  const cells = (one: SubscriptionScore) => [
    { text: visible(one.displayName === '' ? one.id : one.displayName) },
    { text: one.score === null ? 'none' : points(one.score.current, style) },
    { text: one.score === null ? '' : points(one.score.max, style) },
    one.score === null ? { text: '' } : { text: percent(one.score.percentage, style), paint: byShare(style.palette, one.score.percentage) },
    { text: count(one.healthy) },
    { text: count(one.unhealthy) },
    { text: count(one.resources) },
  ];
  const rows = {
    *[Symbol.iterator]() {
      for (const one of report.subscriptions) yield cells(one);
    },
  };
  const why = report.subscriptions.length > 1 && report.model === 'classic' ? prose(whySumsDiffer, style) : [];
  function* lines() {
    yield* tableLines(columns, rows, tableOptions(style));
    yield* why;
  }
  return titledLines('Subscriptions', lines(), style);
};

export const recommendations: Section = (report, style) => {
  const { active, inactive } = byActivity(report);
  if (active.length === 0) return [];
  const columns = [
    { title: 'Impact', align: 'right' },
    { title: 'Score', align: 'right' },
    { title: 'Max', align: 'right' },
    { title: 'Severity' },
    { title: 'Recommendation', grows: true },
    { title: 'Unhealthy', align: 'right' },
  ] as const;
  const rows = active.map((one) => [
    { text: gain(one.impact, style), paint: one.impact > 0 ? style.palette.bold : style.palette.dim },
    { text: points(one.score.current, style) },
    { text: points(one.score.max, style) },
    { text: severityNames[one.severity], paint: bySeverity(style.palette, one.severity) },
    { text: visible(one.displayName), ...(one.impact > 0 ? {} : { paint: style.palette.dim }) },
    { text: `${count(one.unhealthy)} of ${count(one.healthy + one.unhealthy)}` },
  ]);
  const note =
    inactive === 0
      ? []
      : prose(
          `${counted(inactive, 'more recommendation counts', 'more recommendations count')} on neither side: nothing here is healthy or unhealthy in them.`,
          style,
        );
  return titled('Recommendations by impact', [...table(columns, rows, tableOptions(style)), ...note], style);
};

function withoutHeading(lines: readonly string[]): readonly string[] {
  return lines.slice(1);
}

function paintedBar(score: OverallScore, width: number, palette: Palette): string {
  const { filled, rest } = bar(score.percentage, width);
  return byShare(palette, score.percentage)(filled) + palette.dim(rest);
}

function blocks(score: OverallScore, width: number): string {
  const { filled, rest } = bar(score.percentage, width);
  return filled + rest;
}
