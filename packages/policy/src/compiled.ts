import type { Decision, EvaluationContext, RelatedQuery, Verdict } from './evaluation.ts';
import type { Resource } from './resource.ts';

/** A definition with its parameters filled in, ready to judge resources. Holds no state between resources. */
export interface CompiledPolicy {
  readonly displayName: string;
  readonly description: string;
  readonly category: string | undefined;
  /** Lower-case resource types that the rule can hold for; undefined when its `if` does not tell. */
  readonly types: readonly string[] | undefined;
  /** The effect as written, after parameters. */
  readonly effect: string;
  /** Why plain configuration cannot decide it; undefined when it can. */
  readonly undecidable: string | undefined;
  /** Paths read from the resource, from its root and in the spelling of the rule or alias: `properties.networkAcls.defaultAction`, `tags`, `properties.rules[*].properties.access`. */
  readonly reads: readonly string[];
  /** The related type an if-not-exists effect needs, lower case, with the paths read from it. */
  readonly related: { readonly type: string; readonly reads: readonly string[] } | undefined;
  /** True when `reads` has anything under `properties`: such a rule cannot judge a resource that came without configuration. */
  readonly readsConfiguration: boolean;

  /** Judges one resource, looking up related ones through the context. Never throws. */
  evaluate(resource: Resource, context: EvaluationContext): Verdict;
  /** Judges as far as the resource alone allows, for streams in which related resources come later. Never throws. */
  begin(resource: Resource, context: EvaluationContext): Verdict | PendingVerdict;
  /** Which condition decided. Slower than `evaluate`; asked for only where a reason is shown. */
  decide(resource: Resource, context: EvaluationContext): Decision | undefined;
}

/** The `if` holds; what remains is whether a related resource satisfies the existence condition. */
export interface PendingVerdict {
  readonly compliance: 'Pending';
  readonly query: RelatedQuery;
  /** @param candidates the answer to `query`, or undefined when its type was not collected there. */
  settle(candidates: readonly Resource[] | undefined): Verdict;
}
