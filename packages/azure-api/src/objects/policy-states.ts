import type { AssessedItem } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { ArmError } from '../arm/error.ts';
import { checkFields, meets, type Term, termsOf } from '../arm/filter.ts';
import { afterOf, nextLinkOf, whole } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { type ArmReply, route } from '../arm/route.ts';
import { scalarText } from '../json-value.ts';
import { checkScope, selectionOf } from '../selection.ts';
import { itemsByKey } from './assessments.ts';
import { definitionId } from './metadata.ts';
import { assignmentId } from './policy-assignments.ts';
import { initiativeId } from './policy-definitions.ts';

const place = '{scope}/providers/Microsoft.PolicyInsights';

export const policyStates = [
  // Some clients read the second page with another method than the first.
  route(`GET|POST ${place}/policyStates/{when}/queryResults`, listed, 'reader'),
  route(`GET|POST ${place}/policyStates/{when}/summarize`, summarized, 'reader'),
  route(
    `GET|POST ${place}/policyEvents/{name}/queryResults`,
    async (call) => {
      await checkScope(call, param(call, 'scope'));
      return { body: { '@odata.count': 0, value: [] } };
    },
    'reader',
  ),
  // Everything is judged when it arrives, so there is nothing to wait for.
  route(
    `POST ${place}/policyStates/latest/triggerEvaluation`,
    async (call) => {
      await checkScope(call, param(call, 'scope'));
      return {
        status: 202,
        headers: {
          location: `${call.base}${param(call, 'scope')}/providers/Microsoft.PolicyInsights/asyncOperationResults/done?api-version=2019-10-01`,
          'retry-after': '0',
        },
      };
    },
    'reader',
  ),
  route(`GET ${place}/asyncOperationResults/{name}`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    return { body: { status: 'Succeeded' } };
  }),
];

const fields = [
  'resourceid',
  'resourcetype',
  'subscriptionid',
  'resourcegroup',
  'compliancestate',
  'iscompliant',
  'policydefinitionid',
  'policyassignmentid',
  'policydefinitionreferenceid',
  'policysetdefinitionid',
  'policydefinitionname',
  'policyassignmentname',
];
/** Pages of the store that one request looks through for what a filter keeps. */
const mostLooks = 20;

/** Every assessment as a state of the definition that means the same. What does not apply has none. */
async function listed(call: ArmCall): Promise<ArmReply> {
  const scope = param(call, 'scope');
  await checkScope(call, scope);
  for (const name of ['$apply', '$orderby'] as const) {
    if ((call.query.get(name) ?? '') !== '')
      throw new ArmError(400, 'InvalidQueryParameterValue', `${name} is not answered. Sort and sum on your side, or ask Resource Graph.`);
  }
  const terms = termsOf((call.query.get('$filter') ?? '').replaceAll(/\biscompliant\s+eq\s+(true|false)\b/gi, "isCompliant eq '$1'"));
  checkFields(terms, fields);
  const limit = topOf(call.query);
  const items = itemsByKey(call);
  const states: ReturnType<typeof stateOf>[] = [];
  let after: string | null | undefined = afterOf(call).after;
  for (let looks = 0; looks < mostLooks && after !== null && states.length < limit; looks++) {
    const { value } = await call.services.store.assessments(selectionOf(call, scope), {
      limit: limit - states.length,
      ...(after === undefined ? {} : { after }),
    });
    states.push(...value.items.flatMap((item) => (isTold(item) ? stateOf(items, item) : [])).filter((state) => isKept(state, terms)));
    after = value.next;
  }
  const next = after == null ? {} : { '@odata.nextLink': nextLinkOf(call, after) };
  return {
    body: {
      '@odata.context': `${call.base}/subscriptions/$metadata#latest`,
      '@odata.count': states.length,
      ...next,
      value: states.map(selected(call)),
    },
  };
}

function selected(call: ArmCall): (state: Readonly<Record<string, unknown>>) => unknown {
  const names = (call.query.get('$select') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  return names.length === 0
    ? (state) => state
    : (state) => Object.fromEntries(Object.entries(state).filter(([name]) => names.includes(name.toLowerCase())));
}

export function isTold({ status, cause }: AssessedItem): boolean {
  return status !== 'NotApplicable' || cause === 'Exempt';
}

export function stateOf(
  items: ReturnType<typeof itemsByKey>,
  { resource, type, subscription, recommendation, name, status, cause, statusChanged }: AssessedItem,
) {
  const item = items.get(recommendation);
  const definition = item === undefined ? '' : definitionId(item.recommendation);
  const state = cause === 'Exempt' ? 'Exempt' : status === 'Healthy' ? 'Compliant' : status === 'Unhealthy' ? 'NonCompliant' : 'Unknown';
  const group = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(resource)?.[1] ?? '';
  return {
    timestamp: statusChanged,
    resourceId: resource,
    policyAssignmentId: assignmentId(`/subscriptions/${subscription}`),
    policyDefinitionId: definition,
    isCompliant: state === 'Compliant' || state === 'Exempt',
    subscriptionId: subscription,
    resourceType: type,
    resourceGroup: group,
    policyAssignmentName: 'SecurityCenterBuiltIn',
    policyAssignmentScope: `/subscriptions/${subscription}`,
    policyDefinitionName: definition.slice(definition.lastIndexOf('/') + 1),
    policyDefinitionAction: 'audit',
    policyDefinitionReferenceId: name,
    policySetDefinitionId: initiativeId,
    policySetDefinitionName: 'plumbline',
    complianceState: state,
  };
}

function isKept(state: Readonly<Record<string, unknown>>, terms: readonly Term[]): boolean {
  return terms.every((term) => {
    const value = Object.entries(state).find(([name]) => name.toLowerCase() === term.field)?.[1];
    return meets(scalarText(value), term);
  });
}

async function summarized(call: ArmCall): Promise<ArmReply> {
  const scope = param(call, 'scope');
  await checkScope(call, scope);
  const selection = selectionOf(call, scope);
  const [{ value: report }, { value: counts }] = await Promise.all([
    call.services.reports(selection, { model: 'classic' }),
    call.services.store.resourceCounts(selection),
  ]);
  const items = itemsByKey(call);
  const definitions = report.recommendations.flatMap(({ key, name, healthy, unhealthy, notAssessed }) => {
    const item = items.get(key);
    if (item === undefined || healthy + unhealthy + notAssessed === 0) return [];
    return {
      policyDefinitionId: definitionId(item.recommendation),
      policyDefinitionReferenceId: name,
      effect: 'audit',
      results: resultsOf({ compliant: healthy, nonCompliant: unhealthy, unknown: notAssessed, policies: unhealthy > 0 ? 1 : 0 }),
    };
  });
  const nonCompliantPolicies = report.recommendations.filter(({ unhealthy }) => unhealthy > 0).length;
  const totals = resultsOf({
    compliant: counts.resources - counts.unhealthy,
    nonCompliant: counts.unhealthy,
    unknown: 0,
    policies: nonCompliantPolicies,
  });
  const assignment = {
    policyAssignmentId: assignmentId(/^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? ''),
    policySetDefinitionId: initiativeId,
    results: totals,
    policyDefinitions: definitions,
  };
  return whole([
    {
      '@odata.id': null,
      '@odata.context': `${call.base}/subscriptions/$metadata#summary`,
      results: totals,
      policyAssignments: [assignment],
    },
  ]);
}

function resultsOf(counts: {
  readonly compliant: number;
  readonly nonCompliant: number;
  readonly unknown: number;
  readonly policies: number;
}) {
  return {
    queryResultsUri: null,
    nonCompliantResources: counts.nonCompliant,
    nonCompliantPolicies: counts.policies,
    resourceDetails: [
      { complianceState: 'compliant', count: counts.compliant },
      { complianceState: 'noncompliant', count: counts.nonCompliant },
      ...(counts.unknown === 0 ? [] : [{ complianceState: 'unknown', count: counts.unknown }]),
    ],
    policyDetails: [{ complianceState: 'noncompliant', count: counts.policies }],
  };
}
