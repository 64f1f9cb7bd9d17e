export type { Catalogue, CatalogueItem, Control } from './catalogue.ts';
export { type Edition, editions, pointsByName } from './points.ts';
export type {
  Category,
  Evidence,
  Example,
  Examples,
  Fix,
  GraphRecommendation,
  GraphVerdict,
  ImportedRecommendation,
  Level,
  Neighbours,
  PolicyRecommendation,
  Recommendation,
  Severity,
  Threat,
} from './recommendation.ts';
