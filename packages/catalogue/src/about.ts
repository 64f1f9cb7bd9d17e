import type { Catalogue, CatalogueItem } from './catalogue.ts';
import { categoryNames } from './category-names.ts';
import type { Fix, Level, Recommendation, Severity, Threat } from './recommendation.ts';

/** What the catalogue says about a recommendation in a list. */
export interface ShortAbout {
  readonly threats: readonly Threat[];
  readonly effort: Level;
  readonly userImpact: Level;
  /** Names of the controls that it is in. */
  readonly controls: readonly string[];
  /** Who answers for it, where the user's catalogue says so. */
  readonly owner?: string;
}

/** Everything that the catalogue says about one recommendation to people; how it is decided is left out. */
export interface About extends ShortAbout {
  readonly key: string;
  readonly name: string;
  readonly displayName: string;
  readonly category: string;
  readonly severity: Severity;
  readonly kind: Recommendation['kind'];
  readonly points: number | null;
  readonly why: string;
  readonly whenNotToFix: string;
  readonly resourceTypes: readonly string[];
  readonly steps: readonly string[];
  /** A command line with {id}, {name}, {resourceGroup} and {subscription} of the resource. */
  readonly command?: string;
  readonly caution?: string;
  /** One action that fixes several resources at once. */
  readonly together?: NonNullable<Fix['together']>;
  /** For imported ones: why configuration cannot decide it. */
  readonly decidedBy?: string;
}

export function shortAboutOf({ recommendation, owner }: CatalogueItem, { controls }: Pick<Catalogue, 'controls'>): ShortAbout {
  return {
    threats: recommendation.threats,
    effort: recommendation.fix.effort,
    userImpact: recommendation.fix.userImpact,
    controls: controls.flatMap((control) => (control.recommendations.includes(recommendation.name) ? control.name : [])),
    ...(owner === undefined ? {} : { owner }),
  };
}

export function aboutOf(item: CatalogueItem, catalogue: Pick<Catalogue, 'controls'>): About {
  const { recommendation, points } = item;
  const { key, name, title, category, severity, kind, why, whenNotToFix, resourceTypes, fix } = recommendation;
  return {
    key,
    name,
    displayName: title,
    category: categoryNames[category],
    severity,
    kind,
    points,
    ...shortAboutOf(item, catalogue),
    why,
    whenNotToFix,
    resourceTypes,
    steps: fix.steps,
    ...(fix.command === undefined ? {} : { command: fix.command }),
    ...(fix.caution === undefined ? {} : { caution: fix.caution }),
    ...(fix.together === undefined ? {} : { together: fix.together }),
    ...(recommendation.kind === 'imported' ? { decidedBy: recommendation.decidedBy } : {}),
  };
}
