import type { JsonObject, JsonValue, Resource } from '@plumbline/policy';

export type Severity = 'high' | 'medium' | 'low';
export type Category = 'compute' | 'networking' | 'data' | 'identity' | 'iot';
export type Level = 'low' | 'moderate' | 'high';
export type Threat =
  | 'accountBreach'
  | 'dataExfiltration'
  | 'dataSpillage'
  | 'maliciousInsider'
  | 'elevationOfPrivilege'
  | 'threatResistance'
  | 'missingCoverage'
  | 'denialOfService';

/** A thing that should hold for resources of some types; what Azure calls assessment metadata. */
export type Recommendation = PolicyRecommendation | GraphRecommendation | ImportedRecommendation;

interface About {
  /** kebab-case; also the file's name and the URL. */
  readonly name: string;
  /** Assessment key, a lower-case GUID: Azure's own where Azure has one. */
  readonly key: string;
  /** The published display name; says what should hold. */
  readonly title: string;
  /** Other display names under which assessments of it are found in exports (older and newer titles). */
  readonly alsoKnownAs?: readonly string[];
  readonly why: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly threats: readonly Threat[];
  /** Types of the resources that it is judged on, in Azure's casing. */
  readonly resourceTypes: readonly string[];
  readonly fix: Fix;
  readonly whenNotToFix: string;
  readonly examples: Examples;
}

export interface Fix {
  readonly effort: Level;
  readonly userImpact: Level;
  readonly steps: readonly string[];
  /** A command line with `{id}`, `{name}`, `{resourceGroup}`, `{subscription}` of the unhealthy resource. */
  readonly command?: string;
  readonly caution?: string;
  /**
   * Present when one action fixes several resources at once: a phrase for the action, and the resource that the action is done on:
   * `subscription`, or a path from the unhealthy resource to an id, on through the resource that it names after ` > `
   * (`properties.networkProfile.networkInterfaces[*].id > properties.networkSecurityGroup.id`).
   */
  readonly together?: { readonly action: string; readonly on: string };
}

/** Decided by a rule in the Azure Policy language; a rule that matches means unhealthy. */
export interface PolicyRecommendation extends About {
  readonly kind: 'policy';
  readonly rule: JsonObject;
  readonly parameters?: JsonObject;
}

/** Decided by a pure function over one resource and its neighbours. */
export interface GraphRecommendation extends About {
  readonly kind: 'graph';
  /**
   * What `judge` reads, by type: paths from the root, down to single values (`properties.securityRules[*].properties`, `tags`), or `*` for all.
   * Holds its own types too. Resources with the same values at these paths take over each other's verdicts; of names, those of children count.
   */
  readonly reads: Readonly<Record<string, readonly string[] | '*'>>;
  /** Types without which nothing can be said about a subscription: empty there and not declared collected means NotCollected. */
  readonly needs: readonly string[];
  judge(subject: Resource, neighbours: Neighbours): GraphVerdict;
}

/** Decided outside: what happens inside a machine, vulnerability findings, sign-in registration. */
export interface ImportedRecommendation extends About {
  readonly kind: 'imported';
  /** Why configuration cannot decide it, in one sentence for docs/catalogue.md. */
  readonly decidedBy: string;
}

/** Everything a graph recommendation may ask about the estate. Look-ups are recorded, so ask only for what decides. */
export interface Neighbours {
  /** The instant of the run, ISO 8601 UTC. */
  readonly now: string;
  /** Lower-case GUID of the subject's subscription. */
  readonly subscription: string;
  /** Management group names from the subscription's parent up to the root, lower case; empty when unknown. */
  readonly managementGroups: readonly string[];
  /** The resource with this id (any case); undefined when the input does not hold it. */
  byId(id: string): Resource | undefined;
  /** Resources of a type whose id lies under this one (children and extension resources). */
  under(id: string, type: string): readonly Resource[];
  /** Resources of a type in the subject's subscription. */
  inSubscription(type: string): readonly Resource[];
  /** Resources of a type above all subscriptions: users, groups, role definitions, assignments at management groups. */
  inTenant(type: string): readonly Resource[];
  /** Whether the input holds, or is declared to hold, all of a type for the subject's subscription (or the tenant). */
  isCollected(type: string): boolean;
}

export type GraphVerdict =
  | { readonly status: 'Healthy' | 'Unhealthy' | 'NotApplicable'; readonly because: Evidence }
  /** `needs`: the type that is missing from the input. */
  | { readonly status: 'NotCollected'; readonly needs: string; readonly because?: Evidence };

/** What decided: where it was found (resource and path), what stood there and what was expected. */
export interface Evidence {
  /** One sentence, with the names and values that decided. */
  readonly text: string;
  readonly resource?: string;
  readonly path?: string;
  /** What a policy rule looked at, as it names it. */
  readonly field?: string;
  readonly found?: JsonValue | undefined;
  readonly expected?: JsonValue | undefined;
}

/** Examples are the tests, the documentation and the demo estate. */
export interface Examples {
  readonly healthy: readonly Example[];
  readonly unhealthy: readonly Example[];
  readonly notApplicable?: readonly Example[];
  readonly notCollected?: readonly Example[];
}

export interface Example {
  /** What is special about it, in a few words. */
  readonly name: string;
  readonly resource: JsonObject;
  /** The other resources that decide. */
  readonly estate?: readonly JsonObject[];
}
