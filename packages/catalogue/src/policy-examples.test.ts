import { compileDefinition, type Resource } from '@plumbline/policy';
import { describe, expect, test } from 'vitest';
import { relatedFrom } from './example-related.ts';
import type { Example, PolicyRecommendation } from './recommendation.ts';
import { recommendations } from './recommendations.generated.ts';

const now = '2026-01-15T08:00:00Z';
const policies = recommendations.filter((recommendation): recommendation is PolicyRecommendation => recommendation.kind === 'policy');

describe.each(policies.map((recommendation) => [recommendation.name, recommendation] as const))('%s', (_name, recommendation) => {
  const { policy, problems, notes } = compileDefinition(
    { mode: 'All', displayName: recommendation.title, policyRule: recommendation.rule },
    recommendation.parameters === undefined ? {} : { parameters: recommendation.parameters },
  );

  test('compiles, names fields that exist, and is for its types', () => {
    // Notes tell of aliases that are not in the catalogue of aliases.
    expect([...problems, ...notes]).toEqual([]);
    expect(policy?.undecidable).toBeUndefined();
    expect([...(policy?.types ?? [])].sort()).toEqual(recommendation.resourceTypes.map((type) => type.toLowerCase()).sort());
  });

  const { healthy, unhealthy, notApplicable = [], notCollected = [] } = recommendation.examples;
  test.each([
    ...healthy.map((example) => ['Compliant', example.name, example] as const),
    ...unhealthy.map((example) => ['NonCompliant', example.name, example] as const),
    ...notApplicable.map((example) => ['NotApplicable', example.name, example] as const),
    ...notCollected.map((example) => ['NotCollected', example.name, example] as const),
  ])('%s when %s', (compliance, _title, example) => {
    expect(verdictOn(example)).toBe(compliance);
  });

  function verdictOn({ resource, estate = [] }: Example): string | undefined {
    if (policy === undefined) return undefined;
    // The engine asks no rule about a resource that came without what the rule reads.
    if (policy.readsConfiguration && hasNoProperties(resource)) return 'NotCollected';
    return policy.evaluate(resource, { now, related: (query) => relatedFrom(estate, query) }).compliance;
  }
});

function hasNoProperties(resource: Resource): boolean {
  return resource['properties'] === undefined || resource['properties'] === null;
}
