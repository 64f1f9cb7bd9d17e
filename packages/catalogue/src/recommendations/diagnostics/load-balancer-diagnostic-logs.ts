import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const loadBalancerDiagnosticLogs: Recommendation = {
  name: 'load-balancer-diagnostic-logs',
  key: 'e5e82449-c9bf-439f-8cd0-8a5086e96539',
  title: 'Enable diagnostic logs in Load Balancer',
  alsoKnownAs: [
    'Diagnostic logs in Load Balancer should be enabled',
    'Resource logs in Load Balancer should be enabled',
    'Diagnostics logs in Load Balancer should be enabled',
  ],
  why: 'Probe and alert events tell when a service went away or its ports ran out, which is how many attacks first show.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.Network/loadBalancers'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.Network/loadBalancers'),
  fix: diagnosticLogFix(['LoadBalancerAlertEvent', 'LoadBalancerProbeHealthStatus', 'LoadBalancerHealthEvent']),
  whenNotToFix: 'A balancer of a kind that offers no log categories.',
  examples: diagnosticLogExamples('Microsoft.Network/loadBalancers', 'shop-front', 'LoadBalancerAlertEvent'),
};
