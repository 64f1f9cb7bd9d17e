import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const logicAppDiagnosticLogs: Recommendation = {
  name: 'logic-app-diagnostic-logs',
  key: '91387f44-7e43-4ecc-55f0-46f5adee3dd5',
  title: 'Enable diagnostics logs in Logic Apps',
  alsoKnownAs: [
    'Diagnostic logs in Logic Apps should be enabled',
    'Resource logs in Logic Apps should be enabled',
    'Diagnostics logs in Logic Apps should be enabled',
  ],
  why: 'Workflows act with stored connections; the run log is the only record of what they did with them.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.Logic/workflows'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.Logic/workflows'),
  fix: diagnosticLogFix(['WorkflowRuntime']),
  whenNotToFix: 'A disabled workflow that is kept as a template.',
  examples: diagnosticLogExamples('Microsoft.Logic/workflows', 'shop-orders', 'WorkflowRuntime'),
};
