import type { CatalogueItem } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import type { AssessedItem, StoredDocument } from '@plumbline/store';
import { z } from 'zod';
import { type ArmCall, param } from '../arm/call.ts';
import { checkedBody } from '../arm/checked.ts';
import { ArmError, notFound } from '../arm/error.ts';
import { afterOf, pageReply } from '../arm/page.ts';
import { expandedOf, topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentsPage } from '../documents.ts';
import { memberOf, objectIn, textIn } from '../json-value.ts';
import { checkScope, selectionOf } from '../selection.ts';
import { made } from '../write.ts';
import { ownMetadataOf } from './assessment-metadata.ts';
import { metadataOf } from './metadata.ts';

export const assessmentType = 'microsoft.security/assessments';
const place = '{scope}/providers/Microsoft.Security/assessments';

export const assessments = [
  route(`GET ${place}`, listed),
  route(`GET ${place}/{key}`, async (call) => ({ body: await shown(call) })),
  route(`PUT ${place}/{key}`, put),
  route(`DELETE ${place}/{key}`, removed),
];

/** Begins the place of a page in the second half of the list. */
const ownPrefix = 'own.';

/** First what was judged of the catalogue, then what came from outside besides. */
async function listed(call: ArmCall) {
  const scope = param(call, 'scope');
  await checkScope(call, scope);
  const { after = '' } = afterOf(call);
  const limit = topOf(call.query);
  if (after.startsWith(ownPrefix)) {
    const { items, next } = await ownAssessments(call, scope, { limit, after: after.slice(ownPrefix.length) });
    return pageReply(call, items.map(ownBody), next === null ? null : ownPrefix + next);
  }
  const expanded = expandedOf(call.query);
  const { value } = await call.services.store.assessments(selectionOf(call, scope), { limit, ...afterOf(call) });
  const known = itemsByKey(call);
  const judged = value.items.map((assessment) => assessmentOf(assessment, { call, expanded, item: known.get(assessment.recommendation) }));
  if (value.next !== null) return pageReply(call, judged, value.next);
  const own = await ownAssessments(call, scope, { limit: Math.max(1, limit - judged.length), after: '' });
  if (judged.length === limit) return pageReply(call, judged, own.items.length === 0 && own.next === null ? null : ownPrefix);
  return pageReply(call, [...judged, ...own.items.map(ownBody)], own.next === null ? null : ownPrefix + own.next);
}

/** A page of assessments from outside of what the catalogue does not have: shown, and not scored. It may be shorter than its limit. */
export async function ownAssessments(
  call: Pick<ArmCall, 'principal' | 'services'>,
  scope: string,
  { limit, after }: { readonly limit: number; readonly after: string },
): Promise<{ readonly items: readonly StoredDocument[]; readonly next: string | null }> {
  const { items, next } = await documentsPage(call, { types: [assessmentType], scope, limit, after });
  return { items: items.filter(isOwnAssessment(call)), next };
}

/** Whether an assessment from outside is of something that the catalogue does not have. */
export function isOwnAssessment(call: Pick<ArmCall, 'services'>): (document: StoredDocument) => boolean {
  const known = itemsByKey(call);
  const titles = new Set(
    call.services.catalogue.items.flatMap(({ recommendation: { title, alsoKnownAs } }) =>
      [title, ...(alsoKnownAs ?? [])].map((one) => one.toLowerCase()),
    ),
  );
  return ({ resource, key }) => {
    const title = textIn(memberOf(objectIn(resource['properties']), 'displayName')) ?? '';
    return !known.has(key.slice(key.lastIndexOf('/') + 1)) && !titles.has(title.toLowerCase());
  };
}

export function itemsByKey({ services }: Pick<ArmCall, 'services'>): ReadonlyMap<string, CatalogueItem> {
  return new Map(services.catalogue.items.map((item) => [item.recommendation.key, item]));
}

async function shown(call: ArmCall): Promise<unknown> {
  const resource = param(call, 'scope');
  const key = param(call, 'key').toLowerCase();
  const item = itemsByKey(call).get(key);
  if (item !== undefined) {
    const { value } = await call.services.store.resource(resource, selectionOf(call));
    const found = value?.assessments.find(({ recommendation }) => recommendation === key);
    if (found !== undefined) return assessmentOf(found, { call, expanded: expandedOf(call.query), item });
  } else {
    const document = await documentAt(call, `${resource}/providers/Microsoft.Security/assessments/${key}`, assessmentType);
    if (document !== undefined) {
      const metadata = expandedOf(call.query).has('metadata') ? (await ownMetadataOf(call, key))?.['properties'] : undefined;
      const body = ownBody(document);
      return metadata === undefined ? body : { ...body, properties: { ...objectIn(body['properties']), metadata } };
    }
  }
  throw notFound('ResourceNotFound', `The assessment '${key.slice(0, 60)}' of '${resource.slice(0, 400)}' was not found.`);
}

export function assessmentId({ resource, recommendation }: Pick<AssessedItem, 'resource' | 'recommendation'>): string {
  return `${resource}/providers/Microsoft.Security/assessments/${recommendation}`;
}

/** One assessment of the catalogue; what could not be judged is told as not applicable, with why. */
export function assessmentOf(
  {
    recommendation,
    resource,
    displayName,
    status,
    cause,
    needs,
    because,
    decidedBy,
    exemption,
    firstEvaluated,
    statusChanged,
  }: AssessedItem,
  {
    call,
    expanded,
    item,
  }: { readonly call: Pick<ArmCall, 'base'>; readonly expanded: ReadonlySet<string>; readonly item: CatalogueItem | undefined },
) {
  const additional = {
    decidedBy,
    ...(needs === undefined ? {} : { needs }),
    ...(exemption === undefined ? {} : { exemption }),
    ...(status === 'NotAssessed' ? { status } : {}),
  };
  return {
    id: assessmentId({ resource, recommendation }),
    name: recommendation,
    type: 'Microsoft.Security/assessments',
    properties: {
      displayName,
      resourceDetails: { source: 'Azure', id: resource },
      status: {
        code: status === 'NotAssessed' ? 'NotApplicable' : status,
        ...(cause === undefined ? {} : { cause }),
        ...(because === undefined ? {} : { description: because.text }),
        firstEvaluationDate: firstEvaluated,
        statusChangeDate: statusChanged,
      },
      additionalData: additional,
      ...(expanded.has('links') ? { links: { azurePortalUri: `${call.base}/ui/` } } : {}),
      ...(expanded.has('metadata') && item !== undefined ? { metadata: metadataOf(item).properties } : {}),
    },
  };
}

/** One that came from outside, in the shape of the API, whichever of Azure's shapes it came in. */
export function ownBody({
  id,
  resource,
  firstSeen,
  changed,
}: Pick<StoredDocument, 'id' | 'resource' | 'firstSeen' | 'changed'>): JsonObject {
  const properties = objectIn(resource['properties']);
  const details = objectIn(memberOf(properties, 'resourceDetails'));
  const at = id.toLowerCase().lastIndexOf('/providers/microsoft.security/assessments/');
  const status = objectIn(memberOf(properties, 'status'));
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: 'Microsoft.Security/assessments',
    properties: {
      ...properties,
      resourceDetails: { source: textIn(memberOf(details, 'source')) ?? 'Azure', id: textIn(memberOf(details, 'id')) ?? id.slice(0, at) },
      status: { firstEvaluationDate: firstSeen, statusChangeDate: changed, ...status },
    },
  };
}

const assessmentBody = z.object({
  properties: z.object({
    displayName: z.string().max(500).optional(),
    status: z.object({
      code: z.string().transform((code, context) => {
        const found = ['Healthy', 'Unhealthy', 'NotApplicable'].find((one) => one.toLowerCase() === code.toLowerCase());
        if (found === undefined) context.addIssue({ code: 'custom', message: 'expected Healthy, Unhealthy or NotApplicable' });
        return found ?? '';
      }),
      cause: z.string().max(1_000).nullish(),
      description: z.string().max(10_000).nullish(),
    }),
    resourceDetails: z.looseObject({ source: z.string().max(50).optional() }).nullish(),
    additionalData: z.record(z.string().max(200), z.string().max(10_000)).nullish(),
  }),
});

/** Kept as an assessment from outside, like one that an export holds: where the catalogue has it, it counts. */
async function put(call: ArmCall) {
  const resource = param(call, 'scope');
  const key = param(call, 'key').toLowerCase();
  await checkScope(call, resource);
  if (resource === '')
    throw new ArmError(400, 'BadRequest', 'An assessment needs a resource: /{resource}/providers/Microsoft.Security/assessments/{key}.');
  if (!/^[\w.-]{1,260}$/.test(key)) throw new ArmError(400, 'BadRequest', 'The name of an assessment is a GUID.');
  const { properties } = await checkedBody(call, assessmentBody);
  const { status, additionalData, displayName } = properties;
  const own = await ownMetadataOf(call, key);
  const title =
    itemsByKey(call).get(key)?.recommendation.title ?? textIn(objectIn(own?.['properties'])['displayName']) ?? displayName ?? key;
  const id = `${resource}/providers/Microsoft.Security/assessments/${key}`;
  const isNew = (await documentAt(call, id, assessmentType)) === undefined;
  await made(call, {
    op: 'put',
    kept: true,
    resource: {
      id,
      name: key,
      type: 'Microsoft.Security/assessments',
      properties: {
        displayName: title,
        // The path says what is assessed; clients send no id.
        resourceDetails: { source: 'Azure', id: resource },
        status: {
          code: status.code,
          ...(typeof status.cause === 'string' ? { cause: status.cause } : {}),
          ...(typeof status.description === 'string' ? { description: status.description } : {}),
        },
        ...(additionalData == null ? {} : { additionalData }),
      },
    },
  });
  return { status: isNew ? 201 : 200, body: await shown(call) };
}

async function removed(call: ArmCall) {
  await checkScope(call, param(call, 'scope'));
  const id = `${param(call, 'scope')}/providers/Microsoft.Security/assessments/${param(call, 'key')}`;
  if ((await documentAt(call, id, assessmentType)) === undefined) {
    const item = itemsByKey(call).get(param(call, 'key').toLowerCase());
    if (item === undefined) return { status: 204 };
    throw new ArmError(
      400,
      'BuiltInAssessment',
      'This assessment was judged by Plumbline, and not put: there is nothing to delete. An exemption leaves it out of the score.',
    );
  }
  await made(call, { op: 'delete', id });
  return { status: 200 };
}
