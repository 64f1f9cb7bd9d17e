/**
 * A boolean formula over probes, negations only at its leaves, in Kleene's three values. Equal formulas are one object, so that
 * what many rules have in common is kept, and decided, once.
 */
export type Formula = Constant | Unknown | Literal | Junction;

export interface Constant {
  readonly kind: 'no' | 'yes';
  readonly id: number;
  readonly probes: readonly number[];
}

/** What cannot be told because something failed. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly id: number;
  readonly reason: string;
  readonly probes: readonly number[];
}

/** One test of what a probe finds. */
export interface Literal {
  readonly kind: 'literal';
  readonly id: number;
  readonly probe: number;
  /** Which of the probe's tests. */
  readonly test: number;
  readonly positive: boolean;
  readonly probes: readonly number[];
}

export interface Junction {
  readonly kind: 'all' | 'any';
  readonly id: number;
  readonly of: readonly Formula[];
  /** The probes in it, in the order in which the rule asks them. */
  readonly probes: readonly number[];
}

export const no: Constant = { kind: 'no', id: 0, probes: [] };
export const yes: Constant = { kind: 'yes', id: 1, probes: [] };

export const constantOf = (value: boolean): Constant => (value ? yes : no);

/** What a test says of a class of values; text: why it failed. */
export type Said = boolean | string;

/** Makes formulas and keeps them. */
export class Formulas {
  private readonly byKey = new Map<string, Formula>();
  private nextId = 2;

  /** What was made up to now; to be given to `forget`. */
  get mark(): number {
    return this.nextId;
  }

  /** Lets go of what was made since a mark. It stays usable, but is made again when asked for again. */
  forget(mark: number): void {
    for (const [key, { id }] of this.byKey) if (id >= mark) this.byKey.delete(key);
  }

  /** A test; `test` and its opposite are two literals of one probe. */
  literal(probe: number, test: number, positive: boolean): Formula {
    return this.kept(`${positive ? '' : '!'}${probe}.${test}`, (id) => ({ kind: 'literal', id, probe, test, positive, probes: [probe] }));
  }

  unknown(reason: string): Formula {
    return this.kept(`?${reason}`, (id) => ({ kind: 'unknown', id, reason, probes: [] }));
  }

  /** True when all are, false when one is, else unknown, for the first reason, when one is; and the other way round for `any`. */
  join(kind: 'all' | 'any', parts: readonly Formula[]): Formula {
    const stop = kind === 'all' ? no : yes;
    const neutral = kind === 'all' ? yes : no;
    const of = new Set<Formula>();
    let isUnknown = false;
    for (const part of parts) {
      if (part === stop) return stop;
      for (const one of part.kind === kind ? part.of : [part]) {
        if (one === neutral || (isUnknown && one.kind === 'unknown')) continue;
        isUnknown ||= one.kind === 'unknown';
        of.add(one);
      }
    }
    const [first] = of;
    if (first === undefined) return neutral;
    if (of.size === 1) return first;
    const members = [...of];
    return this.kept(`${kind}${members.map(({ id }) => id).join()}`, (id) => {
      return { kind, id, of: members, probes: [...new Set(members.flatMap(({ probes }) => probes))] };
    });
  }

  negated(formula: Formula): Formula {
    switch (formula.kind) {
      case 'no':
        return yes;
      case 'yes':
        return no;
      case 'unknown':
        return formula;
      case 'literal':
        return this.literal(formula.probe, formula.test, !formula.positive);
      case 'all':
      case 'any':
        return this.join(
          formula.kind === 'all' ? 'any' : 'all',
          formula.of.map((part) => this.negated(part)),
        );
    }
  }

  /** What is left of a formula once it is known what a probe finds. */
  given(formula: Formula, probe: number, say: (test: number) => Said): Formula {
    if (!formula.probes.includes(probe)) return formula;
    if (formula.kind === 'literal') {
      const said = say(formula.test);
      return typeof said === 'string' ? this.unknown(said) : constantOf(said === formula.positive);
    }
    if (formula.kind !== 'all' && formula.kind !== 'any') return formula;
    const stop = formula.kind === 'all' ? no : yes;
    const parts: Formula[] = [];
    for (const one of formula.of) {
      const part = this.given(one, probe, say);
      if (part === stop) return stop;
      parts.push(part);
    }
    return this.join(formula.kind, parts);
  }

  private kept(key: string, make: (id: number) => Formula): Formula {
    let formula = this.byKey.get(key);
    if (!formula) {
      formula = make(this.nextId);
      this.nextId += 1;
      this.byKey.set(key, formula);
    }
    return formula;
  }
}
