import type { ListedRecommendation } from './recommendation-list.ts';

/** A row with what a test says about it. */
export function rowWith(about: Partial<ListedRecommendation> & { readonly name: string }): ListedRecommendation {
  return {
    key: `key-of-${about.name}`,
    displayName: about.name,
    category: 'Networking',
    severity: 'high',
    kind: 'policy',
    active: true,
    points: 10,
    score: { current: 0, max: 10 },
    impact: 10,
    healthy: 0,
    unhealthy: 1,
    notApplicable: 0,
    notAssessed: 0,
    threats: [],
    effort: 'low',
    userImpact: 'low',
    controls: [],
    exemptions: 0,
    owners: [],
    ...about,
  };
}
