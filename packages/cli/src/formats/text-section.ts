import type { ScoreReport } from '@plumbline/assess';
import { points } from '../drawing/number.ts';
import { wrap } from '../drawing/width.ts';
import type { Style } from '../result.ts';

/** One part of the page: its lines, without the blank line between parts; none where there is nothing to say. */
export type Section = (report: ScoreReport, style: Style) => Iterable<string>;

/** A section's title and its indented lines. */
export function titled(title: string, lines: readonly string[], { palette }: Style): readonly string[] {
  return [palette.bold(title), ...indented(lines)];
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map(indentedLine);
}

/** The same as `titled`, line by line. */
export function* titledLines(title: string, lines: Iterable<string>, { palette }: Style): Iterable<string> {
  yield palette.bold(title);
  for (const line of lines) yield indentedLine(line);
}

function indentedLine(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** Prose that fits under a title. */
export function prose(sentence: string, style: Style): readonly string[] {
  return wrap(sentence, style.width - 2).map((line) => style.palette.dim(line));
}

/** `+30`, what completing something adds. */
export function gain(impact: number, style: Style): string {
  return `+${points(impact, style)}`;
}

export function tableOptions(style: Style) {
  return { width: style.width - 2, heading: style.palette.dim };
}
