import type { Catalogue, CatalogueItem } from '@plumbline/catalogue';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { named } from '../schemas/components.ts';

const level = z.enum(['low', 'moderate', 'high']);

/** What the catalogue says that a list shows. */
export const aboutShape = {
  threats: z.array(z.string()).readonly(),
  effort: level,
  userImpact: level,
  controls: z.array(z.string()).readonly().describe('Names of the controls that it is in.'),
  owner: z.string().optional().describe("Who answers for it, where the user's catalogue says so."),
};

export const aboutSchema = named(
  'RecommendationAbout',
  z.object({
    key: z.string(),
    name: z.string(),
    displayName: z.string(),
    category: z.string(),
    severity: z.enum(['high', 'medium', 'low']),
    kind: z.enum(['policy', 'graph', 'imported']),
    points: z.number().nullable(),
    ...aboutShape,
    why: z.string(),
    whenNotToFix: z.string(),
    resourceTypes: z.array(z.string()).readonly(),
    steps: z.array(z.string()).readonly(),
    command: z.string().optional().describe('A command line with {id}, {name}, {resourceGroup} and {subscription} of the resource.'),
    caution: z.string().optional(),
    together: z.object({ action: z.string(), on: z.string() }).optional().describe('One action that fixes several resources at once.'),
    decidedBy: z.string().optional().describe('For imported ones: why configuration cannot decide it.'),
  }),
);

/**
 * @param wanted a name or a key, any case.
 * @throws {HttpProblem} not-found.
 */
export function foundItem({ items }: Catalogue, wanted: string): CatalogueItem {
  const lower = wanted.toLowerCase();
  const item = items.find(({ recommendation: { name, key } }) => name === lower || key === lower);
  if (item !== undefined) return item;
  throw new HttpProblem('not-found', 'The catalogue has no recommendation of this name.', { hint: '/api/v1/recommendations lists them.' });
}
