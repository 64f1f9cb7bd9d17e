import type { ExactScore } from '@plumbline/assess';
import { nearestDouble, type Rational } from '@plumbline/score';
import { fractionText } from '../drawing/exact.ts';
import type { ChangeEnd, ChangeReport, ChangeRow } from './change-report.ts';

/** A number as the nearest double, and as the fraction that it is. */
export function exactNumber(value: Rational): { readonly value: number; readonly exact: string } {
  return { value: nearestDouble(value), exact: fractionText(value) };
}

export function scoreJson(score: ExactScore | null): object | null {
  if (score === null) return null;
  return {
    current: nearestDouble(score.current),
    max: nearestDouble(score.max),
    percentage: nearestDouble(score.percentage),
    exact: { current: fractionText(score.current), max: fractionText(score.max), percentage: fractionText(score.percentage) },
  };
}

/** The members of an explained change, for `plumbline diff` and `plumbline whatif`. */
export function changeJson(report: ChangeReport): object {
  return {
    model: report.model,
    before: endJson(report.before),
    after: endJson(report.after),
    measure: report.measure,
    difference: exactNumber(report.difference),
    hidden: report.hidden.map(({ measure, gained, rows }) => ({ measure, gained: exactNumber(gained), rows: rows.map(rowJson) })),
    noLongerPermitted: report.noLongerPermitted,
    byCause: report.byCause.map(rowJson),
    groupedBy: report.grouping,
    groups: report.groups.map(rowJson),
    contributions: report.contributions.map(({ cause, unit, unitName, subscription, group, resources, amount }) => ({
      cause,
      unit,
      unitName,
      subscription,
      group,
      assessments: resources,
      ...exactNumber(amount),
    })),
    resources: report.resources,
  };
}

function endJson({ score, edition, at }: ChangeEnd): object {
  return { score: scoreJson(score), edition, at };
}

function rowJson({ label, amount, assessments }: ChangeRow): object {
  return { label, assessments, ...exactNumber(amount) };
}
