import type { Frame } from '../compile/frame.ts';
import type { Target } from '../compile/target.ts';
import type { CompiledPolicy, PendingVerdict } from '../compiled.ts';
import { Diagram, type Outcome, outcomes, type Question, type Root } from '../diagram/diagram.ts';
import { FormulaMaker } from '../diagram/formula-of.ts';
import type { EvaluationContext, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import { type LookUp, Pending, settled } from './pending.ts';
import { Searches, type SharedSearch } from './searches.ts';

/** What a plan asks of a policy of this package. */
export interface Plannable {
  /**
   * What its outcome is made of. Undefined: it is judged by itself only, for its effect is computed or what the context tells
   * decides whether it can be judged.
   */
  questionFor(target: Target, maker: FormulaMaker): Question | undefined;
  /** The look-up on resources of the target. */
  lookUpFor(target: Target): LookUp | undefined;
  /** The verdicts of outcomes where they are the same for all resources. */
  readonly verdicts: Readonly<Partial<Record<Outcome, Verdict>>>;
  /** Judges without what others have in common with it: what cannot be decided by a plan is decided so. */
  judgeAlone(resource: Resource, context: EvaluationContext): Verdict | PendingVerdict;
}

/** Somebody else's implementation is asked itself. */
function isPlannable(policy: CompiledPolicy): policy is CompiledPolicy & Plannable {
  return 'questionFor' in policy;
}

/** A policy within a plan. */
export interface PlannedRule<P extends CompiledPolicy> {
  readonly policy: P;
  /** Its position among those that the plan was made of. */
  readonly index: number;
  /** Undefined: the policy is judged by itself. */
  readonly root: Root | undefined;
  readonly verdicts: Plannable['verdicts'];
  /** Undefined: it has no details that say what to look for. What others look for too is shared with them. */
  readonly lookUp: (LookUp & { readonly search: SharedSearch }) | undefined;
}

/** Policies made ready to judge the resources of one target together, one resource after the other. */
export class Plan<P extends CompiledPolicy> {
  readonly rules: readonly PlannedRule<P>[];
  private ruleByPolicy: ReadonlyMap<P, PlannedRule<P>> | undefined;
  private readonly target: Target;
  private readonly diagram: Diagram;

  constructor(target: Target, policies: readonly (readonly [number, P])[]) {
    this.target = target;
    const maker = new FormulaMaker();
    const searches = new Searches();
    const asked = policies.map(([index, policy]) => {
      const own: Plannable | undefined = isPlannable(policy) ? policy : undefined;
      return { index, policy, own, question: own?.questionFor(target, maker) };
    });
    this.diagram = new Diagram(maker.formulas, maker.probes);
    this.rules = asked.map(({ policy, index, own, question }) => {
      const lookUp = own?.lookUpFor(target);
      return {
        policy,
        index,
        root: question && this.diagram.root(question),
        verdicts: own?.verdicts ?? {},
        lookUp: lookUp && { ...lookUp, search: searches.of(lookUp.seeks) },
      };
    });
  }

  ruleOf(policy: P): PlannedRule<P> | undefined {
    this.ruleByPolicy ??= new Map(this.rules.map((rule) => [rule.policy, rule]));
    return this.ruleByPolicy.get(policy);
  }

  /** Turns to another resource; what follows is about it. */
  open(resource: Resource, context: EvaluationContext): Frame {
    const frame = this.target.open(resource, context);
    this.diagram.open(frame);
    return frame;
  }

  /** Judges as far as the resource alone allows. */
  begin(rule: PlannedRule<P>, frame: Frame): Verdict | PendingVerdict {
    const { lookUp, policy } = rule;
    const outcome = this.outcomeOf(rule);
    if (outcome === outcomes.pending && lookUp) {
      const search = lookUp.search.on(frame);
      return typeof search === 'string' ? { compliance: 'Error', reason: search } : new Pending(lookUp, search);
    }
    if (outcome === outcomes.failed) return { compliance: 'Error', reason: this.diagram.failure };
    return rule.verdicts[outcome] ?? alone(policy, frame);
  }

  /** Judges with related resources looked up through the context, each look-up once for all rules. */
  evaluate(rule: PlannedRule<P>, frame: Frame): Verdict {
    const { lookUp, policy } = rule;
    const outcome = this.outcomeOf(rule);
    if (outcome === outcomes.pending && lookUp) {
      const search = lookUp.search.on(frame);
      return typeof search === 'string' ? { compliance: 'Error', reason: search } : settled(lookUp, search, search.candidates());
    }
    if (outcome === outcomes.failed) return { compliance: 'Error', reason: this.diagram.failure };
    const verdict = rule.verdicts[outcome] ?? alone(policy, frame);
    return verdict.compliance === 'Pending' ? verdict.settle(frame.context.related?.(verdict.query)) : verdict;
  }

  private outcomeOf({ root }: PlannedRule<P>): Outcome {
    return root === undefined ? outcomes.open : this.diagram.outcomeOf(root);
  }
}

function alone(policy: CompiledPolicy, { resource, context }: Frame): Verdict | PendingVerdict {
  return isPlannable(policy) ? policy.judgeAlone(resource, context) : policy.begin(resource, context);
}
