import type { Catalogue } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import type { ApiScores } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { expandedOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { knownSubscription, selectionOf } from '../selection.ts';
import { controlDefinitionOf } from './control-definitions.ts';
import { metadataId } from './metadata.ts';
import { apiScoresOf, scoreNames, scoreOf } from './secure-scores.ts';

export const secureScoreControls = [
  route('GET /subscriptions/{subscription}/providers/Microsoft.Security/secureScoreControls', async (call) =>
    controlsReply(call, 'ascscore'),
  ),
  route('GET /subscriptions/{subscription}/providers/Microsoft.Security/secureScores/{name}/secureScoreControls', async (call) =>
    controlsReply(call, param(call, 'name').toLowerCase()),
  ),
];

async function controlsReply(call: ArmCall, score: string) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  const isClassic = score === scoreNames.classic.toLowerCase();
  if (!isClassic && score !== scoreNames.controls.toLowerCase())
    throw notFound('ResourceNotFound', `There is no secure score '${score.slice(0, 60)}'. There are ascScore and classicScore.`);
  const controls = isClassic ? await recommendationControlsOf(call, id) : controlsOf(await apiScoresOf(call, id), call.services.catalogue);
  const hasDefinitions = expandedOf(call.query).has('definition');
  return whole(
    controls.map(({ definition, ...control }) =>
      hasDefinitions ? { ...control, properties: { ...control.properties, definition } } : control,
    ),
  );
}

/** All controls, also those that nothing was judged in: these count nothing, and say so. */
export function controlsOf({ id: subscription, controls }: ApiScores, catalogue: Catalogue) {
  const byKey = new Map(controls.map((control) => [control.key, control]));
  return catalogue.controls.map((control) => {
    const scored = byKey.get(control.key);
    const isCounted = scored !== undefined && scored.healthy + scored.unhealthy > 0;
    return itemOf(
      { subscription, score: scoreNames.controls, key: control.key, displayName: control.name },
      {
        healthy: scored?.healthy ?? 0,
        unhealthy: scored?.unhealthy ?? 0,
        notApplicable: scored?.notApplicable ?? 0,
        points: isCounted ? scored : null,
      },
      controlDefinitionOf(control, catalogue),
    );
  });
}

/** The classic model scores recommendations: each stands as a control of its own, and together they are its score. */
async function recommendationControlsOf(call: ArmCall, subscription: string) {
  const { value } = await call.services.reports(selectionOf(call, `/subscriptions/${subscription}`), { model: 'classic' });
  return value.recommendations
    .filter(({ points }) => points !== null)
    .map(({ key, displayName, healthy, unhealthy, notApplicable, active, score, points }) =>
      itemOf(
        { subscription, score: scoreNames.classic, key, displayName },
        { healthy, unhealthy, notApplicable, points: active ? score : null },
        {
          id: `/providers/Microsoft.Security/secureScoreControlDefinitions/${key}`,
          name: key,
          type: 'Microsoft.Security/secureScoreControlDefinitions',
          properties: {
            displayName,
            description: 'A recommendation of the classic model.',
            maxScore: points ?? 0,
            source: { sourceType: 'BuiltIn' },
            assessmentDefinitions: [{ id: metadataId(key) }],
          },
        },
      ),
    );
}

interface Place {
  readonly subscription: string;
  readonly score: string;
  readonly key: string;
  readonly displayName: string;
}

interface Counted {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  readonly points: { readonly current: number; readonly max: number } | null;
}

function itemOf(
  { subscription, score, key, displayName }: Place,
  { healthy, unhealthy, notApplicable, points }: Counted,
  definition: JsonObject,
) {
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/secureScores/${score}/secureScoreControls/${key}`,
    name: key,
    type: 'Microsoft.Security/secureScores/secureScoreControls',
    properties: {
      displayName,
      healthyResourceCount: healthy,
      unhealthyResourceCount: unhealthy,
      notApplicableResourceCount: notApplicable,
      score: scoreOf(points),
      weight: healthy + unhealthy,
    },
    definition,
  };
}
