import { noAliases } from '../aliases/catalogue.ts';
import { Target } from '../compile/target.ts';
import type { CompiledPolicy, PendingVerdict } from '../compiled.ts';
import type { EvaluationContext, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import { ByTarget } from './by-target.ts';
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

/** For sets of nothing but others' implementations. */
const plain = { aliases: noAliases, names: 'aliases' } as const;
const notApplicable: Verdict = { compliance: 'NotApplicable' };

class CompiledSet<P extends CompiledPolicy> implements PolicySet<P> {
  readonly policies: readonly P[];
  /** Tells how all of them read aliases. */
  private readonly first: Policy | undefined;
  private readonly plans: ByTarget<Plan<P>>;

  constructor(policies: readonly P[]) {
    this.policies = policies;
    this.first = policies.find((policy) => policy instanceof Policy);
    this.plans = new ByTarget((type, apiVersion) => this.planOf(type, apiVersion));
  }

  relevantTo(type: string): readonly number[] {
    return this.ofType(type.toLowerCase()).map(([index]) => index);
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
    return this.plans.for(resource, this.first?.versionIn(context));
  }

  private planOf(type: string | undefined, apiVersion: string | undefined): Plan<P> {
    const target = this.first?.targetFor(type, apiVersion) ?? new Target(type, apiVersion, plain);
    return new Plan(target, this.ofType(type));
  }

  /** The policies whose rule can hold for a type, with their positions. A resource without one is for all to judge. */
  private ofType(type: string | undefined): readonly (readonly [number, P])[] {
    const numbered = this.policies.map((policy, index) => [index, policy] as const);
    return numbered.filter(([, { types }]) => type === undefined || types === undefined || types.includes(type));
  }
}
