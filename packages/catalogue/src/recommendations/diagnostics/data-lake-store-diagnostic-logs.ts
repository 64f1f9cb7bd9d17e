import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const dataLakeStoreDiagnosticLogs: Recommendation = {
  name: 'data-lake-store-diagnostic-logs',
  key: 'ad5bbaeb-7632-5edf-f1c2-752075831ce8',
  title: 'Diagnostics logs in Azure Data Lake Store should be enabled',
  alsoKnownAs: ['Diagnostic logs in Azure Data Lake Store should be enabled', 'Resource logs in Azure Data Lake Store should be enabled'],
  why: 'The audit log is the only place that tells who read or deleted which file.',
  severity: 'low',
  category: 'data',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.DataLakeStore/accounts'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.DataLakeStore/accounts'),
  fix: diagnosticLogFix(['Audit', 'Requests']),
  whenNotToFix: 'An account that is only kept until its data has been moved: the service has been retired.',
  examples: diagnosticLogExamples('Microsoft.DataLakeStore/accounts', 'shoplakestore', 'Audit'),
};
