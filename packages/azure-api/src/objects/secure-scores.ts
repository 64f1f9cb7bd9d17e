import type { OverallScore } from '@plumbline/assess';
import type { ApiScores } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { knownSubscription, selectionOf } from '../selection.ts';

/** Both models of one subscription: the controls model under the name that everybody asks for, the classic one beside it. */
export const scoreNames = { controls: 'ascScore', classic: 'classicScore' } as const;

export const secureScores = [
  route('GET /subscriptions/{subscription}/providers/Microsoft.Security/secureScores', async (call) => whole(await scoresOf(call))),
  route('GET /subscriptions/{subscription}/providers/Microsoft.Security/secureScores/{name}', async (call) => {
    const name = param(call, 'name').toLowerCase();
    const found = (await scoresOf(call)).find((score) => score.name.toLowerCase() === name);
    if (found === undefined)
      throw notFound('ResourceNotFound', `There is no secure score '${name.slice(0, 60)}'. There are ascScore and classicScore.`);
    return { body: found };
  }),
];

async function scoresOf(call: ArmCall) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  return secureScoresOf(await apiScoresOf(call, id));
}

/** Both models of one subscription, of what may be read of it. */
export async function apiScoresOf(call: Pick<ArmCall, 'principal' | 'services'>, subscription: string): Promise<ApiScores> {
  const { value } = await call.services.store.apiScores(selectionOf(call, `/subscriptions/${subscription}`));
  return value[0] ?? { id: subscription, classic: null, classicWeight: 0, controlsScore: null, controls: [] };
}

export function secureScoresOf({ id, classic, classicWeight, controlsScore, controls }: ApiScores) {
  const item = (
    name: string,
    displayName: string,
    { score, weight }: { readonly score: OverallScore | null; readonly weight: number },
  ) => ({
    id: `/subscriptions/${id}/providers/Microsoft.Security/secureScores/${name}`,
    name,
    type: 'Microsoft.Security/secureScores',
    properties: { displayName, score: scoreOf(score), weight },
  });
  return [
    // What the aggregate over subscriptions is weighted with: what was judged in each control.
    item(scoreNames.controls, 'ASC score', {
      score: controlsScore,
      weight: controls.reduce((sum, { healthy, unhealthy }) => sum + healthy + unhealthy, 0),
    }),
    item(scoreNames.classic, 'Classic secure score', { score: classic, weight: classicWeight }),
  ];
}

/** Points to two decimals, the share to four, as the API gives them. */
export function scoreOf(score: { readonly current: number; readonly max: number } | null) {
  if (score === null || score.max === 0) return { max: 0, current: 0, percentage: 0 };
  return { max: rounded(score.max, 2), current: rounded(score.current, 2), percentage: rounded(score.current / score.max, 4) };
}

export function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round((value + Number.EPSILON) * factor) / factor;
}
