import { noAliases } from '../aliases/catalogue.ts';
import { typeOf } from '../compile/rule.ts';
import { Target } from '../compile/target.ts';
import type { CompiledPolicy, PendingVerdict } from '../compiled.ts';
import type { EvaluationContext, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import { Plan } from './plan.ts';
import { Policy } from './policy.ts';

/** Told of each policy that can say something about the resource. */
export type Visit<P extends CompiledPolicy = Policy> = (policy: P, verdict: Verdict | PendingVerdict, index: number) => void;

/** Many policies judged together: each value of a resource is looked at once, however many rules ask for it. */
export interface PolicySet<P extends CompiledPolicy = Policy> {
  readonly policies: readonly P[];
  /** The policies whose rule can hold for a type (any case), as indexes into `policies`. */
  relevantTo(type: string): readonly number[];
  /**
   * Judges a resource by every policy that is relevant to its type; the others would say `NotApplicable`. If-not-exists effects
   * whose `if` holds come as pending, to be settled when related resources are known. Never throws.
   */
  begin(resource: Resource, context: EvaluationContext, visit: Visit<P>): void;
  /** The same with related resources looked up through the context. */
  evaluate(resource: Resource, context: EvaluationContext, visit: (policy: P, verdict: Verdict, index: number) => void): void;
  /** Turns to a resource of which only some of the policies are to judge. */
  on(resource: Resource, context: EvaluationContext): Judging<P>;
}

/** One resource before the policies of a set; of use until the set turns to another. */
export interface Judging<P extends CompiledPolicy = Policy> {
  /** As `CompiledPolicy.begin` of a policy of the set. */
  begin(policy: P): Verdict | PendingVerdict;
}

/** Makes a set of policies that were compiled with the same aliases. */
export function compileSet<P extends CompiledPolicy>(policies: readonly P[]): PolicySet<P> {
  return new CompiledSet(policies);
}

/** Types are few; only made-up ones could fill the memory. */
const mostPlans = 2000;

const notApplicable: Verdict = { compliance: 'NotApplicable' };

class CompiledSet<P extends CompiledPolicy> implements PolicySet<P> {
  readonly policies: readonly P[];
  /** Tells how all of them read aliases. */
  private readonly first: Policy | undefined;
  private readonly indexesByType = new Map<string, number[]>();
  /** Policies whose `if` does not tell the type. */
  private readonly untyped: readonly number[];
  private readonly planByKey = new Map<string, Plan<P>>();
  /** By the type as resources write it, where no API version makes a difference. */
  private readonly planByType = new Map<string, Plan<P>>();

  constructor(policies: readonly P[]) {
    this.policies = policies;
    this.first = policies.find((policy) => policy instanceof Policy);
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

  begin(resource: Resource, context: EvaluationContext, visit: Visit<P>): void {
    const plan = this.planFor(resource, context);
    const frame = plan.open(resource, context);
    for (const rule of plan.rules) visit(rule.policy, plan.begin(rule, frame), rule.index);
  }

  evaluate(resource: Resource, context: EvaluationContext, visit: (policy: P, verdict: Verdict, index: number) => void): void {
    const plan = this.planFor(resource, context);
    const frame = plan.open(resource, context);
    for (const rule of plan.rules) visit(rule.policy, plan.evaluate(rule, frame), rule.index);
  }

  on(resource: Resource, context: EvaluationContext): Judging<P> {
    const plan = this.planFor(resource, context);
    const frame = plan.open(resource, context);
    return {
      begin: (policy) => {
        const rule = plan.ruleOf(policy);
        return rule ? plan.begin(rule, frame) : notApplicable;
      },
    };
  }

  private planFor(resource: Resource, context: EvaluationContext): Plan<P> {
    const { type } = resource;
    const apiVersion = context.apiVersion === undefined ? undefined : this.first?.versionIn(context);
    const known = typeof type === 'string' && apiVersion === undefined ? this.planByType.get(type) : undefined;
    if (known) return known;
    const plan = this.findPlan(resource, apiVersion);
    if (typeof type === 'string' && apiVersion === undefined) {
      if (this.planByType.size >= mostPlans) this.planByType.clear();
      this.planByType.set(type, plan);
    }
    return plan;
  }

  private findPlan(resource: Resource, apiVersion: string | undefined): Plan<P> {
    const type = typeOf(resource);
    const key = apiVersion === undefined ? (type ?? '') : `${type ?? ''}@${apiVersion}`;
    const known = this.planByKey.get(key);
    if (known) return known;
    const target = this.first?.targetFor(type, apiVersion) ?? new Target(type, apiVersion, { aliases: noAliases, names: 'aliases' });
    const indexes = type === undefined ? this.policies.map((_, index) => index) : this.relevantTo(type);
    const plan = new Plan(
      target,
      indexes.flatMap((index) => {
        const policy = this.policies[index];
        return policy ? [[index, policy] as const] : [];
      }),
    );
    if (this.planByKey.size >= mostPlans) this.planByKey.clear();
    this.planByKey.set(key, plan);
    return plan;
  }
}
