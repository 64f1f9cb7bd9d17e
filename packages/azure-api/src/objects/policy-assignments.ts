import type { JsonObject } from '@plumbline/policy';
import type { StoredDocument } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentBody, documentsIn, isGroup } from '../documents.ts';
import { objectIn, textIn } from '../json-value.ts';
import { checkScope, selectionOf } from '../selection.ts';
import { initiativeId, plain } from './policy-definitions.ts';

const type = 'microsoft.authorization/policyassignments';
const place = '{scope}/providers/Microsoft.Authorization/policyAssignments';
/** What Azure calls the assignment that its secure score follows. */
const defaultName = 'SecurityCenterBuiltIn';

export const policyAssignments = [
  route(`GET ${place}`, async (call) => {
    const scope = param(call, 'scope');
    await checkScope(call, scope);
    const terms = termsOf(plain(call.query.get('$filter')));
    checkFields(terms, ['policydefinitionid', 'displayname']);
    const isExact = /atExactScope\(/i.test(call.query.get('$filter') ?? '');
    const found = (await assignmentsAt(call, scope)).filter((body) => {
      const properties = objectIn(body['properties']);
      const isHere = textIn(properties['scope'])?.toLowerCase() === scope.toLowerCase();
      return (
        (!isExact || isHere) &&
        terms.every((term) => meets(textIn(properties[term.field === 'displayname' ? 'displayName' : 'policyDefinitionId']), term))
      );
    });
    return whole(found);
  }),
  route(`GET ${place}/{name}`, async (call) => {
    const scope = param(call, 'scope');
    const name = param(call, 'name');
    await checkScope(call, scope);
    const document = await documentAt(call, `${scope}/providers/Microsoft.Authorization/policyAssignments/${name}`, type);
    if (document !== undefined) return { body: bodyOf(document) };
    if (isSubscription(scope) && name.toLowerCase() === defaultName.toLowerCase()) return { body: defaultOf(scope) };
    throw notFound('PolicyAssignmentNotFound', `The policy assignment '${name.slice(0, 100)}' is not found.`);
  }),
];

/**
 * Whether an assignment may be meant: it is there, or nobody can tell, as those of its subscription were not read or it lies above.
 * An exemption from one that was mistyped would exempt everything.
 */
export async function mayBeAssigned(call: ArmCall, id: string): Promise<boolean> {
  const [, scope = '', name = ''] = /^(\/.*)\/providers\/Microsoft\.Authorization\/policyAssignments\/([^/]+)\/?$/i.exec(id) ?? [];
  if (name === '') return false;
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0];
  if (subscription === undefined || name.toLowerCase() === defaultName.toLowerCase()) return true;
  const read = await documentsIn(call, [type], subscription);
  return (
    read.length === 0 ||
    read.some(({ key }) => key === `${scope}/providers/Microsoft.Authorization/policyAssignments/${name}`.toLowerCase())
  );
}

/** Those at and below a scope, and those of the management groups above that hold there too. */
async function assignmentsAt(call: ArmCall, scope: string): Promise<readonly JsonObject[]> {
  const documents = [
    ...(await documentsIn(call, [type], scope)),
    ...(isGroup(scope) ? await groupDocuments(call, [scope]) : await groupDocuments(call, await groupsAbove(call, scope))),
  ];
  const found = documents.map(bodyOf);
  const hasDefault = found.some(
    (body) =>
      textIn(body['id'])?.toLowerCase() === `${scope}/providers/microsoft.authorization/policyassignments/${defaultName}`.toLowerCase(),
  );
  return isSubscription(scope) && !hasDefault ? [defaultOf(scope), ...found] : found;
}

async function groupDocuments(call: ArmCall, groups: readonly string[]): Promise<readonly StoredDocument[]> {
  const wanted = new Set(groups.map((group) => group.toLowerCase()));
  if (wanted.size === 0) return [];
  const inTenant = await documentsIn(call, [type], '/providers/Microsoft.Management/managementGroups');
  return inTenant.filter(({ key }) => wanted.has(key.slice(0, key.indexOf('/providers/microsoft.authorization/'))));
}

async function groupsAbove(call: ArmCall, scope: string): Promise<readonly string[]> {
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(scope)?.[1]?.toLowerCase();
  if (subscription === undefined) return [];
  const { value } = await call.services.store.places(selectionOf(call));
  const chain = value.find(({ id }) => id === subscription)?.managementGroups ?? [];
  return chain.map((group) => `/providers/Microsoft.Management/managementGroups/${group}`);
}

export function isSubscription(scope: string): boolean {
  return /^\/subscriptions\/[^/]+$/i.test(scope);
}

function bodyOf(document: StoredDocument): JsonObject {
  const body = documentBody(document);
  const at = document.id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/');
  return { ...body, properties: { scope: document.id.slice(0, at), ...objectIn(body['properties']) } };
}

/** Stands wherever the security initiative's assignment was not read: our recommendations hold there all the same. */
export function defaultOf(scope: string): JsonObject {
  return {
    id: assignmentId(scope),
    name: defaultName,
    type: 'Microsoft.Authorization/policyAssignments',
    properties: {
      displayName: 'Plumbline recommendations',
      description: 'What Plumbline judges in this subscription.',
      policyDefinitionId: initiativeId,
      scope,
      notScopes: [],
      parameters: {},
      metadata: { assignedBy: 'Plumbline' },
      enforcementMode: 'Default',
    },
  };
}

export function assignmentId(scope: string): string {
  return `${scope}/providers/Microsoft.Authorization/policyAssignments/${defaultName}`;
}
