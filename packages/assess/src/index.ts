export { type AlikeKnowledge, alikeKnowledge } from './alike/alike-reader.ts';
export type { AlikeResource } from './alike/alike-resource.ts';
export { type SubscriptionJudge, subscriptionJudge } from './alike/subscription-judge.ts';
export { ancestorsOf, fullNameOf, isWithin, resourceGroupOf, subscriptionOf, typeOf } from './arm-id.ts';
export { assess } from './assess.ts';
export type { Assessment, Cause } from './assessment.ts';
export { changedRun } from './changed-run.ts';
export { embeddedIn } from './embedded.ts';
export { type Estate, estateBuilder, type KeptEstate } from './estate-index.ts';
export { type Exemption, type ExemptionIndex, exemptionIndexOf, exemptionOf } from './exemptions.ts';
export { type ExemptionsEnd, type ExpiriesContext, expiriesOf } from './expiries.ts';
export { GroupedNotCollected, type MissingRow } from './grouped-not-collected.ts';
export { type Hierarchy, hierarchyBuilder, writtenHierarchy } from './hierarchy.ts';
export { type ImportedAssessment, importedReader, type UnknownAssessment } from './imported.ts';
export { type Explain, type JudgeOptions, judge } from './judge.ts';
export { type JudgePlan, type PlannedItem, planOf, planWithPlaces } from './judge-plan.ts';
export { placeOf, placesIn, placeTypes, unknownPlace } from './places.ts';
export { type PlanWork, type PlanWorkOptions, planWorkOf, type SharedAction } from './plan-work.ts';
export { prune } from './prune.ts';
export type {
  CategoryScore,
  ControlScore,
  Coverage,
  Disagreement,
  ExemptionItem,
  ExemptionSummary,
  NotCollected,
  OverallScore,
  RecommendationScore,
  ScoreReport,
  SubscriptionScore,
} from './report.ts';
export { type ReportOptions, reportOf } from './report-of.ts';
export { type JudgedResource, judgedResourcesOf, profilesOf } from './resource-statuses.ts';
export type { AssessmentRun, AssessOptions } from './run.ts';
export { type ScopeFilter, scopeFilterOf } from './scope.ts';
export { type ExactScore, type KeptCounts, type Model, type ScoringOptions, scoredOf, scoringTableOf } from './scored.ts';
export { exemptedBy, joinedWith } from './settle.ts';
export { type LookUp, type Trace, type Tracer, tracerOf } from './trace.ts';
export { type ChangeSide, type Transitions, transitionsOf } from './transitions.ts';
export { isUnreadableKey, unreadableName } from './unreadable.ts';
export { type ItemVerdict, isDecided } from './verdict.ts';
