import type { Frame } from '../compile/frame.ts';
import type { Target } from '../compile/target.ts';
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

/** A policy within a plan. */
export interface PlannedRule {
  readonly policy: Policy;
  /** Its position among those that the plan was made of. */
  readonly index: number;
  /** Undefined: the policy is judged by itself. */
  readonly root: Root | undefined;
  readonly verdicts: readonly (Verdict | undefined)[];
  readonly lookUp: LookUp | undefined;
  /** The number of its look-up in the plan's searches. */
  readonly shared: number | undefined;
}

/** Policies made ready to judge the resources of one target together, one resource after the other. */
export class Plan {
  readonly rules: readonly PlannedRule[];
  private readonly target: Target;
  private readonly diagram: Diagram;
  private readonly searches = new Searches();

  constructor(target: Target, policies: readonly (readonly [number, Policy])[]) {
    this.target = target;
    const formulas = new Formulas();
    const probes = new Probes(formulas);
    const maker = new FormulaMaker(formulas, probes);
    const asked = policies.map(([index, policy]) => ({ index, policy, question: policy.questionFor(target, maker) }));
    this.diagram = new Diagram(formulas, probes.all);
    this.rules = asked.map(({ policy, index, question }) => {
      const lookUp = question?.kind === 'existence' ? policy.lookUpFor(target) : undefined;
      return {
        policy,
        index,
        root: question && this.diagram.root(question),
        verdicts: everyOutcome.map((outcome) => policy.verdictOf(outcome)),
        lookUp,
        shared: lookUp && this.searches.share(lookUp.seeks),
      };
    });
  }

  /** Turns to another resource; what follows is about it. */
  open(resource: Resource, context: EvaluationContext): Frame {
    const frame = this.target.open(resource, context);
    this.diagram.open(frame);
    return frame;
  }

  /** Judges as far as the resource alone allows. */
  begin(rule: PlannedRule, frame: Frame): Verdict | PendingVerdict {
    const { lookUp, policy } = rule;
    const outcome = this.outcomeOf(rule);
    if (outcome === outcomes.pending && lookUp) {
      const search = this.searches.of(lookUp.seeks, rule.shared, frame);
      return typeof search === 'string' ? { compliance: 'Error', reason: search } : new Pending(lookUp, search);
    }
    if (outcome === outcomes.failed) return { compliance: 'Error', reason: this.diagram.failure };
    return rule.verdicts[outcome] ?? policy.judgeAlone(frame.resource, frame.context);
  }

  /** Judges with related resources looked up through the context, each look-up once for all rules. */
  evaluate(rule: PlannedRule, frame: Frame): Verdict {
    const { lookUp, policy } = rule;
    const outcome = this.outcomeOf(rule);
    if (outcome === outcomes.pending && lookUp) {
      const search = this.searches.of(lookUp.seeks, rule.shared, frame);
      return typeof search === 'string' ? { compliance: 'Error', reason: search } : settled(lookUp, search, search.candidates());
    }
    if (outcome === outcomes.failed) return { compliance: 'Error', reason: this.diagram.failure };
    const verdict = rule.verdicts[outcome] ?? policy.judgeAlone(frame.resource, frame.context);
    return verdict.compliance === 'Pending' ? verdict.settle(frame.context.related?.(verdict.query)) : verdict;
  }

  private outcomeOf({ root }: PlannedRule): Outcome {
    return root === undefined ? outcomes.open : this.diagram.outcomeOf(root);
  }
}
