import type { JsonObject, Resource } from '@plumbline/policy';
import { exampleId, exampleResource } from '../../example-resource.ts';
import type { GraphVerdict, Neighbours, Recommendation } from '../../recommendation.ts';
import { objectsAt, textAt, valueAt } from '../../value-at.ts';

const accountType = 'Microsoft.Batch/batchAccounts';
const alertType = 'Microsoft.Insights/metricAlerts';
const classicType = 'Microsoft.Insights/alertRules';
const metrics = ['PoolDeleteStartEvent', 'PoolDeleteCompleteEvent'] as const;

const account = exampleResource(accountType, 'shopbatch');
const group = exampleId(account).split('/providers/')[0] ?? '';
const alertOn = (scope: string, metric: string, more: JsonObject = {}) =>
  exampleResource(alertType, `on-${metric}`, {
    properties: { enabled: true, scopes: [scope], criteria: { allOf: [{ metricName: metric, metricNamespace: accountType }] }, ...more },
  });
const classicOn = (metric: string) =>
  exampleResource(classicType, `classic-${metric}`, {
    properties: { isEnabled: true, condition: { dataSource: { metricName: metric, resourceUri: exampleId(account) } } },
  });

export const batchMetricAlerts: Recommendation = {
  name: 'batch-metric-alerts',
  key: '41dc3c89-66d9-4573-9ec7-6749a313e241',
  title: 'Metric alert rules should be configured on Batch accounts',
  why: 'Whoever deletes pools stops the work that runs on them; an alert tells at once, a report only tomorrow.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'denialOfService'],
  resourceTypes: [accountType],
  // Two alerts of two possible types: an if-not-exists effect looks for one resource of one type.
  kind: 'graph',
  reads: {
    [accountType]: [],
    [alertType]: ['properties.enabled', 'properties.scopes', 'properties.targetResourceType', 'properties.criteria'],
    [classicType]: ['properties.isEnabled', 'properties.condition'],
  },
  needs: [alertType],
  judge: judgeAccount,
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [`Add a metric alert for ${metrics[0]} and one for ${metrics[1]}.`, 'Send both to a group that answers.'],
    command: `az monitor metrics alert create --name pool-deleted --resource-group {resourceGroup} --scopes {id} --condition "total ${metrics[1]} > 0" --subscription {subscription}`,
    caution: 'Accounts that make and delete pools all day raise an alert each time; set the threshold by their habit.',
  },
  whenNotToFix: 'An account whose pools are made and deleted automatically for every job.',
  examples: {
    healthy: [
      { name: 'an alert for each metric', resource: account, estate: metrics.map((metric) => alertOn(exampleId(account), metric)) },
      {
        name: 'alerts for every account of the group',
        resource: account,
        estate: metrics.map((metric) => alertOn(group, metric, { targetResourceType: accountType })),
      },
      {
        name: 'one classic, one new',
        resource: account,
        estate: [classicOn(metrics[0]), alertOn(exampleId(account).toUpperCase(), metrics[1])],
      },
    ],
    unhealthy: [
      { name: 'only the end of deletion', resource: account, estate: [alertOn(exampleId(account), metrics[1])] },
      { name: 'alerts on another account', resource: account, estate: metrics.map((metric) => alertOn(`${exampleId(account)}2`, metric)) },
      { name: 'switched off', resource: account, estate: metrics.map((metric) => alertOn(exampleId(account), metric, { enabled: false })) },
      {
        name: 'for every machine of the group',
        resource: account,
        estate: metrics.map((metric) => alertOn(group, metric, { targetResourceType: 'Microsoft.Compute/virtualMachines' })),
      },
    ],
    notCollected: [
      { name: 'no alerts in the input', resource: account },
      { name: 'classic alerts only', resource: account, estate: [classicOn(metrics[0])] },
    ],
  },
};

function judgeAccount(subject: Resource, neighbours: Neighbours): GraphVerdict {
  const name = textAt(subject, 'name');
  const id = textAt(subject, 'id').toLowerCase();
  const watched = new Set([
    ...neighbours
      .inSubscription(alertType)
      .filter((alert) => isEnabledFor(alert, id))
      .flatMap(metricsOf),
    ...neighbours
      .inSubscription(classicType)
      .filter((rule) => isClassicFor(rule, id))
      .map(classicMetricOf),
  ]);
  const missing = metrics.find((metric) => !watched.has(metric.toLowerCase()));
  if (missing === undefined) return { status: 'Healthy', because: { text: `Alerts watch ${metrics.join(' and ')} of ${name}.` } };
  if (!neighbours.isCollected(alertType)) {
    return {
      status: 'NotCollected',
      needs: alertType,
      because: { text: `The input holds no metric alerts for the subscription of ${name}.` },
    };
  }
  return {
    status: 'Unhealthy',
    because: { text: `No enabled alert watches ${missing} of ${name}.`, expected: [...metrics], found: [...watched] },
  };
}

/** An alert may be on the account itself, or on all accounts below a resource group or subscription. */
function isEnabledFor(alert: Resource, id: string): boolean {
  const scopes = valueAt(alert, 'properties.scopes');
  const isForType = textAt(alert, 'properties.targetResourceType').toLowerCase() === accountType.toLowerCase();
  const covers = (scope: string) => scope === id || (isForType && id.startsWith(`${scope}/`));
  const isOn = valueAt(alert, 'properties.enabled') === true;
  return isOn && Array.isArray(scopes) && scopes.some((scope) => covers(String(scope).toLowerCase()));
}

function metricsOf(alert: Resource): readonly string[] {
  return objectsAt(alert, 'properties.criteria.allOf').map((criterion) => textAt(criterion, 'metricName').toLowerCase());
}

function isClassicFor(rule: Resource, id: string): boolean {
  return valueAt(rule, 'properties.isEnabled') === true && textAt(rule, 'properties.condition.dataSource.resourceUri').toLowerCase() === id;
}

function classicMetricOf(rule: Resource): string {
  return textAt(rule, 'properties.condition.dataSource.metricName').toLowerCase();
}
