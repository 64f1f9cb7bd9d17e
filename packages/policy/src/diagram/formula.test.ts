import { describe, expect, it } from 'vitest';
import { constantOf, type Formula, Formulas, no, yes } from './formula.ts';

describe('Formulas', () => {
  const formulas = new Formulas();
  const [a, b, c] = [0, 1, 2].map((probe) => formulas.literal(probe, 0, true)) as [Formula, Formula, Formula];
  const failed = formulas.unknown('one');
  const alsoFailed = formulas.unknown('two');
  const all = (...parts: Formula[]) => formulas.join('all', parts);
  const any = (...parts: Formula[]) => formulas.join('any', parts);

  it.each<[string, () => Formula, () => Formula]>([
    ['a literal', () => formulas.literal(0, 0, true), () => a],
    ['a failure', () => formulas.unknown('one'), () => failed],
    ['nothing, all', () => all(), () => yes],
    ['nothing, any', () => any(), () => no],
    ['one, all', () => all(a), () => a],
    ['one, any', () => any(a), () => a],
    ['what says nothing, all', () => all(yes, a, yes), () => a],
    ['what says nothing, any', () => any(no, a, no), () => a],
    ['what decides, all', () => all(a, no, failed), () => no],
    ['what decides, any', () => any(a, yes, failed), () => yes],
    ['only what says nothing', () => all(yes, yes), () => yes],
    ['the same twice', () => all(a, a), () => a],
    ['the same twice in others', () => any(a, any(b, a)), () => any(a, b)],
    ['all in all', () => all(a, all(b, c)), () => all(a, b, c)],
    ['any in any', () => any(any(a, b), c), () => any(a, b, c)],
    ['only the first failure counts', () => all(failed, a, alsoFailed), () => all(failed, a)],
    ['within others as well', () => any(a, any(failed, b), alsoFailed), () => any(a, failed, b)],
    ['two failures', () => any(failed, alsoFailed), () => failed],
    ['the opposite of a literal', () => formulas.negated(a), () => formulas.literal(0, 0, false)],
    ['the opposite of the opposite', () => formulas.negated(formulas.negated(all(a, any(b, c)))), () => all(a, any(b, c))],
    ['the opposite of all', () => formulas.negated(all(a, b)), () => any(formulas.negated(a), formulas.negated(b))],
    ['the opposite of any', () => formulas.negated(any(a, b)), () => all(formulas.negated(a), formulas.negated(b))],
    ['the opposite of a failure', () => formulas.negated(failed), () => failed],
    ['the opposite of yes', () => formulas.negated(yes), () => no],
    ['the opposite of no', () => formulas.negated(no), () => yes],
    ['a constant', () => constantOf(true), () => yes],
    ['the other one', () => constantOf(false), () => no],
    ['given what it does not ask', () => formulas.given(all(a, b), 2, () => true), () => all(a, b)],
    ['given that one holds', () => formulas.given(all(a, b), 0, () => true), () => b],
    ['given that one does not', () => formulas.given(all(a, b), 0, () => false), () => no],
    ['given that one holds of any', () => formulas.given(any(a, b), 0, () => true), () => yes],
    ['given that one does not, of any', () => formulas.given(any(a, b), 0, () => false), () => b],
    ['given the opposite', () => formulas.given(formulas.negated(a), 0, () => false), () => yes],
    ['given that one failed', () => formulas.given(all(a, b), 0, () => 'one'), () => all(failed, b)],
    ['deep inside', () => formulas.given(all(a, any(b, all(c, a))), 1, () => false), () => all(a, all(c, a))],
  ])('%s is one object with what it means', (_case, made, meant) => expect(made()).toBe(meant()));

  it('tells apart what differs', () => {
    const made = [
      a,
      b,
      formulas.literal(0, 1, true),
      formulas.literal(0, 0, false),
      formulas.literal(1, 0, false),
      formulas.literal(12, 1, true),
      formulas.literal(1, 21, true),
      failed,
      alsoFailed,
      all(a, b),
      any(a, b),
      all(b, a),
      all(a, b, c),
      all(failed, a),
      yes,
      no,
    ];
    expect(new Set(made).size).toBe(made.length);
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
  });

  it('knows its probes in the order in which they are asked, each once', () => {
    expect([a, failed, yes, all(c, any(a, formulas.negated(c)), b)].map(({ probes }) => probes)).toEqual([[0], [], [], [2, 0, 1]]);
  });

  it('asks a probe for the test that is meant, and no more once it is decided', () => {
    const asked: number[] = [];
    const say = (test: number) => {
      asked.push(test);
      return test === 7;
    };
    const tests = [5, 7, 9].map((test) => formulas.literal(4, test, true));
    expect(formulas.given(formulas.join('any', tests), 4, say)).toBe(yes);
    expect(asked).toEqual([5, 7]);
    expect(formulas.given(a, 4, say)).toBe(a);
    expect(asked).toEqual([5, 7]);
  });

  it('lets go of what was made since a mark, and of nothing before', () => {
    const own = new Formulas();
    const before = own.literal(0, 0, true);
    const mark = own.mark;
    const since = own.literal(1, 0, true);
    expect([own.literal(0, 0, true), own.literal(1, 0, true)]).toEqual([before, since]);
    own.forget(mark);
    expect(own.literal(0, 0, true)).toBe(before);
    const again = own.literal(1, 0, true);
    expect(again).not.toBe(since);
    expect(again.id).toBeGreaterThan(since.id);
  });
});
