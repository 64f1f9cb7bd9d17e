import { z } from 'zod';

const scope = z
  .array(z.string().min(1).max(2_000))
  .max(1_000)
  .default([])
  .describe(
    'A subscription, management group, resource group or resource: an ARM id, a subscription GUID or a group name. Again for more; absent: everything.',
  );

const model = z.enum(['classic', 'controls']).default('classic').describe('Points for every recommendation, or for controls.');

const aggregate = z
  .enum(['weighted', 'pooled'])
  .optional()
  .describe('Controls model: how subscriptions become one score; weighted by default.');

const rounding = z
  .enum(['exact', 'api'])
  .optional()
  .describe("Controls model: exact, or to two decimals as Azure's API does; exact by default.");

/** What almost every route takes: what is looked at, and how it is scored. */
export const scoring = { scope, model, aggregate, rounding };

export const scoringQuery = z.strictObject(scoring);
export type ScoringQuery = z.output<typeof scoringQuery>;

/** Where a page begins and how long it is. */
export const paging = {
  after: z.string().min(1).max(4_000).optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('Items of a page.'),
};

export const instant = z
  .string()
  .regex(
    /^(\d{1,15}|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))$/,
    'expected a sequence number, or a time such as 2026-11-24T08:00:00Z',
  )
  .refine((text) => /^\d+$/.test(text) || !Number.isNaN(Date.parse(text)), 'this time does not exist');

/** @returns a text as a flag of a URL: `true` or `false`. */
export const flag = z.enum(['true', 'false']).default('false');

/** Lists that grow with the estate, which a screen that shows only counts need not fetch. */
export const coverageDetail = z
  .enum(['all', 'counts'])
  .default('all')
  .describe('counts leaves the lists of the coverage empty; /api/v1/coverage has them.');
