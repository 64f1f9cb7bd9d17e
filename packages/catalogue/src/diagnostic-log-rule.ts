import type { JsonObject } from '@plumbline/policy';
import { exampleExtension, exampleId, exampleResource } from './example-resource.ts';
import type { Examples, Fix } from './recommendation.ts';

const setting = 'Microsoft.Insights/diagnosticSettings';
/** The days that Azure's own rules ask for by default. */
const retentionDays = 365;

/**
 * Resources of a type without a diagnostic setting that keeps a log. One setting with one enabled log is enough; where it writes to a
 * storage account and lets logs expire there, they must live for ever (0) or for a year. Newer settings name a category group and
 * have no retention policy: those count as they are.
 */
export function diagnosticLogRule(type: string): JsonObject {
  const keepsLongEnough = {
    anyOf: [
      { field: `${setting}/storageAccountId`, exists: false },
      { field: `${setting}/logs[*].retentionPolicy.enabled`, notEquals: true },
      { field: `${setting}/logs[*].retentionPolicy.days`, equals: 0 },
      { field: `${setting}/logs[*].retentionPolicy.days`, greaterOrEquals: retentionDays },
    ],
  };
  return {
    if: { field: 'type', equals: type },
    then: {
      effect: 'auditIfNotExists',
      details: {
        type: setting,
        existenceCondition: {
          count: {
            field: `${setting}/logs[*]`,
            where: { allOf: [{ field: `${setting}/logs[*].enabled`, equals: true }, keepsLongEnough] },
          },
          greater: 0,
        },
      },
    },
  };
}

/** @param categories the log categories of the service that tell who did what. */
export function diagnosticLogFix(categories: readonly string[]): Fix {
  return {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Choose a Log Analytics workspace, storage account or event hub that the team cannot delete from.',
      `Add a diagnostic setting that sends the logs there: ${categories.join(', ')}.`,
      `If it is a storage account, keep the logs for ever or for at least ${retentionDays} days.`,
    ],
    command:
      'az monitor diagnostic-settings create --name security --resource {id} --workspace WORKSPACE_ID --logs \'[{"categoryGroup":"allLogs","enabled":true}]\'',
    caution: 'The place where logs are kept charges by volume; start with the categories named above if the resource is busy.',
    together: { action: 'Assign a policy that adds the diagnostic setting, with a remediation task', on: 'subscription' },
  };
}

/** Examples for a resource of any type: what decides is only its diagnostic settings. */
export function diagnosticLogExamples(type: string, name: string, category: string): Examples {
  const resource = exampleResource(type, name, { properties: { provisioningState: 'Succeeded' } });
  const neighbour = exampleResource(type, `${name}2`);
  const workspaceId = exampleId(exampleResource('Microsoft.OperationalInsights/workspaces', 'security-logs'));
  const storageAccountId = exampleId(exampleResource('Microsoft.Storage/storageAccounts', 'shoplogs'));
  const settingOf = (of: JsonObject, properties: JsonObject, called = 'security') => exampleExtension(of, setting, called, { properties });
  const log = (enabled: boolean, retentionPolicy?: JsonObject) => ({ category, enabled, ...(retentionPolicy ? { retentionPolicy } : {}) });
  const stored = (days: number, enabled = true) => settingOf(resource, { storageAccountId, logs: [log(true, { enabled, days })] });
  const metricsOnly = {
    workspaceId,
    logs: [log(false, { enabled: false, days: 0 })],
    metrics: [{ category: 'AllMetrics', enabled: true }],
  };
  return {
    healthy: [
      {
        name: 'sent to a workspace',
        resource,
        estate: [settingOf(resource, { workspaceId, logs: [log(true, { enabled: false, days: 0 })] })],
      },
      {
        name: 'a category group, without retention policy',
        resource,
        estate: [settingOf(resource, { workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] })],
      },
      { name: 'stored for a year', resource, estate: [stored(retentionDays)] },
      { name: 'stored for ever', resource, estate: [stored(0)] },
      { name: 'stored, retention left to the account', resource, estate: [stored(0, false)] },
      {
        name: 'expiry set, but nothing stored',
        resource,
        estate: [settingOf(resource, { workspaceId, logs: [log(true, { enabled: true, days: 30 })] })],
      },
      {
        name: 'the second of two settings has the logs',
        resource,
        estate: [settingOf(resource, metricsOnly, 'metrics'), settingOf(resource, { workspaceId, logs: [log(true)] })],
      },
    ],
    unhealthy: [
      { name: 'no setting; only a neighbour has one', resource, estate: [settingOf(neighbour, { workspaceId, logs: [log(true)] })] },
      { name: 'only metrics are sent', resource, estate: [settingOf(resource, metricsOnly)] },
      { name: 'stored for a month', resource, estate: [stored(30)] },
      { name: 'a setting without any log', resource, estate: [settingOf(resource, { workspaceId, logs: [] })] },
    ],
    notCollected: [{ name: 'no diagnostic settings in the input', resource }],
  };
}
