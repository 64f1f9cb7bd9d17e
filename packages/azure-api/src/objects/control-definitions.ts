import type { Catalogue, Control } from '@plumbline/catalogue';
import { param } from '../arm/call.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { knownSubscription } from '../selection.ts';
import { metadataId } from './metadata.ts';

export const controlDefinitions = [
  route('GET /providers/Microsoft.Security/secureScoreControlDefinitions', async ({ services }) =>
    whole(definitionsOf(services.catalogue)),
  ),
  route('GET /subscriptions/{subscription}/providers/Microsoft.Security/secureScoreControlDefinitions', async (call) => {
    await knownSubscription(call, param(call, 'subscription'));
    return whole(definitionsOf(call.services.catalogue));
  }),
];

function definitionsOf(catalogue: Catalogue) {
  return catalogue.controls.map((control) => controlDefinitionOf(control, catalogue));
}

export function controlDefinitionOf({ key, name, max, recommendations }: Control, { items }: Catalogue) {
  const inside = new Set(recommendations);
  return {
    id: `/providers/Microsoft.Security/secureScoreControlDefinitions/${key}`,
    name: key,
    type: 'Microsoft.Security/secureScoreControlDefinitions',
    properties: {
      displayName: name,
      description: `${recommendations.length} ${recommendations.length === 1 ? 'recommendation' : 'recommendations'}; a resource counts once it is healthy in all of them.`,
      maxScore: max,
      source: { sourceType: 'BuiltIn' },
      assessmentDefinitions: items.flatMap(({ recommendation }) =>
        inside.has(recommendation.name) ? { id: metadataId(recommendation.key) } : [],
      ),
    },
  };
}
