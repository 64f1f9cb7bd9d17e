import type { JsonObject } from '@plumbline/policy';
import { itemsByKey } from '../objects/assessments.ts';
import { typesOf } from '../objects/kinds.ts';
import { assignmentId, defaultOf } from '../objects/policy-assignments.ts';
import { builtInDefinitions, builtInInitiatives } from '../objects/policy-definitions.ts';
import { isTold, stateOf } from '../objects/policy-states.ts';
import { documentsOf, isWanted, paged, type Reading, type Rows, rowOf } from './table.ts';

const stateType = 'microsoft.policyinsights/policystates';
const assignmentType = 'microsoft.authorization/policyassignments';
const builtIn = {
  'microsoft.authorization/policydefinitions': builtInDefinitions,
  'microsoft.authorization/policysetdefinitions': builtInInitiatives,
};

/** Definitions, initiatives, assignments and exemptions, and the state of every resource in them. */
export async function* policyRows(reading: Reading): Rows {
  const { call, selection, tenant } = reading;
  const { store, catalogue } = call.services;
  for (const [type, made] of Object.entries(builtIn)) {
    if (isWanted(reading, type)) for (const body of made(catalogue.items)) yield { ...body, type, tenantId: tenant };
  }
  const { value } = await store.types(selection);
  const assigned = new Set<string>();
  for await (const document of documentsOf(reading, typesOf(value, 'policy'))) {
    if (document.type === assignmentType) assigned.add(document.key);
    yield rowOf(document, reading);
  }
  if (isWanted(reading, assignmentType)) {
    const { value: subscriptions } = await store.places(selection);
    for (const { id } of subscriptions) {
      const body = defaultOf(`/subscriptions/${id}`);
      if (!assigned.has(assignmentId(`/subscriptions/${id}`).toLowerCase()))
        yield { ...body, type: assignmentType, tenantId: tenant, subscriptionId: id };
    }
  }
  if (isWanted(reading, stateType)) yield* stateRows(reading);
}

async function* stateRows(reading: Reading): Rows {
  const { call, selection, tenant } = reading;
  const items = itemsByKey(call);
  for await (const assessment of paged(reading, (page) => call.services.store.assessments(selection, page))) {
    if (!isTold(assessment)) continue;
    const state = stateOf(items, assessment);
    const name = Buffer.from(`${assessment.recommendation} ${assessment.resource}`).toString('base64url');
    const row: JsonObject = {
      id: `${assessment.resource}/providers/Microsoft.PolicyInsights/policyStates/${name}`,
      name,
      type: stateType,
      tenantId: tenant,
      subscriptionId: assessment.subscription,
      resourceGroup: state.resourceGroup.toLowerCase(),
      properties: state,
    };
    yield row;
  }
}
