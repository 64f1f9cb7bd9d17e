import { noAliases } from '../aliases/catalogue.ts';
import { typeOf } from '../compile/rule.ts';
import { Target } from '../compile/target.ts';
import type { PendingVerdict } from '../compiled.ts';
import type { EvaluationContext, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import { Plan } from './plan.ts';
import type { Policy } from './policy.ts';

/** Told of each policy that can say something about the resource. */
export type Visit = (policy: Policy, verdict: Verdict | PendingVerdict, index: number) => void;

/** Many policies judged together: indexed by resource type, each path read once a resource however many rules ask for it. */
export interface PolicySet {
  readonly policies: readonly Policy[];
  /** The policies whose rule can hold for a type (any case), as indexes into `policies`. */
  relevantTo(type: string): readonly number[];
  /**
   * Judges a resource by every policy that is relevant to its type; the others would say `NotApplicable`. If-not-exists effects
   * whose `if` holds come as pending, to be settled when related resources are known. Never throws.
   */
  begin(resource: Resource, context: EvaluationContext, visit: Visit): void;
  /** The same with related resources looked up through the context. */
  evaluate(resource: Resource, context: EvaluationContext, visit: (policy: Policy, verdict: Verdict, index: number) => void): void;
}

/** Makes a set of policies that were compiled with the same aliases. */
export function compileSet(policies: readonly Policy[]): PolicySet {
  return new CompiledSet(policies);
}

class CompiledSet implements PolicySet {
  readonly policies: readonly Policy[];
  private readonly indexesByType = new Map<string, number[]>();
  /** Policies whose `if` does not tell the type. */
  private readonly untyped: readonly number[];
  private readonly planByKey = new Map<string, Plan>();

  constructor(policies: readonly Policy[]) {
    this.policies = policies;
    this.untyped = policies.flatMap((policy, index) => (policy.types === undefined ? [index] : []));
    policies.forEach((policy, index) => {
      for (const type of policy.types ?? []) {
        const indexes = this.indexesByType.get(type) ?? [];
        indexes.push(index);
        this.indexesByType.set(type, indexes);
      }
    });
  }

  relevantTo(type: string): readonly number[] {
    const typed = this.indexesByType.get(type.toLowerCase());
    if (!typed) return this.untyped;
    return this.untyped.length === 0 ? typed : [...typed, ...this.untyped].toSorted((left, right) => left - right);
  }

  begin(resource: Resource, context: EvaluationContext, visit: Visit): void {
    const plan = this.planFor(resource, context);
    const frame = plan.open(resource, context);
    for (const rule of plan.rules) visit(rule.policy, plan.begin(rule, frame), rule.index);
  }

  evaluate(resource: Resource, context: EvaluationContext, visit: (policy: Policy, verdict: Verdict, index: number) => void): void {
    const plan = this.planFor(resource, context);
    const frame = plan.open(resource, context);
    for (const rule of plan.rules) visit(rule.policy, plan.evaluate(rule, frame), rule.index);
  }

  private planFor(resource: Resource, context: EvaluationContext): Plan {
    const type = typeOf(resource);
    const apiVersion = context.apiVersion?.toLowerCase();
    const key = apiVersion === undefined ? (type ?? '') : `${type ?? ''}@${apiVersion}`;
    const known = this.planByKey.get(key);
    if (known) return known;
    const [first] = this.policies;
    const target = first?.targetFor(type, apiVersion) ?? new Target(type, apiVersion, { aliases: noAliases, names: 'aliases' });
    const indexes = type === undefined ? this.policies.map((_, index) => index) : this.relevantTo(type);
    const plan = new Plan(
      target,
      indexes.flatMap((index) => {
        const policy = this.policies[index];
        return policy ? [[index, policy] as const] : [];
      }),
    );
    if (this.planByKey.size >= 2000) this.planByKey.clear();
    this.planByKey.set(key, plan);
    return plan;
  }
}
