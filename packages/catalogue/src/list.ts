import type { Catalogue } from './catalogue.ts';
import { categoryNames } from './category-names.ts';
import { shippedPoints } from './load-catalogue.ts';
import { editions } from './points.ts';
import type { Recommendation, Severity, Threat } from './recommendation.ts';

/** One element of what `plumbline recommendations --format json` prints. */
export interface ListedRecommendation {
  readonly key: string;
  readonly name: string;
  readonly displayName: string;
  /** As people see it: `Data & storage`. */
  readonly category: string;
  readonly severity: Severity;
  readonly kind: Recommendation['kind'];
  readonly threats: readonly Threat[];
  /** By edition; null where it does not count. The catalogue's own edition is in it too, when it is not a shipped one. */
  readonly points: Readonly<Record<string, number | null>>;
  /** Keys of the controls it counts in. */
  readonly controls: readonly string[];
  /** Types that must be collected besides the resource itself before anything can be said. */
  readonly needs: readonly string[];
}

/** The catalogue as plain data, in its order. */
export function recommendationListOf(catalogue: Catalogue): readonly ListedRecommendation[] {
  const isShipped = editions.some((edition) => edition === catalogue.edition);
  return catalogue.items.map(({ recommendation, points, controls }) => ({
    key: recommendation.key,
    name: recommendation.name,
    displayName: recommendation.title,
    category: categoryNames[recommendation.category],
    severity: recommendation.severity,
    kind: recommendation.kind,
    threats: recommendation.threats,
    points: {
      ...Object.fromEntries(editions.map((edition) => [edition, shippedPoints(recommendation.name, edition)])),
      ...(isShipped ? {} : { [catalogue.edition]: points }),
    },
    controls,
    needs: needsOf(recommendation),
  }));
}

/** Types without which a recommendation cannot be decided, besides those it is judged on; in Azure's casing. */
export function needsOf(recommendation: Recommendation): readonly string[] {
  switch (recommendation.kind) {
    case 'graph':
      return recommendation.needs;
    case 'imported':
      return ['Microsoft.Security/assessments'];
    case 'policy':
      return relatedTypesOf(recommendation.rule);
  }
}

/** The type that an if-not-exists effect looks for; only these effects have `details.type`. */
function relatedTypesOf(rule: object): readonly string[] {
  const details = property(property(rule, 'then'), 'details');
  const type = property(details, 'type');
  return typeof type === 'string' ? [type] : [];
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
