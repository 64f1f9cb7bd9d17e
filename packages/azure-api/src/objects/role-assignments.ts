import type { StoredDocument } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentBody, documentsIn } from '../documents.ts';
import { objectIn, textIn } from '../json-value.ts';
import { checkScope } from '../selection.ts';
import { plain } from './policy-definitions.ts';

const assignmentType = 'microsoft.authorization/roleassignments';
const definitionType = 'microsoft.authorization/roledefinitions';
const place = '{scope}/providers/Microsoft.Authorization';

export const roleAssignments = [
  route(`GET ${place}/roleAssignments`, async (call) => {
    const scope = param(call, 'scope');
    await checkScope(call, scope);
    const filter = call.query.get('$filter') ?? '';
    // `assignedTo` asks through groups too; of groups only their own assignments are known.
    const assigned = /assignedTo\(\s*'([^']*)'\s*\)/i.exec(filter)?.[1];
    const terms = termsOf(plain(filter.replace(/assignedTo\([^)]*\)\s*(?:and\s+)?/i, '')));
    checkFields(terms, ['principalid']);
    // At a scope: there and above it, not below.
    const isHere = /\batScope\(/i.test(filter);
    const key = scope.toLowerCase();
    const all = [...(await documentsIn(call, [assignmentType], scope)), ...(scope === '' ? [] : await above(call, key))];
    const found = all.filter((document) => {
      const principal = textIn(objectIn(document.resource['properties'])['principalId']);
      if (assigned !== undefined && principal?.toLowerCase() !== assigned.toLowerCase()) return false;
      return (
        terms.every((term) => meets(principal, term)) &&
        (!isHere || key === '' || key === scopeOf(document) || key.startsWith(`${scopeOf(document)}/`))
      );
    });
    return whole(unique(found).map(assignmentBody));
  }),
  route(`GET ${place}/roleAssignments/{name}`, async (call) => one(call, 'roleAssignments', assignmentType)),
  route(`GET ${place}/roleDefinitions`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    const terms = termsOf(plain(call.query.get('$filter')));
    checkFields(terms, ['rolename', 'type']);
    const found = await documentsIn(call, [definitionType], '');
    return whole(
      found.map(documentBody).filter((body) => {
        const properties = objectIn(body['properties']);
        return terms.every((term) => meets(textIn(properties[term.field === 'rolename' ? 'roleName' : 'type']), term));
      }),
    );
  }),
  route(`GET ${place}/roleDefinitions/{name}`, async (call) => {
    // Built-in roles stand above all subscriptions, whatever scope a client names them under.
    const found = (await documentsIn(call, [definitionType], '')).find(({ key }) => key.endsWith(`/${param(call, 'name').toLowerCase()}`));
    if (found === undefined)
      throw notFound('RoleDefinitionDoesNotExist', `The role definition '${param(call, 'name').slice(0, 100)}' does not exist.`);
    return { body: documentBody(found) };
  }),
];

async function one(call: ArmCall, kind: string, type: string) {
  const scope = param(call, 'scope');
  await checkScope(call, scope);
  const found = await documentAt(call, `${scope}/providers/Microsoft.Authorization/${kind}/${param(call, 'name')}`, type);
  if (found === undefined)
    throw notFound('RoleAssignmentNotFound', `The role assignment '${param(call, 'name').slice(0, 100)}' is not found.`);
  return { body: assignmentBody(found) };
}

/** Assignments of the scopes that hold this one, as far as they may be read. */
async function above(call: ArmCall, key: string): Promise<readonly StoredDocument[]> {
  const subscription = /^\/subscriptions\/[^/]+/.exec(key)?.[0];
  if (subscription === undefined || subscription === key) return [];
  return (await documentsIn(call, [assignmentType], subscription)).filter((document) => key.startsWith(`${scopeOf(document)}/`));
}

function scopeOf({ key }: StoredDocument): string {
  return key.slice(0, key.lastIndexOf('/providers/microsoft.authorization/roleassignments/'));
}

function unique(documents: readonly StoredDocument[]): readonly StoredDocument[] {
  return [...new Map(documents.map((document) => [document.key, document])).values()];
}

function assignmentBody(document: StoredDocument) {
  const body = documentBody(document);
  const at = document.key.lastIndexOf('/providers/microsoft.authorization/');
  return { ...body, properties: { scope: document.id.slice(0, at), ...objectIn(body['properties']) } };
}
