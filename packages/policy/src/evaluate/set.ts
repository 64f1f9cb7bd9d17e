import { noAliases } from '../aliases/catalogue.ts';
import type { Frame } from '../compile/frame.ts';
import { typeOf } from '../compile/rule.ts';
import { Target } from '../compile/target.ts';
import type { PendingVerdict } from '../compiled.ts';
import { Diagram, everyOutcome, type Outcome, outcomes, type Root } from '../diagram/diagram.ts';
import { Formulas } from '../diagram/formula.ts';
import { FormulaMaker } from '../diagram/formula-of.ts';
import { Probes } from '../diagram/probes.ts';
import type { EvaluationContext, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import { type LookUp, Pending, settled } from './pending.ts';
import type { Policy } from './policy.ts';
import { Searches } from './searches.ts';

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

interface PlannedRule {
  readonly policy: Policy;
  readonly index: number;
  /** Undefined: the policy is judged by itself. */
  readonly root: Root | undefined;
  readonly verdicts: readonly (Verdict | undefined)[];
  readonly lookUp: LookUp | undefined;
  /** The number of its look-up in the plan's searches. */
  readonly shared: number | undefined;
}

interface Plan {
  readonly target: Target;
  readonly diagram: Diagram;
  readonly searches: Searches;
  readonly rules: readonly PlannedRule[];
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
    const plan = this.planFor(typeOf(resource), context.apiVersion?.toLowerCase());
    const frame = plan.target.open(resource, context);
    plan.diagram.open(frame);
    for (const rule of plan.rules) visit(rule.policy, begun(rule, plan, frame), rule.index);
  }

  evaluate(resource: Resource, context: EvaluationContext, visit: (policy: Policy, verdict: Verdict, index: number) => void): void {
    const plan = this.planFor(typeOf(resource), context.apiVersion?.toLowerCase());
    const frame = plan.target.open(resource, context);
    plan.diagram.open(frame);
    for (const rule of plan.rules) visit(rule.policy, evaluated(rule, plan, frame), rule.index);
  }

  private planFor(type: string | undefined, apiVersion: string | undefined): Plan {
    const key = apiVersion === undefined ? (type ?? '') : `${type ?? ''}@${apiVersion}`;
    const known = this.planByKey.get(key);
    if (known) return known;
    const indexes = type === undefined ? this.policies.map((_, index) => index) : this.relevantTo(type);
    const [first] = this.policies;
    const target = first?.targetFor(type, apiVersion) ?? new Target(type, apiVersion, { aliases: noAliases, names: 'aliases' });
    const formulas = new Formulas();
    const probes = new Probes(formulas);
    const maker = new FormulaMaker(formulas, probes);
    const asked = indexes.flatMap((index) => {
      const policy = this.policies[index];
      return policy ? [{ policy, index, question: policy.questionFor(target, maker) }] : [];
    });
    const diagram = new Diagram(formulas, probes.all);
    const searches = new Searches();
    const rules = asked.map(({ policy, index, question }) => {
      const lookUp = question?.kind === 'existence' ? policy.lookUpFor(target) : undefined;
      return {
        policy,
        index,
        root: question && diagram.root(question),
        verdicts: everyOutcome.map((outcome) => policy.verdictOf(outcome)),
        lookUp,
        shared: lookUp && searches.share(lookUp.seeks),
      };
    });
    const plan = { target, diagram, searches, rules };
    if (this.planByKey.size >= 2000) this.planByKey.clear();
    this.planByKey.set(key, plan);
    return plan;
  }
}

function outcomeIn(plan: Plan, { root }: PlannedRule): Outcome {
  return root === undefined ? outcomes.asked : plan.diagram.outcomeOf(root);
}

function begun(rule: PlannedRule, plan: Plan, frame: Frame): Verdict | PendingVerdict {
  const { lookUp, policy } = rule;
  const outcome = outcomeIn(plan, rule);
  if (outcome === outcomes.pending && lookUp) {
    const search = plan.searches.of(lookUp.seeks, rule.shared, frame);
    return typeof search === 'string' ? { compliance: 'Error', reason: search } : new Pending(lookUp, search);
  }
  return rule.verdicts[outcome] ?? policy.begin(frame.resource, frame.context);
}

function evaluated(rule: PlannedRule, plan: Plan, frame: Frame): Verdict {
  const { lookUp, policy } = rule;
  const outcome = outcomeIn(plan, rule);
  if (outcome === outcomes.pending && lookUp) {
    const search = plan.searches.of(lookUp.seeks, rule.shared, frame);
    return typeof search === 'string' ? { compliance: 'Error', reason: search } : settled(lookUp, search, search.candidates());
  }
  return rule.verdicts[outcome] ?? policy.evaluate(frame.resource, frame.context);
}
