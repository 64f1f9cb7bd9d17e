import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const searchDiagnosticLogs: Recommendation = {
  name: 'search-diagnostic-logs',
  key: 'dea5192e-1bb3-101b-b70c-4646546f5e1e',
  title: 'Audit enabling of diagnostic logs for Search services',
  alsoKnownAs: [
    'Diagnostic logs in Search services should be enabled',
    'Resource logs in Search services should be enabled',
    'Diagnostic logs in Search service should be enabled',
    'Diagnostics logs in Search services should be enabled',
  ],
  why: 'The logs tell who queried, changed or dumped an index, and which keys were used to do it.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.Search/searchServices'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.Search/searchServices'),
  fix: diagnosticLogFix(['OperationLogs']),
  whenNotToFix: 'A trial service with public data only.',
  examples: diagnosticLogExamples('Microsoft.Search/searchServices', 'shop-search', 'OperationLogs'),
};
