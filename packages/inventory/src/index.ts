export { isArmKey, isGuid, keyOf, nameInId, resourceGroupOf, subscriptionOf, typeInId } from './arm-id.ts';
export type { Platform } from './cut/platform.ts';
export type { Entry, ResourceKey, SubscriptionId } from './entry.ts';
export { type IdParts, readIdParts } from './extract/arm-id-bytes.ts';
export { Content, leafMark } from './extract/content.ts';
export type { Digester } from './extract/digester.ts';
export { type ExtractedType, Extractor } from './extract/extractor.ts';
export { FoundIds, hashOfWords, idNumber, notFolded, numbersOfId } from './extract/found-ids.ts';
export type { OfferedLine, Whereabouts } from './extract/offered-line.ts';
export type { PlainResource } from './extract/plain-resources.ts';
export { printedLines } from './extract/printed-lines.ts';
export { type WantedPaths, wantedOf } from './extract/wanted.ts';
export { instantMsOf } from './instant.ts';
export { memorySource } from './memory-source.ts';
export { entryOf } from './normalise.ts';
export { Numbering } from './numbering.ts';
export { type InputProblem, type InputProblemCode, inputProblemSentences } from './problem.ts';
export {
  type EntrySink,
  type InputSource,
  type ReadOptions,
  readInputs,
  SourceFault,
  type StandingFile,
  type TextPlace,
} from './read-inputs.ts';
export type { CollectedType, FileAccount, IgnoredFiles, NotPermitted, Reading, ReadingAccount } from './reading.ts';
export { isTakenAsGiven } from './type-facts.ts';
