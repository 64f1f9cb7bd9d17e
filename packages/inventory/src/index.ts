export { isArmKey, isGuid, keyOf, nameInId, resourceGroupOf, subscriptionOf, typeInId } from './arm-id.ts';
export type { Platform } from './cut/platform.ts';
export type { Entry, ResourceKey, SubscriptionId } from './entry.ts';
export { memorySource } from './memory-source.ts';
export { entryOf } from './normalise.ts';
export { type InputProblem, type InputProblemCode, inputProblemSentences } from './problem.ts';
export { type InputSource, type ReadOptions, readInputs, SourceFault } from './read-inputs.ts';
export type { CollectedType, FileAccount, IgnoredFiles, NotPermitted, Reading, ReadingAccount } from './reading.ts';
