import { applicabilityOf, subjectOf } from '../compile/applicability.ts';
import { askOf } from '../compile/condition.ts';
import type { Judge } from '../compile/frame.ts';
import { identityOf } from '../compile/identity.ts';
import { inputsOf } from '../compile/inputs.ts';
import type { Scope } from '../compile/scope.ts';
import type { Condition, Test } from '../parse/tree.ts';
import type { Question } from './diagram.ts';
import { constantOf, type Formula, type Formulas, yes } from './formula.ts';
import type { Probes } from './probes.ts';

/** Turns conditions into formulas over the probes of a set. */
export class FormulaMaker {
  private readonly formulas: Formulas;
  private readonly probes: Probes;

  constructor(formulas: Formulas, probes: Probes) {
    this.formulas = formulas;
    this.probes = probes;
  }

  of(condition: Condition, scope: Scope): Formula {
    return this.turned(condition, false, (test) => this.test(test, scope));
  }

  /** No where the rule does not apply; conditions that leave it open count as met. */
  applicability(condition: Condition, scope: Scope): Formula {
    const applies = applicabilityOf(condition, scope);
    if (typeof applies === 'boolean') return constantOf(applies);
    return this.turned(condition, false, (test) => (applies.has(subjectOf(test, scope)) ? this.test(test, scope) : undefined));
  }

  /** The question for resources of which something else holds too; the rule does not apply to the others. */
  where(question: Question, key: string, judge: Judge): Question {
    const guard = this.probes.of(judge, key, () => undefined);
    return {
      kind: question.kind,
      if: this.formulas.join('all', [guard, question.if]),
      applies: this.formulas.join('all', [guard, question.applies]),
    };
  }

  private test(test: Test, scope: Scope): Formula {
    return this.probes.of(askOf(test, scope), identityOf(test, scope), () => inputsOf(test, scope));
  }

  /** @param leaf undefined where a test is left open: then it says whatever lets the whole hold, under a `not` too. */
  private turned(condition: Condition, negated: boolean, leaf: (test: Test) => Formula | undefined): Formula {
    if (condition.kind === 'test') {
      const formula = leaf(condition);
      if (formula === undefined) return yes;
      return negated ? this.formulas.negated(formula) : formula;
    }
    if (condition.kind === 'not') return this.turned(condition.of, !negated, leaf);
    return this.formulas.join(
      (condition.kind === 'allOf') === negated ? 'any' : 'all',
      condition.of.map((one) => this.turned(one, negated, leaf)),
    );
  }
}
