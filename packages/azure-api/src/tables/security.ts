import { subscriptionOf } from '@plumbline/assess';
import type { JsonObject } from '@plumbline/policy';
import type { AssessedItem } from '@plumbline/store';
import { memberOf, objectIn, textIn } from '../json-value.ts';
import { assessmentId, assessmentOf, assessmentType, isOwnAssessment, itemsByKey, ownBody } from '../objects/assessments.ts';
import { typesOf } from '../objects/kinds.ts';
import { controlsOf } from '../objects/secure-score-controls.ts';
import { secureScoresOf } from '../objects/secure-scores.ts';
import { documentsOf, isLookedInto, isWanted, paged, type Reading, type Rows, rowOf } from './table.ts';

const scoreType = 'microsoft.security/securescores';
const controlType = 'microsoft.security/securescores/securescorecontrols';
/** The classic score has a type of its own: queries that add up all secure scores would count every subscription twice. */
const classicType = 'microsoft.plumbline/classicscores';
const everything = new Set(['links', 'metadata']);

/** Scores and controls by subscription, assessments with their metadata, and whatever else the security service was read to keep. */
export async function* securityRows(reading: Reading): Rows {
  if ([scoreType, controlType, classicType].some((type) => isWanted(reading, type))) yield* scoreRows(reading);
  if (isWanted(reading, assessmentType)) yield* assessmentRows(reading);
  const { value } = await reading.call.services.store.types(reading.selection);
  const others = typesOf(value, 'security').filter((type) => type !== assessmentType);
  for await (const document of documentsOf(reading, others)) yield rowOf(document, reading);
}

async function* scoreRows(reading: Reading): Rows {
  const { call, selection, tenant } = reading;
  const { catalogue, store } = call.services;
  const { value } = await store.apiScores(selection);
  for (const scores of value) {
    const about = { tenantId: tenant, subscriptionId: scores.id, resourceGroup: '' };
    const [controls, classic] = secureScoresOf(scores);
    if (controls !== undefined)
      yield { ...controls, ...about, type: scoreType, properties: { ...controls.properties, environment: 'Azure' } };
    if (classic !== undefined)
      yield { ...classic, ...about, type: classicType, properties: { ...classic.properties, environment: 'Azure' } };
    if (!isWanted(reading, controlType)) continue;
    for (const { definition, ...control } of controlsOf(scores, catalogue)) {
      yield { ...control, ...about, type: controlType, properties: { ...control.properties, environment: 'Azure', definition } };
    }
  }
}

async function* assessmentRows(reading: Reading): Rows {
  const { call, selection, tenant } = reading;
  const { store } = call.services;
  const items = itemsByKey(call);
  // Who only counts them is told their names: a million resources have millions of assessments.
  if (!isLookedInto(reading))
    for await (const name of paged(reading, (page) => store.assessedNames(selection, page)))
      yield { ...placeOf(name), id: assessmentId(name), type: assessmentType };
  else
    for await (const assessment of paged(reading, (page) => store.assessments(selection, page))) {
      const item = items.get(assessment.recommendation);
      yield assessmentRow(assessment, { tenant, body: assessmentOf(assessment, { call, expanded: everything, item }) });
    }
  const isOwn = isOwnAssessment(call);
  for await (const document of documentsOf(reading, [assessmentType])) {
    if (isOwn(document)) yield inCapitals({ ...rowOf(document, reading), properties: objectIn(ownBody(document)['properties']) });
  }
}

function placeOf({ resource, subscription }: Pick<AssessedItem, 'resource' | 'subscription'>) {
  const group = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(resource)?.[1];
  return {
    subscriptionId: subscription === '' ? (subscriptionOf(resource.toLowerCase()) ?? '') : subscription,
    resourceGroup: group?.toLowerCase() ?? '',
  };
}

function assessmentRow(
  assessment: AssessedItem,
  { tenant, body }: { readonly tenant: string; readonly body: ReturnType<typeof assessmentOf> },
): JsonObject {
  return inCapitals({
    id: body.id,
    name: body.name,
    type: assessmentType,
    tenantId: tenant,
    ...placeOf(assessment),
    properties: body.properties as unknown as JsonObject,
  });
}

/** Resource Graph writes what the API calls `resourceDetails.id` as `Id`, and links without `Uri`. */
function inCapitals(row: JsonObject): JsonObject {
  const properties = objectIn(row['properties']);
  const details = objectIn(properties['resourceDetails']);
  const id = textIn(memberOf(details, 'id')) ?? '';
  const portal = textIn(objectIn(properties['links'])['azurePortalUri']);
  return {
    ...row,
    properties: {
      ...properties,
      resourceDetails: {
        Source: textIn(memberOf(details, 'source')) ?? 'Azure',
        Id: id,
        ResourceId: id,
        ResourceName: id.slice(id.lastIndexOf('/') + 1),
      },
      ...(portal === undefined ? {} : { links: { azurePortal: portal } }),
    },
  };
}
