export { type About, aboutOf, type ShortAbout, shortAboutOf } from './about.ts';
export type { Catalogue, CatalogueItem, Control, Places } from './catalogue.ts';
export { type CatalogueAdditions, type ControlEntry, type OwnRecommendation, parseCatalogueFile } from './catalogue-file.ts';
export { categoryNames } from './category-names.ts';
export { type ControlTable, controlsOf, controlTables } from './controls.ts';
export { fixCommandFor, type IdParts, idPartsOf } from './fix-command.ts';
export { type ListedRecommendation, needsOf, recommendationListOf } from './list.ts';
export { type CatalogueOptions, loadCatalogue } from './load-catalogue.ts';
export { type Edition, editions, pointsByName } from './points.ts';
export type { AppliedPolicy } from './policies/applied.ts';
export {
  type LoadedPolicies,
  loadPolicies,
  type NamedDocument,
  type PolicyProblem,
  type PolicySources,
  type PolicySummary,
} from './policies/load-policies.ts';
export { benchmarkInitiative, policyNamesOf, policyReferencesByName } from './policy-references.ts';
export { type CatalogueProblem, type CatalogueProblemCode, catalogueProblemSentences } from './problems.ts';
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
export { recommendations } from './recommendations.generated.ts';
