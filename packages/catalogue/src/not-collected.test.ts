import { expect, test } from 'vitest';
import { neighboursOf } from './example-neighbours.ts';
import { textAt } from './json-reading.ts';
import { recommendations } from './recommendations.generated.ts';

/*
 * What was not collected is never judged: an example that loses every resource of a type keeps its verdict or has none any more;
 * it never becomes healthy or unhealthy by the loss.
 */

/**
 * Where a second type is looked at for old estates only and is absent in all others, asking for it would leave everybody unassessed:
 * classic alert rules are retired, and a scale set lists its extensions itself.
 */
const dispensable: Readonly<Record<string, string>> = {
  'batch-metric-alerts': 'microsoft.insights/alertrules',
  'scale-set-diagnostic-logs': 'microsoft.compute/virtualmachinescalesets/extensions',
};

const cases = recommendations.flatMap((recommendation) => {
  if (recommendation.kind !== 'graph') return [];
  const { healthy, unhealthy, notApplicable = [], notCollected = [] } = recommendation.examples;
  return [...healthy, ...unhealthy, ...notApplicable, ...notCollected].flatMap((example) => {
    const estate = example.estate ?? [];
    const types = [...new Set(estate.map((resource) => (textAt(resource, 'type') ?? '').toLowerCase()))].filter(
      (type) => type !== dispensable[recommendation.name],
    );
    const isSubject = recommendation.resourceTypes.some((type) => type.toLowerCase() === textAt(example.resource, 'type')?.toLowerCase());
    return isSubject
      ? types.map((type) => [recommendation.name, example.name, type, recommendation, example.resource, estate] as const)
      : [];
  });
});

test.each(cases)('%s, %s: without any %s', (_name, _example, type, recommendation, resource, estate) => {
  const rest = estate.filter((neighbour) => textAt(neighbour, 'type')?.toLowerCase() !== type);
  const before = recommendation.judge(resource, neighboursOf(resource, estate)).status;
  const after = recommendation.judge(resource, neighboursOf(resource, rest)).status;
  expect([before, 'NotCollected', 'NotApplicable']).toContain(after);
});
