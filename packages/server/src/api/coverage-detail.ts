import type { ScoreReport } from '@plumbline/assess';

/** @returns the report, with empty lists in its coverage where only counts are asked for. */
export function withCoverage(report: ScoreReport, detail: 'all' | 'counts'): ScoreReport {
  if (detail === 'all') return report;
  const { notPermitted: _refused, ...coverage } = report.coverage;
  return {
    ...report,
    coverage: { ...coverage, byType: [], notCollected: [], disagreements: [], incomplete: [], ignored: [], unknownAssessments: [] },
  };
}
