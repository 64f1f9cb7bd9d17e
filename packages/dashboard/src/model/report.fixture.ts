import type { RecommendationScore, ScoreReport } from './answers.ts';

/** A classic report whose score is the sum of its rows, as the model says. */
export function reportWith(recommendations: readonly RecommendationScore[]): ScoreReport {
  const active = recommendations.filter((row) => row.active);
  const current = active.reduce((sum, { score }) => sum + score.current, 0);
  const max = active.reduce((sum, { score }) => sum + score.max, 0);
  return {
    schema: 'plumbline-score/1',
    model: 'classic',
    edition: '2019-11',
    scope: [],
    generatedAt: '2026-11-24T00:00:00Z',
    score: active.length === 0 ? null : { current, max, percentage: current / max },
    categories: [],
    controls: [],
    recommendations,
    topRecommendations: [],
    subscriptions: [],
    exemptions: { active: 0, expired: 0, waived: 0, mitigated: 0, scoreWithout: null, items: [] },
    coverage: {
      files: 0,
      read: 0,
      refused: 0,
      duplicates: 0,
      resources: 0,
      assessed: { healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 },
      byType: [],
      notCollected: [],
      disagreements: [],
      unknownAssessments: [],
    },
    problems: [],
  };
}
