import { visible } from '../drawing/visible.ts';
import type { Format, Rows, ScanResult } from '../result.ts';

type Value = string | number | boolean | null | undefined;

/** RFC 4180 with a line of titles; `--rows` chooses what a line is about. Text that a spreadsheet would run as a formula is defused. */
export const csv: Format = function* (result, style) {
  for (const row of linesByRows[style.rows](result)) yield `${row.map(cellOf).join(',')}\r\n`;
};

const linesByRows: Readonly<Record<Rows, (result: ScanResult) => Iterable<readonly Value[]>>> = {
  *recommendations({ report }) {
    yield [
      'name',
      'key',
      'displayName',
      'category',
      'severity',
      'kind',
      'active',
      'points',
      'score',
      'impact',
      'healthy',
      'unhealthy',
      'notApplicable',
      'notAssessed',
    ];
    for (const one of report.recommendations) {
      const counts = [one.healthy, one.unhealthy, one.notApplicable, one.notAssessed];
      yield [
        one.name,
        one.key,
        one.displayName,
        one.category,
        one.severity,
        one.kind,
        one.active,
        one.points,
        one.score.current,
        one.impact,
        ...counts,
      ];
    }
  },
  *assessments({ assessments, recommendations }) {
    yield ['recommendation', 'name', 'severity', 'resource', 'type', 'subscription', 'status', 'cause', 'needs', 'decidedBy', 'because'];
    for (const one of assessments()) {
      const about = recommendations.get(one.recommendation);
      const verdict = [one.status, one.cause, one.needs, one.decidedBy, one.because?.text];
      yield [one.recommendation, about?.name, about?.severity, one.resource, one.type, one.subscription, ...verdict];
    }
  },
  *subscriptions({ report }) {
    yield ['id', 'displayName', 'managementGroups', 'score', 'max', 'percentage', 'healthy', 'unhealthy', 'resources'];
    for (const one of report.subscriptions) {
      const score = [one.score?.current, one.score?.max, one.score?.percentage];
      yield [one.id, one.displayName, one.managementGroups.join(' / '), ...score, one.healthy, one.unhealthy, one.resources];
    }
  },
};

/** What spreadsheets take for the beginning of a formula, their full-width twins included; also after spaces and quotes. */
const formula = /^[\s'"]*[=+\-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20]/u;

/**
 * One cell, always on one line. Text that could begin a formula gets an apostrophe before it, as OWASP advises; control characters
 * are spelled out; numbers are ours and stay numbers.
 */
export function cellOf(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = visible(formula.test(value) ? `'${value}` : value);
  return /[",;]|^\s|\s$|^'/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
