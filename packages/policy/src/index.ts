export type { CompiledPolicy, PendingVerdict } from './compiled.ts';
export type { Decision, EvaluationContext, RelatedQuery, Verdict } from './evaluation.ts';
export type { JsonArray, JsonObject, JsonValue } from './json.ts';
export type { Problem } from './problem.ts';
export type { ProblemCode } from './problems.ts';
export type { Resource } from './resource.ts';
