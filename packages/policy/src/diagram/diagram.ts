import type { Frame } from '../compile/frame.ts';
import type { Formula, Formulas, Said } from './formula.ts';
import type { Probe } from './probe.ts';
import { unclassed } from './probe.ts';

/** What becomes of a rule: `open` when it has to be judged in another way, `failed` when a function failed and it hangs on that. */
export const outcomes = { open: 0, compliant: 1, nonCompliant: 2, notApplicable: 3, pending: 4, unknown: 5, failed: 6 } as const;
export type Outcome = (typeof outcomes)[keyof typeof outcomes];

/**
 * What a rule's outcome is made of. `condition`: a true `if` is a violation; `existence`: it starts a look-up; `undecidable`: only
 * applicability counts.
 */
export interface Question {
  readonly kind: 'condition' | 'existence' | 'undecidable';
  readonly if: Formula;
  readonly applies: Formula;
}

/** A place in the diagram: the probe to ask next and where each class leads, or an outcome. */
interface Step {
  /** -1 where the outcome is known. */
  readonly probe: number;
  readonly outcome: Outcome;
  readonly question: Question;
  readonly next: (Step | undefined)[];
}

/** Past so many steps, what was found out is forgotten. All of Microsoft's rules for a type need less than a thousand. */
const mostSteps = 20_000;

const unasked = -1;

/**
 * Decision diagrams of many rules over common probes, grown as resources come by: each probe is asked at most once a resource,
 * and a rule is decided by one look-up for each probe that its outcome hangs on.
 */
export class Diagram {
  /** Why the last rule failed that did. */
  failure = '';
  private readonly formulas: Formulas;
  private readonly probes: readonly Probe[];
  private readonly stepByKey = new Map<string, Step>();
  private readonly classes: Int32Array;
  private readonly most: number;
  private readonly roots: Step[] = [];
  /** What the formulas were before any resource came by. */
  private mark = 0;
  private frame: Frame | undefined;

  constructor(formulas: Formulas, probes: readonly Probe[], most = mostSteps) {
    this.most = most;
    this.formulas = formulas;
    this.probes = probes;
    this.classes = new Int32Array(probes.length).fill(unasked);
  }

  /** Turns to another resource. */
  open(frame: Frame): void {
    this.frame = frame;
    const { classes } = this;
    // `fill` costs more than so few numbers.
    for (let index = 0; index < classes.length; index += 1) classes[index] = unasked;
  }

  /** What becomes of a rule on the resource that was opened last. */
  outcomeOf(root: Root): Outcome {
    const { classes } = this;
    let step = root.step;
    while (step.probe >= 0) {
      let found = classes[step.probe] ?? unasked;
      if (found === unasked) found = this.ask(step.probe);
      if (found === unclassed) return outcomes.open;
      step = step.next[found] ?? this.grow(step, found);
    }
    if (step.outcome === outcomes.failed && step.question.if.kind === 'unknown') this.failure = step.question.if.reason;
    return step.outcome;
  }

  /** Where a rule starts; to be asked for before any resource is judged. */
  root(question: Question): Root {
    const step = this.stepOf(question);
    this.roots.push(step);
    this.mark = this.formulas.mark;
    return { step };
  }

  private ask(index: number): number {
    const { frame } = this;
    const found = frame === undefined ? unclassed : (this.probes[index]?.classOf(frame) ?? unclassed);
    this.classes[index] = found;
    return found;
  }

  /** One for each diagram, so that what is hardly ever called takes no room where JavaScript engines put the loop above together. */
  private readonly grow = (step: Step, found: number): Step => {
    if (this.stepByKey.size >= this.most) this.forget();
    const { probe, question } = step;
    const say = (test: number): Said => this.probes[probe]?.said(found, test) ?? false;
    const next = this.stepOf({
      kind: question.kind,
      if: this.formulas.given(question.if, probe, say),
      applies: this.formulas.given(question.applies, probe, say),
    });
    while (step.next.length < found) step.next.push(undefined);
    step.next[found] = next;
    return next;
  };

  private forget(): void {
    this.stepByKey.clear();
    this.formulas.forget(this.mark);
    for (const step of this.roots) {
      step.next.length = 0;
      this.stepByKey.set(keyOf(step.question), step);
    }
  }

  private stepOf(question: Question): Step {
    const key = keyOf(question);
    let step = this.stepByKey.get(key);
    if (!step) {
      const outcome = settled(question);
      const probe = outcome === undefined ? (question.if.probes[0] ?? question.applies.probes[0] ?? -1) : -1;
      step = { probe, outcome: outcome ?? outcomes.open, question, next: [] };
      this.stepByKey.set(key, step);
    }
    return step;
  }
}

/** Where a rule starts. */
export interface Root {
  readonly step: Step;
}

const keyOf = (question: Question): string => `${question.kind}${question.if.id},${question.applies.id}`;

/** The outcome where it is known. */
function settled({ kind, if: condition, applies }: Question): Outcome | undefined {
  switch (kind) {
    case 'undecidable':
      if (applies.probes.length > 0) return undefined;
      return applies.kind === 'no' ? outcomes.notApplicable : outcomes.unknown;
    case 'existence':
      if (condition.kind === 'yes') return outcomes.pending;
      if (condition.kind === 'no') return outcomes.notApplicable;
      return condition.probes.length > 0 ? undefined : outcomes.failed;
    case 'condition':
      if (applies.kind === 'no') return outcomes.notApplicable;
      if (condition.kind === 'yes') return outcomes.nonCompliant;
      if (condition.probes.length > 0 || applies.probes.length > 0) return undefined;
      return condition.kind === 'no' ? outcomes.compliant : outcomes.failed;
  }
}
