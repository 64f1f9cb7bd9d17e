import type { JsonObject, JsonValue } from './json.ts';
import type { Resource } from './resource.ts';

/** What a rule may know besides the resource. Times and versions are passed in, so that a run can be repeated. */
export interface EvaluationContext {
  /** The instant of the run, ISO 8601 in UTC: what `utcNow()` gives and what expiry dates are held against. */
  readonly now: string;
  /** The resource's API version where its input says one; selects version-specific alias paths. */
  readonly apiVersion?: string;
  readonly subscription?: JsonObject;
  readonly resourceGroup?: JsonObject;
  readonly requestContext?: JsonObject;
  readonly policy?: JsonObject;
  /** What `claims()` gives; it fails without. */
  readonly claims?: JsonObject;
  /** Looks up the resources that `auditIfNotExists` asks for; `undefined` when that type was not collected there. */
  readonly related?: (query: RelatedQuery) => readonly Resource[] | undefined;
}

/** Which resources an if-not-exists effect looks at, already resolved against one resource. Names and types are lower case. */
export interface RelatedQuery {
  readonly type: string;
  /** The full name wanted (`parent/child`, `?` for any last segment); absent: every one of the type. */
  readonly name?: string;
  /** `children` and `extensions` hang on the resource's own id; the others are searched in that scope. */
  readonly scope: 'children' | 'extensions' | 'resourceGroup' | 'subscription';
  /** The id of the resource of the `if`. */
  readonly of: string;
  /** The resource group searched when scope is `resourceGroup`. */
  readonly resourceGroup?: string;
}

/** Which condition decided, what was found there and what the rule wanted. */
export interface Decision {
  /** JSON path of the condition within the rule, such as `$.if.allOf[1]` or `$.then.details.existenceCondition`. */
  readonly path: string;
  /** The field, value or count as written; of a field that an expression names, that name. */
  readonly subject: string;
  readonly operator: string;
  readonly found: JsonValue | undefined;
  readonly expected: JsonValue | undefined;
}

/**
 * A rule judged on one resource. `NotCollected`: the related type is missing from the input. `Unknown`: cannot be decided from
 * configuration (manual effects, data-plane modes). `Error`: a function failed; the resource is neither compliant nor not.
 */
export type Verdict =
  | { readonly compliance: 'Compliant' | 'NonCompliant'; readonly effect: string }
  | { readonly compliance: 'NotApplicable' }
  | { readonly compliance: 'NotCollected'; readonly needs: string }
  | { readonly compliance: 'Unknown' | 'Error'; readonly reason: string };
