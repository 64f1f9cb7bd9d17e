export type { ControlTally, Profile, ProfileStatus, ScoredControl, ScoredRecommendation, Status, Tally } from './tally.ts';
