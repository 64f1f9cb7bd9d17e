import { applicabilityOf } from '../compile/applicability.ts';
import { type Ask, type AskedList, type AskedValue, askOf } from '../compile/ask.ts';
import type { Judge, Reader } from '../compile/frame.ts';
import { identityOf } from '../compile/identity.ts';
import { inputsOf } from '../compile/inputs.ts';
import type { Scope } from '../compile/scope.ts';
import type { Condition, Test } from '../parse/tree.ts';
import type { Question } from './diagram.ts';
import { constantOf, type Formula, Formulas, yes } from './formula.ts';
import { ListProbe } from './list-probe.ts';
import { JudgeProbe, type Probe, RememberingProbe, ValueProbe } from './probe.ts';

/** Turns the conditions of many rules into formulas over probes they share: each thing that is asked is one probe, whoever asks. */
export class FormulaMaker {
  readonly formulas = new Formulas();
  readonly probes: Probe[] = [];
  private readonly valueBySlot = new Map<string, { readonly index: number; readonly probe: ValueProbe }>();
  private readonly listBySlot = new Map<string, { readonly index: number; readonly probe: ListProbe; readonly elements: FormulaMaker }>();
  private readonly judgeByKey = new Map<string, number>();

  of(condition: Condition, scope: Scope): Formula {
    return this.turned(condition, false, scope);
  }

  /** No where the rule does not apply; conditions that leave it open count as met. */
  applicability(condition: Condition, scope: Scope): Formula {
    return this.of(applicabilityOf(condition, scope), scope);
  }

  /** The question for resources of which something else holds too; the rule does not apply to the others. */
  where(question: Question, key: string, judge: Judge): Question {
    const guard = this.asked(judge, key, () => undefined);
    return {
      kind: question.kind,
      if: this.formulas.join('all', [guard, question.if]),
      applies: this.formulas.join('all', [guard, question.applies]),
    };
  }

  private test(test: Test, scope: Scope): Formula {
    return this.asked(askOf(test, scope), identityOf(test, scope), () => inputsOf(test, scope));
  }

  /** @param key equal for conditions that mean the same; undefined where that cannot be told. */
  private asked(ask: Ask, key: string | undefined, inputs: () => readonly Reader[] | undefined): Formula {
    if (typeof ask === 'boolean') return constantOf(ask);
    if (typeof ask === 'object') {
      if (ask.kind === 'failure') return this.formulas.unknown(ask.reason);
      return ask.kind === 'value' ? this.value(ask) : this.list(ask, key);
    }
    return this.formulas.literal(this.judged(ask, key, inputs), 0, true);
  }

  /** @returns the number of the probe that judges so. */
  private judged(judge: Judge, key: string | undefined, inputs: () => readonly Reader[] | undefined): number {
    if (key === undefined) return this.added(judge, inputs());
    const index = this.judgeByKey.get(key) ?? this.added(judge, inputs());
    this.judgeByKey.set(key, index);
    return index;
  }

  private added(judge: Judge, inputs: readonly Reader[] | undefined): number {
    return this.probes.push(inputs ? new RememberingProbe(judge, inputs) : new JudgeProbe(judge)) - 1;
  }

  private value({ slot, read, key, test, texts }: AskedValue): Formula {
    let known = this.valueBySlot.get(slot);
    if (!known) {
      const probe = new ValueProbe(read);
      known = { index: this.probes.push(probe) - 1, probe };
      this.valueBySlot.set(slot, known);
    }
    return this.formulas.literal(known.index, known.probe.add(key, test, texts), true);
  }

  private list(ask: AskedList, key: string | undefined): Formula {
    const { slot, of } = ask;
    let known = this.listBySlot.get(slot);
    if (!known) {
      const elements = new FormulaMaker();
      const probe = new ListProbe(ask, elements.probes);
      known = { index: this.probes.push(probe) - 1, probe, elements };
      this.listBySlot.set(slot, known);
    }
    const { index, probe, elements } = known;
    if (of.kind === 'every') {
      const fails = elements.formulas.negated(elements.asked(of.each, undefined, () => undefined));
      return this.formulas.literal(index, probe.add(key, fails, { missing: of.missing, final: 1, of: (count) => count === 0 }), true);
    }
    const counted = of.where === undefined ? yes : elements.of(of.where, of.scope);
    const test = { missing: of.test(0), final: of.final, of: of.test };
    return this.formulas.literal(index, probe.add(key, counted, test), true);
  }

  private turned(condition: Condition, negated: boolean, scope: Scope): Formula {
    if (condition.kind === 'test') {
      const formula = this.test(condition, scope);
      return negated ? this.formulas.negated(formula) : formula;
    }
    if (condition.kind === 'not') return this.turned(condition.of, !negated, scope);
    return this.formulas.join(
      (condition.kind === 'allOf') === negated ? 'any' : 'all',
      condition.of.map((one) => this.turned(one, negated, scope)),
    );
  }
}
