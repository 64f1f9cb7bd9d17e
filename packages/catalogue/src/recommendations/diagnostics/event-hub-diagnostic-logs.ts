import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const eventHubDiagnosticLogs: Recommendation = {
  name: 'event-hub-diagnostic-logs',
  key: '1597605a-0faf-5860-eb74-462ae2e9fc21',
  title: 'Diagnostics logs in Event Hub should be enabled',
  alsoKnownAs: [
    'Diagnostic logs in Event Hub should be enabled',
    'Resource logs in Event Hub should be enabled',
    'Diagnostic logs in Event Hubs should be enabled',
  ],
  why: 'Telemetry of everything else often flows through here; who changes or drains a hub unseen can hide an attack.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.EventHub/namespaces'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.EventHub/namespaces'),
  fix: diagnosticLogFix(['OperationalLogs', 'RuntimeAuditLogs']),
  whenNotToFix: 'A namespace for tests that carries made-up events only.',
  examples: diagnosticLogExamples('Microsoft.EventHub/namespaces', 'shop-hub', 'OperationalLogs'),
};
