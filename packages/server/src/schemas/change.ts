import { z } from 'zod';
import { isTooDeep } from '../api/depth.ts';
import { named } from './components.ts';

const armId = z.string().min(1).max(2_000).regex(/^\//, 'expected an ARM id, which begins with /');

// Kept as they came: only the store looks inside, and copying them would cost more than taking them in.
const resource = z
  .custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'expected an object')
  .refine((value) => !isTooDeep(value), 'nested deeper than 200 levels')
  .meta({ type: 'object' });

const resourceWithId = resource.refine(
  (value) => typeof value['id'] === 'string' && value['id'].startsWith('/') && value['id'].length <= 2_000,
  'expected an id, an ARM id of at most 2,000 characters',
);

const category = z.enum(['Waiver', 'Mitigated']).describe('Waiver: left out of the score. Mitigated: counted healthy.');

export const exemptionRequest = named(
  'ExemptionRequest',
  z.strictObject({
    scope: armId.describe('ARM id of a resource, resource group, subscription or management group.'),
    recommendations: z.array(z.string().min(1).max(200)).max(1_000).describe('Names or keys of recommendations; empty: all.'),
    category,
    reason: z.string().trim().min(1, 'expected a reason').max(4_000),
    owner: z.string().min(1).max(400).optional(),
    expiresOn: z.iso.datetime({ offset: true }).optional().describe('Absent: for ever.'),
    displayName: z.string().min(1).max(400).optional(),
    name: z
      .string()
      .regex(/^[\w.-]{1,64}$/, 'expected letters, digits, dots and dashes, at most 64')
      .optional(),
  }),
);

export const changeSchema = named(
  'Change',
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('put'), resource: resourceWithId }),
    z.strictObject({ op: z.literal('delete'), id: armId }),
    z.strictObject({ op: z.literal('assess'), assessment: resource }),
    z.strictObject({
      op: z.literal('complete'),
      scope: z.string().min(1).max(2_000),
      types: z.array(z.string().min(1).max(400)).max(10_000),
    }),
    z.strictObject({ op: z.literal('exempt'), exemption: exemptionRequest }),
    z.strictObject({ op: z.literal('revoke'), id: armId }),
  ]),
);

export const supposition = named(
  'Supposition',
  z.strictObject({
    complete: z
      .array(z.string().min(1).max(200))
      .max(1_000)
      .optional()
      .describe('Recommendations, by name or key: all their unhealthy resources become healthy.'),
    fix: z
      .array(z.strictObject({ resource: armId, recommendation: z.string().min(1).max(200).optional() }))
      .max(100_000)
      .optional()
      .describe('Resources fixed, in one recommendation or in all.'),
    exempt: z
      .array(z.strictObject({ scope: armId, recommendations: z.array(z.string().min(1).max(200)).max(1_000), category }))
      .max(10_000)
      .optional(),
    remove: z.array(armId).max(100_000).optional().describe('Resources deleted.'),
  }),
);
