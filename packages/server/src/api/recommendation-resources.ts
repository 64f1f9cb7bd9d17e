import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { named } from '../schemas/components.ts';
import { foundItem } from './recommendation-about.ts';
import { assessedResourcesQuery, resourcePage, resourceQueryOf } from './resource-query.ts';
import { replyOf, selectionOf } from './selection.ts';

export const recommendationResources = defineRoute({
  method: 'get',
  path: '/api/v1/recommendations/{name}/resources',
  name: 'listRecommendationResources',
  summary: 'Resources that a recommendation is judged on, by status',
  access: 'reader',
  params: z.object({ name: z.string().describe('Name or key.') }),
  query: assessedResourcesQuery,
  reply: { description: 'A page of resources, each with its assessment.', schema: named('ResourcePage', resourcePage) },
  problems: ['not-found'],
  isConditional: true,
  async handle(call) {
    const { catalogue, store } = call.services;
    const { recommendation } = foundItem(catalogue, call.params.name);
    const { status, explain, ...query } = call.query;
    const answer = await store.resources(selectionOf(call), {
      ...resourceQueryOf(query),
      recommendation: recommendation.name,
      ...(status.length === 0 ? {} : { status }),
      explain: explain === 'true',
    });
    return replyOf(answer, (page) => ({ ...page }));
  },
});
