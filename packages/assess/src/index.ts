export { assess } from './assess.ts';
export type { Assessment, Cause } from './assessment.ts';
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
export type { AssessmentRun, AssessOptions } from './run.ts';
export type { Model, ScoringOptions } from './scored.ts';
