import { describe } from 'vitest';
import { queryCases, type Tables } from './cases.fixture.ts';
import type { JsonObject } from './index.ts';

const metadata = '/providers/Microsoft.Security/assessmentMetadata';
const subscription = (id: string, name: string): JsonObject => ({
  id: `/subscriptions/${id}`,
  name,
  type: 'microsoft.resources/subscriptions',
  subscriptionId: id,
  tenantId: 't1',
});

const score = (id: string, current: number, max: number, weight: number): JsonObject => ({
  id: `/subscriptions/${id}/providers/Microsoft.Security/secureScores/ascScore`,
  name: 'ascScore',
  type: 'microsoft.security/securescores',
  tenantId: 't1',
  subscriptionId: id,
  properties: {
    displayName: 'ASC score',
    score: { current, max, percentage: max === 0 ? 0 : current / max },
    weight,
    environment: 'Azure',
  },
});

const control = (
  id: string,
  name: string,
  displayName: string,
  counts: readonly [healthy: number, unhealthy: number],
  max: number,
  keys: readonly string[],
): JsonObject => ({
  id: `/subscriptions/${id}/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/${name}`,
  name,
  type: 'microsoft.security/securescores/securescorecontrols',
  tenantId: 't1',
  subscriptionId: id,
  properties: {
    displayName,
    healthyResourceCount: counts[0],
    unhealthyResourceCount: counts[1],
    notApplicableResourceCount: 1,
    score: { current: (max * counts[0]) / (counts[0] + counts[1]), max, percentage: counts[0] / (counts[0] + counts[1]) },
    weight: counts[0] + counts[1],
    environment: 'Azure',
    definition: {
      name,
      properties: {
        maxScore: max,
        source: { sourceType: 'BuiltIn' },
        assessmentDefinitions: keys.map((key) => ({ id: `${metadata}/${key}` })),
      },
    },
  },
});

const assessment = (id: string, resource: string, key: string, displayName: string, severity: string, status: JsonObject): JsonObject => ({
  id: `/subscriptions/${id}/resourceGroups/rg/providers/${resource}/providers/Microsoft.Security/assessments/${key}`,
  name: key,
  type: 'microsoft.security/assessments',
  tenantId: 't1',
  subscriptionId: id,
  resourceGroup: 'rg',
  properties: {
    displayName,
    status,
    resourceDetails: { Source: 'Azure', Id: `/subscriptions/${id}/resourceGroups/rg/providers/${resource}` },
    metadata: { severity, assessmentType: 'BuiltIn', categories: ['Data'], implementationEffort: 'Low', description: '' },
    links: { azurePortal: 'portal.azure.com/#' },
  },
});

const tables: Tables = {
  resourcecontainers: [subscription('s1', 'Shop'), subscription('s2', 'Platform')],
  securityresources: [
    score('s1', 15, 60, 100),
    score('s2', 30, 40, 300),
    control('s1', 'c-mfa', 'Enable MFA', [1, 3], 10, ['k-mfa']),
    control('s1', 'c-rest', 'Encrypt data at rest', [2, 2], 4, ['k-disk', 'k-sql']),
    control('s2', 'c-mfa', 'Enable MFA', [2, 0], 10, ['k-mfa']),
    assessment('s1', 'Microsoft.Compute/disks/d1', 'k-disk', 'Disks should be encrypted', 'High', {
      code: 'Unhealthy',
      cause: '',
      firstEvaluationDate: '2026-01-01T00:00:00Z',
      statusChangeDate: '2026-02-01T00:00:00Z',
    }),
    assessment('s1', 'Microsoft.Compute/disks/d2', 'k-disk', 'Disks should be encrypted', 'High', {
      code: 'Healthy',
      firstEvaluationDate: '2026-01-01T00:00:00Z',
      statusChangeDate: '2026-01-01T00:00:00Z',
    }),
    assessment('s1', 'Microsoft.Sql/servers/q1', 'k-sql', 'Databases should be encrypted', 'Low', {
      code: 'NotApplicable',
      cause: 'Exempt',
      description: 'waived',
    }),
    assessment('s2', 'Microsoft.Sql/servers/q2', 'k-sql', 'Databases should be encrypted', 'Low', {
      code: 'NotApplicable',
      cause: 'OffByPolicy',
    }),
  ],
};

describe('queries that people run on the secure score', () => {
  queryCases(tables, [
    [
      `SecurityResources
      | where type == 'microsoft.security/securescores'
      | extend current = properties.score.current, max = todouble(properties.score.max)
      | project subscriptionId, percent = current / max * 100
      | order by subscriptionId asc`,
      [
        ['s1', 25],
        ['s2', 75],
      ],
    ],
    [
      `securityresources
      | where type == "microsoft.security/securescores"
      | where properties.environment == "Azure"
      | extend share = round(100 * bin((todouble(properties.score.current)) / todouble(properties.score.max), 0.001))
      | where share > 0
      | join kind=inner (resourcecontainers | where type == "microsoft.resources/subscriptions" | project subscriptionId, subscriptionName = name) on $left.subscriptionId == $right.subscriptionId
      | project share, subscriptionName, subscriptionId
      | order by share asc`,
      [
        [25, 'Shop', 's1'],
        [75, 'Platform', 's2'],
      ],
    ],
    // Over several subscriptions: each one's percentage, weighted.
    [
      `securityresources
      | where type == 'microsoft.security/securescores'
      | extend percent = todouble(properties.score.percentage), weight = toreal(properties.weight)
      | summarize overall = sum(percent * weight) / sum(weight) * 100`,
      [[62.5]],
    ],
    [
      `securityresources
      | where type =~ 'Microsoft.Security/secureScores/secureScoreControls'
      | extend control = tostring(properties.displayName), unhealthy = toint(properties.unhealthyResourceCount), healthy = toint(properties.healthyResourceCount)
      | summarize unhealthy = sum(unhealthy), healthy = sum(healthy) by control
      | where unhealthy > 0
      | order by unhealthy desc`,
      [
        ['Enable MFA', 3, 3],
        ['Encrypt data at rest', 2, 2],
      ],
    ],
    [
      `SecurityResources
      | where type == 'microsoft.security/securescores/securescorecontrols'
      | extend controlName = properties.displayName, controlId = properties.definition.name, maxScore = properties.definition.properties.maxScore,
        currentScore = properties.score.current, weight = properties.weight, controlType = properties.definition.properties.source.sourceType,
        recommendations = properties.definition.properties.assessmentDefinitions
      | project tenantId, subscriptionId, controlName, controlId, currentScore, maxScore, weight, controlType, recommendations
      | where controlId == 'c-rest'`,
      [['t1', 's1', 'Encrypt data at rest', 'c-rest', 2, 4, 4, 'BuiltIn', [{ id: `${metadata}/k-disk` }, { id: `${metadata}/k-sql` }]]],
    ],
    [
      `SecurityResources
      | where type == 'microsoft.security/assessments'
      | extend resourceId = id, recommendationName = properties.displayName, recommendationState = properties.status.code
      | summarize numberOfResources = count(resourceId) by tostring(recommendationName), tostring(recommendationState)`,
      [
        ['Disks should be encrypted', 'Unhealthy', 1],
        ['Disks should be encrypted', 'Healthy', 1],
        ['Databases should be encrypted', 'NotApplicable', 2],
      ],
    ],
    // Which control an assessment belongs to, by the ids of its definitions cut out of JSON.
    [
      `securityresources
      | where type == 'microsoft.security/assessments'
      | extend assessmentKey = name, state = tostring(properties.status.code)
      | project subscriptionId, assessmentKey, state
      | join kind=leftouter (
          securityresources
          | where type == 'microsoft.security/securescores/securescorecontrols'
          | extend controlName = tostring(properties.displayName), controlKey = tostring(name), definitions = properties.definition.properties.assessmentDefinitions
          | mvexpand definitions
          | parse definitions with '{"id":"${metadata}/'assessmentKey'"}'
          | extend assessmentKey = tostring(assessmentKey)
          | summarize controlName = max(controlName) by controlKey, assessmentKey, subscriptionId
          | extend packed = pack(controlName, controlKey)
          | summarize controls = make_bag(packed) by assessmentKey, subscriptionId
        ) on assessmentKey, subscriptionId
      | where state == 'Unhealthy'
      | project assessmentKey, controls`,
      [['k-disk', { 'Encrypt data at rest': 'c-rest' }]],
    ],
    [
      `securityresources
      | where type == 'microsoft.security/securescores/securescorecontrols'
      | mv-expand definition = properties.definition.properties.assessmentDefinitions
      | extend key = tostring(split(definition.id, '/')[-1])
      | join kind=inner (securityresources | where type == 'microsoft.security/assessments' | project key = name, subscriptionId, state = tostring(properties.status.code)) on key, subscriptionId
      | summarize assessments = count(), unhealthy = countif(state == 'Unhealthy') by control = tostring(properties.displayName)`,
      [['Encrypt data at rest', 3, 1]],
    ],
    // What is waived or switched off.
    [
      `securityresources
      | where type == "microsoft.security/assessments"
      | extend source = tostring(properties.resourceDetails.Source)
      | extend resourceId = trim(" ", tolower(tostring(case(source =~ "azure", properties.resourceDetails.Id, source =~ "aws", properties.resourceDetails.AzureResourceId,
          extract("^(.+)/providers/Microsoft.Security/assessments/.+$", 1, id)))))
      | extend cause = trim(" ", tostring(properties.status.cause))
      | where cause == "Exempt" or cause == "OffByPolicy"
      | extend resourceName = tostring(split(resourceId, '/')[8]), severity = tostring(properties.metadata.severity)
      | project resourceName, cause, severity, resourceGroup, subscriptionId
      | sort by cause asc`,
      [
        ['q1', 'Exempt', 'Low', 'rg', 's1'],
        ['q2', 'OffByPolicy', 'Low', 'rg', 's2'],
      ],
    ],
    [
      `securityresources
      | where type =~ "microsoft.security/assessments"
      | where tostring(properties.status.code) =~ "unhealthy"
      | extend first = todatetime(properties.status.firstEvaluationDate), changed = todatetime(properties.status.statusChangeDate)
      | where changed > first and changed between (ago(60d) .. now())
      | project name, days = datetime_diff('day', changed, first)`,
      [['k-disk', 31]],
    ],
    [
      `securityresources
      | where type == 'microsoft.security/assessments' and properties.status.code == 'Unhealthy' and properties.metadata.categories contains 'data'
      | extend severityRank = case(properties.metadata.severity =~ 'high', 3, properties.metadata.severity =~ 'medium', 2, 1)
      | summarize resources = dcount(tostring(properties.resourceDetails.Id)) by recommendation = tostring(properties.displayName), severityRank
      | order by severityRank desc, resources desc`,
      [['Disks should be encrypted', 3, 1]],
    ],
    [
      `securityresources
      | where type == 'microsoft.security/assessments'
      | extend state = tostring(properties.status.code)
      | summarize healthy = countif(state == 'Healthy'), unhealthy = countif(state == 'Unhealthy'), other = countif(state !in ('Healthy', 'Unhealthy')) by subscriptionId
      | join kind=leftouter (resourcecontainers | project SubName = name, subscriptionId) on subscriptionId
      | project-away subscriptionId1
      | order by SubName asc`,
      [
        ['s2', 0, 0, 1, 'Platform'],
        ['s1', 1, 1, 1, 'Shop'],
      ],
    ],
  ]);
});
