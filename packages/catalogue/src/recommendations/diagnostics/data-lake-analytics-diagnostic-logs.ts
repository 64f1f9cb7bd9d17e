import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const dataLakeAnalyticsDiagnosticLogs: Recommendation = {
  name: 'data-lake-analytics-diagnostic-logs',
  key: 'c6dad669-efd7-cd72-61c5-289935607791',
  title: 'Diagnostics logs in Data Lake Analytics should be enabled',
  alsoKnownAs: ['Diagnostic logs in Data Lake Analytics should be enabled', 'Resource logs in Data Lake Analytics should be enabled'],
  why: 'Jobs read whole lakes at once; the audit log tells who ran which.',
  severity: 'low',
  category: 'data',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.DataLakeAnalytics/accounts'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.DataLakeAnalytics/accounts'),
  fix: diagnosticLogFix(['Audit', 'Requests']),
  whenNotToFix: 'An account that is only kept until its data has been moved: the service has been retired.',
  examples: diagnosticLogExamples('Microsoft.DataLakeAnalytics/accounts', 'shoplake', 'Audit'),
};
