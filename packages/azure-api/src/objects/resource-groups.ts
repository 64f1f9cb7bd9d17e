import type { ResourceGroupRow, StoredDocument } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { pageReply } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { documentsIn } from '../documents.ts';
import { objectIn, scalarText, textIn } from '../json-value.ts';
import { knownSubscription, selectionOf } from '../selection.ts';

const type = 'microsoft.resources/subscriptions/resourcegroups';
const place = '/subscriptions/{subscription}/resourceGroups';

export const resourceGroups = [
  route(`GET ${place}`, async (call) => {
    const terms = termsOf(call.query.get('$filter'));
    checkFields(terms, ['tagname', 'tagvalue', 'name', 'location']);
    const [name, value] = ['tagname', 'tagvalue'].map((field) => terms.find((term) => term.field === field));
    const after = call.query.get('$skiptoken') ?? '';
    const found = (await groupsOf(call))
      .filter((group) =>
        terms.every((term) => term.field.startsWith('tag') || meets(group[term.field === 'name' ? 'name' : 'location'], term)),
      )
      .filter(
        ({ tags }) =>
          name === undefined ||
          Object.entries(tags).some(([key, tag]) => meets(key, name) && (value === undefined || meets(scalarText(tag), value))),
      )
      .filter((group) => group.name.toLowerCase() > after);
    const shown = found.slice(0, topOf(call.query));
    return pageReply(call, shown, shown.length < found.length ? (shown.at(-1)?.name.toLowerCase() ?? null) : null);
  }),
  route(`GET|HEAD ${place}/{group}`, async (call) => {
    const wanted = param(call, 'group').toLowerCase();
    const found = (await groupsOf(call)).find(({ name }) => name.toLowerCase() === wanted);
    if (found === undefined) throw notFound('ResourceGroupNotFound', `Resource group '${wanted.slice(0, 100)}' could not be found.`);
    // Whether it exists is asked without a body, and answered so.
    return call.method === 'HEAD' ? { status: 204 } : { body: found };
  }),
];

async function groupsOf(call: ArmCall) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  return resourceGroupsOf(call, id);
}

/** Groups that were read, and those that only the ids of their resources name. */
export async function resourceGroupsOf(call: Pick<ArmCall, 'principal' | 'services'>, subscription: string) {
  const scope = `/subscriptions/${subscription}`;
  const { value } = await call.services.store.resourceGroups(selectionOf(call, scope));
  const read = new Map((await documentsIn(call, [type], scope)).map((document) => [document.key, document]));
  return value.map((row) => groupOf(row, read.get(`${scope}/resourcegroups/${row.name.toLowerCase()}`)));
}

function groupOf({ subscription, name, location }: ResourceGroupRow, document: StoredDocument | undefined) {
  const resource = document?.resource ?? {};
  const properties = objectIn(resource['properties']);
  return {
    id: `/subscriptions/${subscription}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location: textIn(resource['location']) ?? location ?? 'global',
    tags: objectIn(resource['tags']),
    properties: { provisioningState: textIn(properties['provisioningState']) ?? 'Succeeded' },
  };
}
