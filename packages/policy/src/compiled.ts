import type { Decision, EvaluationContext, RelatedQuery, Verdict } from './evaluation.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { Resource } from './resource.ts';

/** A definition with its parameters filled in, ready to judge resources. Holds no state between resources. */
export interface CompiledPolicy {
  /** As in the definition's document; undefined when it has none. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly displayName: string;
  readonly description: string;
  readonly category: string | undefined;
  readonly version: string | undefined;
  readonly metadata: JsonObject;
  /** As written; undefined when the definition has none. */
  readonly mode: string | undefined;
  /** Lower-case resource types that the rule can hold for; undefined when its `if` does not tell. */
  readonly types: readonly string[] | undefined;
  /** The effect as written, after parameters. */
  readonly effect: string;
  /** What the state of existing resources comes from. */
  readonly decidedBy: DecidedBy;
  /** True when the effect is `disabled`: nothing is evaluated. */
  readonly isOff: boolean;
  /** Why plain configuration cannot decide it; undefined when it can. */
  readonly undecidable: string | undefined;
  /** The state of a manual effect without an attestation, as written: `details.defaultState`, else `Unknown`. */
  readonly defaultState: string | undefined;
  /** Declared parameters that have neither a value nor a default; an expression that reads one fails. */
  readonly missingParameters: readonly string[];
  /** Paths read from the resource, from its root and in the spelling of the rule or alias: `properties.networkAcls.defaultAction`, `tags`, `properties.rules[*].properties.access`. */
  readonly reads: readonly string[];
  /** The related type an if-not-exists effect needs, lower case, with the paths read from it. */
  readonly related: { readonly type: string; readonly reads: readonly string[] } | undefined;
  /** True when `reads` has anything under `properties`: such a rule cannot judge a resource that came without configuration. */
  readonly readsConfiguration: boolean;
  /**
   * What the verdict hangs on besides `reads` and the related resources: what is read of where the resource lies
   * (`subscription.subscriptionid`, `resourceGroup.name`; `subscription` where all of it is), `resourceGroupName` where the related ones
   * may lie in another group, names of fields that are worked out. With none, resources with the same values at these paths are judged alike.
   */
  readonly readsBeyond: readonly string[];
  /**
   * Of `reads` and `readsBeyond` what matters only where the rule holds: for the name of the related resource, its group, and comparisons
   * with it.
   */
  readonly readsInDetails: readonly string[];
  /**
   * Where the `if` looks at the resource's own `id` or `name` only by comparing it with what is the same for all resources: those comparisons,
   * each with a text that tells it from others. Resources for which they come out alike are judged alike.
   */
  readonly nameTests: readonly { readonly path: 'id' | 'name'; readonly key: string; readonly test: (text: string) => boolean }[];

  /** Judges one resource, looking up related ones through the context. Never throws. */
  evaluate(resource: Resource, context: EvaluationContext): Verdict;
  /** Judges as far as the resource alone allows, for streams in which related resources come later. Never throws. */
  begin(resource: Resource, context: EvaluationContext): Verdict | PendingVerdict;
  /** Which condition decided. Slower than `evaluate`; asked for only where a reason is shown. */
  decide(resource: Resource, context: EvaluationContext): Decision | undefined;
  /** The details of the effect with their expressions worked out, without `existenceCondition` and `deployment`. */
  details(resource: Resource, context: EvaluationContext): JsonValue | undefined;
}

/**
 * `configuration`: the resource itself; `related`: another resource of the estate; `assessment` and `guest configuration`: another
 * resource that holds somebody else's verdict; the others are `undecidable`. A policy that is off is classed as if it were on.
 */
export type DecidedBy =
  | 'configuration'
  | 'related'
  | 'assessment'
  | 'guest configuration'
  | 'static'
  | 'data plane'
  | 'manual'
  | 'operation'
  | 'other effect';

/** The `if` holds; what remains is whether a related resource satisfies the existence condition. */
export interface PendingVerdict {
  readonly compliance: 'Pending';
  readonly query: RelatedQuery;
  /** @param candidates the answer to `query`, or undefined when its type was not collected there. */
  settle(candidates: readonly Resource[] | undefined): Verdict;
}
