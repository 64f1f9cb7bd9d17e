export { changeCauseNames } from './change/cause-names.ts';
export type { Contribution } from './change/contributions.ts';
export {
  type Explanation,
  type ExplanationRequest,
  explanationOf,
  groupedContributions,
} from './change/explain.ts';
export type { ChangeModel } from './change/patterns.ts';
export { type ChangeCause, changeCauses, type Transition } from './change/transition.ts';
export { type ClassicCategory, type ClassicRecommendation, type ClassicScore, classicScoreOf, type Score } from './classic.ts';
export {
  type ControlScore,
  type ControlsOptions,
  type ControlsScore,
  type ControlsSubscription,
  type ControlsTotal,
  controlsScoreOf,
  totalOfSums,
  type WeightedTerms,
  weightedTermsOf,
} from './controls.ts';
export { type ControlsImpact, controlsImpactsOf, gainTermsOf, unhealthyByControlOf, weightedImpactsOf } from './controls-impact.ts';
export { controlStatesOf, controlsByRecommendationOf, controlTalliesOf, talliesOf } from './fold.ts';
export { fixedProfiles } from './plan/fixes.ts';
export { planOf } from './plan/plan.ts';
export type {
  Cost,
  Fix,
  OutOfReach,
  Plan,
  PlanAction,
  PlanAim,
  PlanLimit,
  PlanModel,
  PlannedScope,
  PlanProof,
  PlanRequest,
  PlanScope,
  PlanStep,
  PlanTarget,
  UnreachableScope,
  Work,
} from './plan/work.ts';
export {
  add,
  compare,
  decimalText,
  divide,
  fraction,
  multiply,
  nearestDouble,
  negate,
  one,
  type Rational,
  rationalOf,
  roundHalfUp,
  subtract,
  sumOf,
  zero,
} from './rational.ts';
export type { ControlTally, Profile, ProfileStatus, ScoredControl, ScoredRecommendation, Status, Tally } from './tally.ts';
export { type Change, changedProfiles, mergedProfiles, type Selection } from './what-if/changed-profiles.ts';
export { type Debt, type Expiry, exemptionDebtOf } from './what-if/exemption-debt.ts';
