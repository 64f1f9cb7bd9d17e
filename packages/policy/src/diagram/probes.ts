import type { Asked } from '../compile/condition.ts';
import type { Code, Reader } from '../compile/frame.ts';
import { constantOf, type Formula, type Formulas } from './formula.ts';
import { JudgeProbe, type Probe, RememberingProbe, ValueProbe } from './probe.ts';

/** What the rules of one set ask of resources of one type: each thing is one probe, whoever asks. */
export class Probes {
  readonly all: Probe[] = [];
  private readonly formulas: Formulas;
  private readonly valueBySlot = new Map<string, { readonly index: number; readonly probe: ValueProbe }>();
  private readonly judgeByKey = new Map<string, number>();

  constructor(formulas: Formulas) {
    this.formulas = formulas;
  }

  /** The formula of one test. @param key equal for conditions that mean the same; undefined where that cannot be told. */
  of(asked: Code | Asked, key: string | undefined, inputs: () => readonly Reader[] | undefined): Formula {
    if (typeof asked === 'boolean') return constantOf(asked);
    if (typeof asked === 'object') {
      let known = this.valueBySlot.get(asked.slot);
      if (!known) {
        known = { index: this.all.length, probe: new ValueProbe(asked.read) };
        this.all.push(known.probe);
        this.valueBySlot.set(asked.slot, known);
      }
      return this.formulas.literal(known.index, known.probe.add(asked.key, asked.test), true);
    }
    let index = key === undefined ? undefined : this.judgeByKey.get(key);
    if (index === undefined) {
      index = this.all.length;
      const read = inputs();
      this.all.push(read ? new RememberingProbe(asked, read) : new JudgeProbe(asked));
      if (key !== undefined) this.judgeByKey.set(key, index);
    }
    return this.formulas.literal(index, 0, true);
  }
}
