import { z } from 'zod';
import { named } from './components.ts';

const status = z.enum(['Healthy', 'Unhealthy', 'NotApplicable', 'NotAssessed']);
const count = z.int().min(0);

export const statusSchema = status;

const evidence = z.object({
  text: z.string(),
  resource: z.string().optional(),
  field: z.string().optional().describe('What a policy rule looked at, as it names it.'),
  path: z.string().optional(),
  found: z.unknown().optional(),
  expected: z.unknown().optional(),
});

export const assessedItem = named(
  'Assessment',
  z.object({
    recommendation: z.string().describe('Assessment key.'),
    name: z.string(),
    displayName: z.string(),
    resource: z.string(),
    type: z.string(),
    subscription: z.string(),
    status,
    cause: z.enum(['OffByPolicy', 'Exempt', 'NotCollected', 'NotDecidable', 'Failed']).optional(),
    needs: z.string().optional().describe('For NotCollected: the type that the input lacks.'),
    decidedBy: z.enum(['rule', 'input']),
    because: evidence.optional().describe('Which condition decided, what was found, what was expected.'),
    firstEvaluated: z.string(),
    statusChanged: z.string(),
    exemption: z.string().optional(),
  }),
);

export const resourceRow = named(
  'ResourceRow',
  z.object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    subscription: z.string(),
    resourceGroup: z.string().nullable(),
    location: z.string().nullable(),
    tags: z.record(z.string(), z.string()),
    healthy: count,
    unhealthy: count,
    assessment: assessedItem.optional(),
  }),
);

export const transition = named(
  'Transition',
  z.object({
    sequence: count,
    at: z.string(),
    resource: z.string(),
    kind: z.enum(['put', 'delete', 'status']),
    recommendation: z.string().optional(),
    from: status.nullable().optional(),
    to: status.nullable().optional(),
    cause: z.string().optional(),
  }),
);

export const resourceDetail = named(
  'ResourceDetail',
  z.object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    subscription: z.string(),
    resourceGroup: z.string().nullable(),
    managementGroups: z.array(z.string()),
    firstSeen: z.string(),
    changed: z.string(),
    resource: z.record(z.string(), z.unknown()).describe('Its configuration as it was sent.'),
    implied: z.boolean(),
    assessments: z.array(assessedItem),
    dependsOn: z.array(z.string()),
    dependents: z.array(z.string()),
    history: z.array(transition),
  }),
);
