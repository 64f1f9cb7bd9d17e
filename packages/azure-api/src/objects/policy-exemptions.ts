import { instantMsOf } from '@plumbline/inventory';
import { z } from 'zod';
import { type ArmCall, param } from '../arm/call.ts';
import { checkedBody } from '../arm/checked.ts';
import { ArmError, notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { afterOf, pageReply } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentBody, documentsPage } from '../documents.ts';
import { objectIn, textIn } from '../json-value.ts';
import { checkScope } from '../selection.ts';
import { made } from '../write.ts';
import { mayBeAssigned } from './policy-assignments.ts';
import { plain } from './policy-definitions.ts';

const type = 'microsoft.authorization/policyexemptions';
const place = '{scope}/providers/Microsoft.Authorization/policyExemptions';

export const policyExemptions = [
  route(`GET ${place}`, async (call) => {
    const scope = param(call, 'scope');
    await checkScope(call, scope);
    // What has expired is left away on request alone, as in Azure.
    const given = plain(call.query.get('$filter')) ?? '';
    const isCurrent = /excludeExpired\(/i.test(given);
    const terms = termsOf(given.replaceAll(/excludeExpired\(\s*\)\s*(?:and\s+)?/gi, ''));
    checkFields(terms, ['policyassignmentid']);
    const { items, next } = await documentsPage(call, { types: [type], scope, limit: topOf(call.query), after: afterOf(call).after });
    const now = Date.parse(call.services.now());
    const kept = items.filter(({ resource }) => {
      const properties = objectIn(resource['properties']);
      const end = textIn(properties['expiresOn']);
      return (
        terms.every((term) => meets(textIn(properties['policyAssignmentId']), term)) &&
        !(isCurrent && end !== undefined && instantMsOf(end) <= now)
      );
    });
    return pageReply(call, kept.map(documentBody), next);
  }),
  route(`GET ${place}/{name}`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    const found = await documentAt(call, idOf(call), type);
    if (found === undefined) throw missing(call);
    return { body: documentBody(found) };
  }),
  route(`PUT ${place}/{name}`, async (call) => put(call, await checkedBody(call, exemptionBody))),
  route(`PATCH ${place}/{name}`, patched),
  route(`DELETE ${place}/{name}`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    if ((await documentAt(call, idOf(call), type)) === undefined) return { status: 204 };
    await made(call, { op: 'revoke', id: idOf(call) });
    return { status: 200 };
  }),
];

function idOf(call: ArmCall): string {
  return `${param(call, 'scope')}/providers/Microsoft.Authorization/policyExemptions/${param(call, 'name')}`;
}

function missing(call: ArmCall): ArmError {
  return notFound('PolicyExemptionNotFound', `The policy exemption '${param(call, 'name').slice(0, 100)}' is not found.`);
}

const selectors = z
  .array(z.looseObject({ name: z.string().max(200).optional(), selectors: z.array(z.record(z.string(), z.json())).max(50).optional() }))
  .max(50);
const properties = z.object({
  policyAssignmentId: z.string().min(1).max(2_000),
  exemptionCategory: z.string().transform((category, context) => {
    const found = (['Waiver', 'Mitigated'] as const).find((one) => one.toLowerCase() === category.toLowerCase());
    if (found === undefined) context.addIssue({ code: 'custom', message: 'expected Waiver or Mitigated' });
    return found ?? 'Waiver';
  }),
  policyDefinitionReferenceIds: z.array(z.string().min(1).max(300)).max(1_000).nullish(),
  expiresOn: z
    .string()
    .refine((text) => !Number.isNaN(instantMsOf(text)), 'expected a time such as 2027-06-30T00:00:00Z')
    .nullish(),
  displayName: z.string().max(200).nullish(),
  description: z.string().max(2_000).nullish(),
  metadata: z.record(z.string().max(200), z.json()).nullish(),
  assignmentScopeValidation: z.string().max(50).nullish(),
  resourceSelectors: selectors.nullish(),
});
const exemptionBody = z.object({ properties });

/** A real exemption: it counts from this moment on, like one that an export held. */
async function put(call: ArmCall, { properties: given }: z.output<typeof exemptionBody>) {
  const scope = param(call, 'scope');
  await checkScope(call, scope);
  if (!/^\/(?:subscriptions|providers\/microsoft\.management\/managementgroups)\/[^/]+/i.test(scope))
    throw new ArmError(400, 'InvalidScope', 'An exemption is of a management group, subscription, resource group or resource.');
  if (!/^[^<>*%&:?.+/\\]{1,64}$/.test(param(call, 'name')))
    throw new ArmError(
      400,
      'InvalidPolicyExemptionName',
      'The name of an exemption has up to 64 characters, and none of < > * % & : ? . + /',
    );
  const end = given.expiresOn ?? undefined;
  if (end !== undefined && !(instantMsOf(end) > Date.parse(call.services.now())))
    throw new ArmError(400, 'InvalidPolicyExemptionExpiration', `expiresOn: ${end} has passed already. Expected a time in the future.`);
  if (!(await mayBeAssigned(call, given.policyAssignmentId)))
    throw new ArmError(
      400,
      'PolicyAssignmentNotFound',
      `policyAssignmentId: ${given.policyAssignmentId.slice(0, 300)} is no policy assignment that was read. Expected the id of one, as az policy assignment list shows it.`,
    );
  const unknown = (given.policyDefinitionReferenceIds ?? []).filter((reference) => reference.trim() === '');
  if (unknown.length > 0)
    throw new ArmError(400, 'InvalidRequestContent', 'properties.policyDefinitionReferenceIds: an empty one names nothing.');
  const before = await documentAt(call, idOf(call), type);
  const body = {
    id: idOf(call),
    name: param(call, 'name'),
    type: 'Microsoft.Authorization/policyExemptions',
    properties: {
      policyAssignmentId: given.policyAssignmentId,
      policyDefinitionReferenceIds: given.policyDefinitionReferenceIds ?? [],
      exemptionCategory: given.exemptionCategory,
      ...(end === undefined ? {} : { expiresOn: new Date(instantMsOf(end)).toISOString() }),
      ...(given.displayName == null ? {} : { displayName: given.displayName }),
      ...(given.description == null ? {} : { description: given.description }),
      ...(given.metadata == null ? {} : { metadata: given.metadata }),
      ...(given.assignmentScopeValidation == null ? {} : { assignmentScopeValidation: given.assignmentScopeValidation }),
      ...(given.resourceSelectors == null ? {} : { resourceSelectors: JSON.parse(JSON.stringify(given.resourceSelectors)) as [] }),
    },
  };
  await made(call, { op: 'put', kept: true, resource: body });
  return { status: before === undefined ? 201 : 200, body };
}

const patchBody = z.object({
  properties: z
    .object({
      assignmentScopeValidation: properties.shape.assignmentScopeValidation,
      resourceSelectors: properties.shape.resourceSelectors,
    })
    .default({}),
});

async function patched(call: ArmCall) {
  const { properties: given } = await checkedBody(call, patchBody);
  await checkScope(call, param(call, 'scope'));
  const before = await documentAt(call, idOf(call), type);
  if (before === undefined) throw missing(call);
  const parsed = exemptionBody.safeParse(before.resource);
  if (!parsed.success)
    throw new ArmError(409, 'Conflict', 'The exemption was read in a form that cannot be changed by a part. Put it whole.');
  return put(call, { properties: { ...parsed.data.properties, ...given } });
}
