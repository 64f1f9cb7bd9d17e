import type { ScoreReport } from '@plumbline/assess';
import type { Severity } from '@plumbline/catalogue';
import { counted, percent, rounded } from './drawing/number.ts';
import { OperationError } from './operation-error.ts';

/** The least score that passes. */
export interface Threshold {
  /** Points, or a share of the maximum from 0 to 1. */
  readonly value: number;
  readonly unit: 'points' | 'share';
  /** As the user wrote it. */
  readonly text: string;
}

export interface Gates {
  readonly failUnder?: Threshold;
  readonly failOn?: Severity;
}

/** Parses `60%` (of the maximum) or `400` (points). */
export function thresholdOf(text: string): Threshold {
  const match = /^(?<number>\d{1,12}(?:\.\d{1,12})?)(?<percent>%?)$/.exec(text.trim());
  const number = match?.groups?.['number'];
  if (number === undefined) {
    throw new OperationError('usage', `--fail-under ${text}: expected points or a percentage.`, {
      hint: 'Such as --fail-under 400 or --fail-under 60%.',
    });
  }
  if (match?.groups?.['percent'] !== '%') return { value: Number(number), unit: 'points', text: number };
  // Through the decimal, because 57 / 100 and "0.57" must be the same double as the report's.
  const value = Number(`${number}e-2`);
  if (value > 1)
    throw new OperationError('usage', `--fail-under ${text}: a percentage above 100 can never be reached.`, {
      hint: 'Give points without the % sign.',
    });
  return { value, unit: 'share', text: `${number}%` };
}

const rank: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2 };

/** Why the gates do not let this report pass, in sentences; empty when they do. */
export function gateFailures(report: ScoreReport, gates: Gates): readonly string[] {
  return [...underThreshold(report, gates.failUnder), ...unhealthyBySeverity(report, gates.failOn)];
}

function underThreshold({ score }: ScoreReport, threshold: Threshold | undefined): readonly string[] {
  if (threshold === undefined || score === null) return [];
  const reached = threshold.unit === 'share' ? score.percentage : score.current;
  if (reached >= threshold.value) return [];
  const shown = threshold.unit === 'share' ? percent(reached, { precise: true }) : rounded(reached, 4);
  return [`The score is ${shown}, under the ${threshold.text} that --fail-under asks for.`];
}

function unhealthyBySeverity(report: ScoreReport, severity: Severity | undefined): readonly string[] {
  if (severity === undefined) return [];
  const failing = report.recommendations.filter((one) => one.active && one.unhealthy > 0 && rank[one.severity] >= rank[severity]);
  if (failing.length === 0) return [];
  const resources = failing.reduce((sum, one) => sum + one.unhealthy, 0);
  const above = severity === 'high' ? '' : ' or higher';
  return [
    `${counted(failing.length, 'recommendation')} of severity ${severity}${above} (--fail-on) with ${counted(resources, 'unhealthy assessment')}.`,
  ];
}
