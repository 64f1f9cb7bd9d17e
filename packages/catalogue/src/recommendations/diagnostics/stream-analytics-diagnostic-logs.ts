import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const streamAnalyticsDiagnosticLogs: Recommendation = {
  name: 'stream-analytics-diagnostic-logs',
  key: 'f11b27f2-8c49-5bb4-eff5-e1e5384bf95e',
  title: 'Diagnostics logs in Azure Stream Analytics should be enabled',
  alsoKnownAs: ['Diagnostic logs in Azure Stream Analytics should be enabled', 'Resource logs in Azure Stream Analytics should be enabled'],
  why: 'A job that fails or is tampered with loses events in silence; its logs are the only trace.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.StreamAnalytics/streamingJobs'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.StreamAnalytics/streamingJobs'),
  fix: diagnosticLogFix(['Execution', 'Authoring']),
  whenNotToFix: 'A job that is stopped for good and about to be deleted.',
  examples: diagnosticLogExamples('Microsoft.StreamAnalytics/streamingJobs', 'shop-clicks', 'Execution'),
};
