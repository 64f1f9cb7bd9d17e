import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const batchDiagnosticLogs: Recommendation = {
  name: 'batch-diagnostic-logs',
  key: '32771b45-220c-1a8b-584e-fdd5a2584a66',
  title: 'Enable diagnostic logs in Batch accounts',
  alsoKnownAs: [
    'Diagnostic logs in Batch accounts should be enabled',
    'Resource logs in Batch accounts should be enabled',
    'Diagnostics logs in Batch accounts should be enabled',
  ],
  why: 'A batch account runs whatever code it is given; the service log tells which pools and tasks were made and when.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.Batch/batchAccounts'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.Batch/batchAccounts'),
  fix: diagnosticLogFix(['ServiceLog', 'AuditLog']),
  whenNotToFix: 'An account without pools.',
  examples: diagnosticLogExamples('Microsoft.Batch/batchAccounts', 'shopbatch', 'ServiceLog'),
};
