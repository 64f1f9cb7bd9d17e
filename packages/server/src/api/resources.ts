import { defineRoute } from '../http/route.ts';
import { named } from '../schemas/components.ts';
import { resourcePage, resourceQueryOf, resourcesQuery } from './resource-query.ts';
import { replyOf, selectionOf } from './selection.ts';

export const resources = defineRoute({
  method: 'get',
  path: '/api/v1/resources',
  name: 'listResources',
  summary: 'Everything that was read',
  access: 'reader',
  query: resourcesQuery,
  reply: { description: 'A page of resources, by id.', schema: named('InventoryPage', resourcePage) },
  isConditional: true,
  async handle(call) {
    const answer = await call.services.store.resources(selectionOf(call), resourceQueryOf(call.query));
    return replyOf(answer, (page) => ({ ...page }));
  },
});
