export type { Entry, ResourceKey, SubscriptionId } from './entry.ts';
export type { InputProblem, InputProblemCode } from './problem.ts';
export type { FileAccount, Reading, ReadingAccount } from './reading.ts';
