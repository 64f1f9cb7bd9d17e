import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const serviceBusDiagnosticLogs: Recommendation = {
  name: 'service-bus-diagnostic-logs',
  key: 'f19ab7d9-5ff2-f8fd-ab3b-0bf95dcb6889',
  title: 'Diagnostics logs in Service Bus should be enabled',
  alsoKnownAs: ['Diagnostic logs in Service Bus should be enabled', 'Resource logs in Service Bus should be enabled'],
  why: 'Without them nobody can tell afterwards who made a queue, changed a rule or read messages they should not have.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.ServiceBus/namespaces'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.ServiceBus/namespaces'),
  fix: diagnosticLogFix(['OperationalLogs', 'RuntimeAuditLogs']),
  whenNotToFix: 'A namespace for tests that carries made-up messages only.',
  examples: diagnosticLogExamples('Microsoft.ServiceBus/namespaces', 'shop-bus', 'OperationalLogs'),
};
