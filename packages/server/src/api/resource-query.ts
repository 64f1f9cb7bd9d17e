import type { ResourceQuery } from '@plumbline/store';
import { z } from 'zod';
import { pageOf } from '../schemas/answer.ts';
import { flag, paging, scoring } from '../schemas/query.ts';
import { resourceRow, statusSchema } from '../schemas/resource.ts';

const { scope } = scoring;

/** What narrows a list of resources. */
export const resourceFilter = {
  scope,
  model: scoring.model,
  subscription: z.string().min(1).max(400).optional().describe('Only resources of this subscription.'),
  type: z.string().min(1).max(400).optional().describe('Only resources of this type, any case.'),
  search: z.string().min(1).max(400).optional().describe('Part of the id, any case.'),
  ...paging,
  from: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .describe('Number of the first row, beginning with 0, in place of `after`: to jump into the middle of a long list. Not with `search`.'),
};

export const assessedResourcesQuery = z.strictObject({
  ...resourceFilter,
  status: z.array(statusSchema).max(4).default([]).describe('Again for more; absent: all.'),
  explain: flag.describe('Whether each carries its reason. They are judged again for it, so ask only for what is shown.'),
});

export const resourcesQuery = z.strictObject(resourceFilter);

/** A page of them. */
export const resourcePage = pageOf(resourceRow).extend({
  total: z
    .int()
    .min(0)
    .optional()
    .describe('Rows of all pages together, where the page begins with `from` or is the first; absent where a search narrows them.'),
});

/** @returns the filter without what was not asked for. */
export function resourceQueryOf({
  subscription,
  type,
  search,
  after,
  from,
  limit,
}: Omit<z.output<typeof resourcesQuery>, 'scope' | 'model'>): ResourceQuery {
  return {
    limit,
    ...(subscription === undefined ? {} : { subscription: subscription.toLowerCase() }),
    ...(type === undefined ? {} : { type }),
    ...(search === undefined ? {} : { search }),
    ...(after === undefined ? {} : { after }),
    ...(from === undefined ? {} : { from }),
  };
}
