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

/** A policy within a plan. All are written out alike: what is copied with `...` gets a hidden class each, and is read twice as slowly. */
export interface PlannedRule<P extends CompiledPolicy> {
  readonly policy: P;
  /** Its position among those that the plan was made of. */
  readonly index: number;
  /** Undefined: the policy is judged by itself. */
  readonly root: Root | undefined;
  /** By outcome, and without holes: an object with such keys is slower to read. */
  readonly verdicts: readonly (Verdict | undefined)[];
  /** Undefined: it has no details that say what to look for. */
  readonly lookUp: LookUp | undefined;
  /** What it looks for, shared with those that look for the same. */
  readonly search: SharedSearch | undefined;
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
        verdicts: Object.values(outcomes).map((outcome) => own?.verdicts[outcome]),
        lookUp,
        search: lookUp && searches.of(lookUp.seeks),
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
    const outcome = this.outcomeOf(rule);
    return rule.verdicts[outcome] ?? this.begun(rule, outcome, frame);
  }

  /** Judges with related resources looked up through the context, each look-up once for all rules. */
  evaluate(rule: PlannedRule<P>, frame: Frame): Verdict {
    const outcome = this.outcomeOf(rule);
    return rule.verdicts[outcome] ?? this.settled(rule, outcome, frame);
  }

  private begun(rule: PlannedRule<P>, outcome: Outcome, frame: Frame): Verdict | PendingVerdict {
    const { lookUp, search, policy } = rule;
    if (outcome === outcomes.pending && lookUp && search) {
      const found = search.on(frame);
      return typeof found === 'string' ? { compliance: 'Error', reason: found } : new Pending(lookUp, found);
    }
    return outcome === outcomes.failed ? { compliance: 'Error', reason: this.diagram.failure } : alone(policy, frame);
  }

  private settled(rule: PlannedRule<P>, outcome: Outcome, frame: Frame): Verdict {
    const { lookUp, search } = rule;
    if (outcome === outcomes.pending && lookUp && search) {
      const found = search.on(frame);
      return typeof found === 'string' ? { compliance: 'Error', reason: found } : settled(lookUp, found, found.candidates());
    }
    const verdict = this.begun(rule, outcome, frame);
    return verdict.compliance === 'Pending' ? verdict.settle(frame.context.related?.(verdict.query)) : verdict;
  }

  private outcomeOf({ root }: PlannedRule<P>): Outcome {
    return root === undefined ? outcomes.open : this.diagram.outcomeOf(root);
  }
}

function alone(policy: CompiledPolicy, { resource, context }: Frame): Verdict | PendingVerdict {
  return isPlannable(policy) ? policy.judgeAlone(resource, context) : policy.begin(resource, context);
}
