import type { JsonObject } from '@plumbline/policy';
import type { StoredDocument } from '@plumbline/store';
import { z } from 'zod';
import { type ArmCall, param } from '../arm/call.ts';
import { checkedBody } from '../arm/checked.ts';
import { notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { afterOf, nextLinkOf } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { documentsIn, documentsPage } from '../documents.ts';
import { objectIn, scalarText, textIn } from '../json-value.ts';

const types: Readonly<Record<string, string>> = {
  users: 'microsoft.graph/users',
  groups: 'microsoft.graph/groups',
  serviceprincipals: 'microsoft.graph/serviceprincipals',
};
const kinds: Readonly<Record<string, string>> = {
  'microsoft.graph/users': '#microsoft.graph.user',
  'microsoft.graph/groups': '#microsoft.graph.group',
  'microsoft.graph/serviceprincipals': '#microsoft.graph.servicePrincipal',
};
const fields = ['displayname', 'userprincipalname', 'mail', 'id', 'appid', 'usertype'];

/** What `az ad user list` and the names in lists of role assignments need of Microsoft Graph. */
export const graph = [
  route(
    'POST /msgraph/v1.0/directoryObjects/getByIds',
    async (call) => {
      const { ids } = await checkedBody(call, z.object({ ids: z.array(z.string().max(100)).max(1_000) }));
      const wanted = new Set(ids.map((id) => id.toLowerCase()));
      const found = await documentsIn(call, Object.values(types), '');
      return { body: { value: found.map(bodyOf).filter(({ id }) => wanted.has(scalarText(id).toLowerCase())) } };
    },
    'reader',
  ),
  route('GET /msgraph/v1.0/{kind}', async (call) => {
    const type = typeOf(call);
    const terms = termsOf(call.query.get('$filter'));
    checkFields(terms, fields);
    const { items, next } = await documentsPage(call, { types: [type], scope: '', limit: topOf(call.query), after: afterOf(call).after });
    const value = items.map(bodyOf).filter((body) => terms.every((term) => meets(fieldIn(body, term.field), term)));
    return { body: { value, ...(next === null ? {} : { '@odata.nextLink': nextLinkOf(call, next) }) } };
  }),
  route('GET /msgraph/v1.0/{kind}/{id}', async (call) => {
    const wanted = param(call, 'id').toLowerCase();
    const found = (await documentsIn(call, [typeOf(call)], ''))
      .map(bodyOf)
      .find((body) => [body['id'], body['userPrincipalName']].some((one) => textIn(one)?.toLowerCase() === wanted));
    if (found === undefined) throw notFound('Request_ResourceNotFound', `Resource '${wanted.slice(0, 100)}' does not exist.`);
    return { body: found };
  }),
];

function typeOf(call: ArmCall): string {
  const type = types[param(call, 'kind').toLowerCase()];
  if (type === undefined) throw notFound('Request_ResourceNotFound', 'Users, groups and service principals are answered here.');
  return type;
}

/** In the shape of Graph: without what Resource Manager wraps things in. */
function bodyOf({ type, id, resource }: StoredDocument): JsonObject {
  const { properties, ...rest } = resource;
  const own = { ...rest, ...objectIn(properties) };
  return { '@odata.type': kinds[type] ?? '', ...own, id: textIn(objectIn(properties)['id']) ?? id.slice(id.lastIndexOf('/') + 1) };
}

function fieldIn(body: JsonObject, field: string): string | undefined {
  return textIn(Object.entries(body).find(([name]) => name.toLowerCase() === field)?.[1]);
}
