import type { StoredDocument } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { ArmError, notFound } from '../arm/error.ts';
import { checkFields, meets, type Term, termsOf } from '../arm/filter.ts';
import { afterOf, pageReply } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentBody, documentsPage, documentsReply } from '../documents.ts';
import { objectIn, scalarText, textIn } from '../json-value.ts';
import { checkScope, knownSubscription, selectionOf } from '../selection.ts';
import { typesOf } from './kinds.ts';

export const resources = [
  route('GET /subscriptions/{subscription}/resources', async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    return filtered(call, `/subscriptions/${id}`);
  }),
  route('GET /subscriptions/{subscription}/resourceGroups/{group}/resources', async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    return filtered(call, `/subscriptions/${id}/resourceGroups/${param(call, 'group')}`);
  }),
];

/** Everything else under an id: one resource, or all of a type. Comes last. */
export const anyResource = [
  route('GET|HEAD {scope}', async (call) => {
    const scope = param(call, 'scope');
    const collection = collectionIn(call.segments);
    if (collection !== undefined) return listed(call, collection);
    await checkScope(call, scope);
    const type = typeIn(call.segments);
    const document = type === undefined ? undefined : await documentAt(call, scope, type);
    if (document === undefined) throw notFound('ResourceNotFound', `The resource '${scope.slice(0, 400)}' was not found.`);
    return { body: documentBody(document) };
  }),
  route('PUT|PATCH|POST|DELETE {scope}', async () => {
    throw new ArmError(
      405,
      'MethodNotAllowed',
      'Plumbline keeps what was read of Azure, and changes nothing there. Assessments, their metadata, exemptions and governance can be written; everything else is changed in Azure.',
    );
  }),
];

const fields = ['resourcegroup', 'resourcetype', 'name', 'location', 'tagname', 'tagvalue'];
/** Pages of the store that one request looks through for what a filter keeps. */
const mostLooks = 20;

async function filtered(call: ArmCall, scope: string) {
  const terms = termsOf(call.query.get('$filter'));
  checkFields(terms, fields);
  const group = terms.find(({ field, operator }) => field === 'resourcegroup' && operator === 'eq')?.value;
  const type = terms.find(({ field, operator }) => field === 'resourcetype' && operator === 'eq')?.value;
  const place = group === undefined || group.includes('/') ? scope : `/subscriptions/${scope.split('/')[2] ?? ''}/resourceGroups/${group}`;
  const types = type === undefined ? await resourceTypes(call, scope) : [type];
  const limit = topOf(call.query);
  const found: StoredDocument[] = [];
  let after: string | null | undefined = afterOf(call).after;
  for (let looks = 0; looks < mostLooks && found.length < limit && after !== null; looks++) {
    const page = await documentsPage(call, { types, scope: place, limit: terms.length === 0 ? limit : 1_000, after });
    const kept = page.items.filter((document) => isKept(document, terms));
    const room = limit - found.length;
    found.push(...kept.slice(0, room));
    after = page.next;
    const last = kept[room - 1];
    // The rest of this page belongs to the next answer.
    if (kept.length > room && last !== undefined) after = cursorOf(last);
  }
  return pageReply(call, found.map(documentBody), after ?? null);
}

function cursorOf({ subscription, type, key }: StoredDocument): string {
  return Buffer.from(JSON.stringify([subscription, type, key])).toString('base64url');
}

export async function resourceTypes(call: Pick<ArmCall, 'principal' | 'services'>, scope: string): Promise<readonly string[]> {
  const { value } = await call.services.store.types(selectionOf(call, scope));
  return typesOf(value, 'resource');
}

function isKept({ id, type, resourceGroup, resource }: StoredDocument, terms: readonly Term[]): boolean {
  const tags = Object.entries(objectIn(resource['tags']));
  const named = terms.find(({ field }) => field === 'tagname');
  const valued = terms.find(({ field }) => field === 'tagvalue');
  const hasTag =
    (named === undefined && valued === undefined) ||
    tags.some(([name, value]) => (named === undefined || meets(name, named)) && (valued === undefined || meets(scalarText(value), valued)));
  const textOf = (field: string) => {
    if (field === 'resourcegroup') return resourceGroup ?? '';
    if (field === 'resourcetype') return type;
    return field === 'location' ? textIn(resource['location']) : id.slice(id.lastIndexOf('/') + 1);
  };
  return hasTag && terms.every((term) => term.field.startsWith('tag') || meets(textOf(term.field), term));
}

interface Collection {
  readonly scope: string;
  readonly type: string;
}

/** `…/providers/{namespace}/{type}` and `…/{name}/{type}`: an odd number of parts behind the namespace. */
function collectionIn(segments: readonly string[]): Collection | undefined {
  const at = segments.map((segment) => segment.toLowerCase()).lastIndexOf('providers');
  const below = segments.slice(at + 2);
  if (at < 0 || below.length % 2 === 0) return undefined;
  const type = typeIn(segments);
  if (type === undefined) return undefined;
  const parent = below.length === 1 ? segments.slice(0, at) : segments.slice(0, -1);
  return { scope: parent.length === 0 ? '' : `/${parent.join('/')}`, type };
}

function typeIn(segments: readonly string[]): string | undefined {
  const lower = segments.map((segment) => segment.toLowerCase());
  const at = lower.lastIndexOf('providers');
  if (at < 0) return lower.length === 4 && lower[2] === 'resourcegroups' ? 'microsoft.resources/subscriptions/resourcegroups' : undefined;
  const [namespace, ...rest] = lower.slice(at + 1);
  const types = rest.filter((_, index) => index % 2 === 0);
  return namespace === undefined || types.length === 0 ? undefined : [namespace, ...types].join('/');
}

/** Types that hang on something else: their list is of one place, and not of all below it. */
const hanging = new Set(['microsoft.insights/diagnosticsettings', 'microsoft.authorization/locks']);

async function listed(call: ArmCall, { scope, type }: Collection) {
  await checkScope(call, scope);
  if (!type.startsWith('microsoft.')) {
    const { value } = await call.services.store.types(selectionOf(call));
    if (!value.includes(type)) {
      throw notFound('InvalidResourceType', `Nothing of the type '${type.slice(0, 200)}' was read.`);
    }
  }
  if (!hanging.has(type)) return documentsReply(call, { types: [type], scope });
  const prefix = `${scope.toLowerCase()}/providers/${type}/`;
  const { items } = await documentsPage(call, { types: [type], scope: `${scope}/providers/${type}`, limit: 1_000 });
  return pageReply(call, items.filter(({ key }) => key.startsWith(prefix)).map(documentBody), null);
}
