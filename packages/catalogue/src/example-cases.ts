import type { Example, Examples, GraphRecommendation } from './recommendation.ts';

/** One example with the status that it is to have. */
export interface ExampleCase {
  readonly title: string;
  readonly status: string;
  readonly recommendation: GraphRecommendation;
  readonly example: Example;
}

/** All examples of graph recommendations, one a row. */
export function exampleCases(recommendations: readonly GraphRecommendation[]): readonly ExampleCase[] {
  return recommendations.flatMap((recommendation) =>
    examplesOf(recommendation.examples).map(([status, example]) => ({
      title: `${recommendation.name}: ${example.name}`,
      status,
      recommendation,
      example,
    })),
  );
}

function examplesOf(examples: Examples): readonly (readonly [string, Example])[] {
  return [
    ...examples.healthy.map((example) => ['Healthy', example] as const),
    ...examples.unhealthy.map((example) => ['Unhealthy', example] as const),
    ...(examples.notApplicable ?? []).map((example) => ['NotApplicable', example] as const),
    ...(examples.notCollected ?? []).map((example) => ['NotCollected', example] as const),
  ];
}
