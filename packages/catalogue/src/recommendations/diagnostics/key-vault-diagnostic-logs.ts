import { diagnosticLogExamples, diagnosticLogFix, diagnosticLogRule } from '../../diagnostic-log-rule.ts';
import type { Recommendation } from '../../recommendation.ts';

export const keyVaultDiagnosticLogs: Recommendation = {
  name: 'key-vault-diagnostic-logs',
  key: '88bbc99c-e5af-ddd7-6105-6150b2bfa519',
  title: 'Diagnostics logs in Key Vault should be enabled',
  alsoKnownAs: ['Diagnostic logs in Key Vault should be enabled', 'Resource logs in Key Vault should be enabled'],
  why: 'When a secret leaks, the audit events are what tells who read it, when, and which others were read.',
  severity: 'low',
  category: 'identity',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: ['Microsoft.KeyVault/vaults'],
  kind: 'policy',
  rule: diagnosticLogRule('Microsoft.KeyVault/vaults'),
  fix: diagnosticLogFix(['AuditEvent', 'AzurePolicyEvaluationDetails']),
  whenNotToFix: 'A vault for tests that holds made-up secrets only.',
  examples: diagnosticLogExamples('Microsoft.KeyVault/vaults', 'shop-vault', 'AuditEvent'),
};
