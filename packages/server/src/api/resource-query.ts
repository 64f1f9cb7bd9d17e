import type { ResourceQuery } from '@plumbline/store';
import { z } from 'zod';
import { flag, paging, scoring } from '../schemas/query.ts';
import { statusSchema } from '../schemas/resource.ts';

const { scope } = scoring;

/** What narrows a list of resources. */
export const resourceFilter = {
  scope,
  model: scoring.model,
  subscription: z.string().min(1).max(400).optional().describe('Only resources of this subscription.'),
  type: z.string().min(1).max(400).optional().describe('Only resources of this type, any case.'),
  search: z.string().min(1).max(400).optional().describe('Part of the id, any case.'),
  ...paging,
};

export const assessedResourcesQuery = z.strictObject({
  ...resourceFilter,
  status: z.array(statusSchema).max(4).default([]).describe('Again for more; absent: all.'),
  explain: flag.describe('Whether each carries its reason. They are judged again for it, so ask only for what is shown.'),
});

export const resourcesQuery = z.strictObject(resourceFilter);

/** @returns the filter without what was not asked for. */
export function resourceQueryOf({
  subscription,
  type,
  search,
  after,
  limit,
}: Omit<z.output<typeof resourcesQuery>, 'scope' | 'model'>): ResourceQuery {
  return {
    limit,
    ...(subscription === undefined ? {} : { subscription: subscription.toLowerCase() }),
    ...(type === undefined ? {} : { type }),
    ...(search === undefined ? {} : { search }),
    ...(after === undefined ? {} : { after }),
  };
}
