import { describe, expect, it } from 'vitest';
import type { AskedList } from '../compile/ask.ts';
import { Frame, type Value } from '../compile/frame.ts';
import type { JsonValue } from '../json.ts';
import { Formulas, type Said, yes } from './formula.ts';
import { ListProbe } from './list-probe.ts';
import { type Probe, unclassed } from './probe.ts';

const list: Pick<AskedList, 'kind' | 'slot' | 'read' | 'level'> = {
  kind: 'list',
  slot: '',
  read: ({ resource }) => resource['list'],
  level: 1,
};
const of: AskedList['of'] = {
  kind: 'every',
  each: { kind: 'value', slot: '', read: () => undefined, key: '', test: () => false, texts: [] },
  missing: true,
};
const frameOf = (value: Value): Frame => new Frame(value === undefined ? {} : { list: value }, { now: '' });
const atLeast = (least: number, missing = false) => ({ missing, final: least, of: (count: number) => count >= least });
const exactly = (wanted: number) => ({ missing: false, final: wanted + 1, of: (count: number) => count === wanted });

/** The elements are numbers: the first probe finds their last digit, the second whether they are above ten; 13 fails. */
function probesOf(formulas: Formulas) {
  const asked = { class: 0, said: 0 };
  const element = (frame: Frame): number => {
    asked.class += 1;
    return Number(frame.elements[1]);
  };
  const probes: Probe[] = [
    { classOf: (frame) => (element(frame) % 10) + 1, said: (found, test): Said => ((asked.said += 1), found - 1 === test) },
    {
      classOf: (frame) => {
        const value = element(frame);
        return value === 13 ? 3 : value === 99 ? unclassed : value > 10 ? 2 : 1;
      },
      said: (found): Said => ((asked.said += 1), found === 3 ? 'thirteen' : found === 2),
    },
  ];
  const last = (digit: number) => formulas.literal(0, digit, true);
  const great = formulas.literal(1, 0, true);
  return { probes, asked, last, great };
}

describe('ListProbe', () => {
  it('says how many elements meet a formula, whatever else is asked', () => {
    const formulas = new Formulas();
    const { probes, last, great } = probesOf(formulas);
    const probe = new ListProbe({ ...list, within: [], of }, probes);
    const either = formulas.join('any', [last(1), great]);
    const both = formulas.join('all', [last(1), great]);
    const tests: readonly [Parameters<typeof probe.add>[1], (value: number) => boolean][] = [
      [yes, () => true],
      [formulas.negated(yes), () => false],
      [last(1), (value) => value % 10 === 1],
      [formulas.negated(last(1)), (value) => value % 10 !== 1],
      [great, (value) => value > 10],
      [either, (value) => value % 10 === 1 || value > 10],
      [both, (value) => value % 10 === 1 && value > 10],
    ];
    const numbers = tests.map(([formula]) => [1, 2, 3].map((least) => probe.add(undefined, formula, atLeast(least))));
    const equal = tests.map(([formula]) => [0, 1, 2].map((wanted) => probe.add(undefined, formula, exactly(wanted))));
    for (const elements of [[], [1], [2], [11], [1, 11], [21, 1, 2], [11, 11, 11, 11, 11], [2, 12, 3, 1, 31]]) {
      const found = probe.classOf(frameOf(elements));
      for (const [at, [, holds]] of tests.entries()) {
        const count = elements.filter(holds).length;
        expect(numbers[at]?.map((test) => probe.said(found, test))).toEqual([1, 2, 3].map((least) => count >= least));
        expect(equal[at]?.map((test) => probe.said(found, test))).toEqual([0, 1, 2].map((wanted) => count === wanted));
      }
    }
  });

  it('has an answer of its own where there is no list', () => {
    const formulas = new Formulas();
    const probe = new ListProbe({ ...list, within: [], of }, []);
    const tests = [
      probe.add(undefined, yes, atLeast(1, true)),
      probe.add(undefined, yes, atLeast(1, false)),
      probe.add(undefined, formulas.unknown('x'), atLeast(1, true)),
    ];
    for (const value of [undefined, null, 'text', 5, {}]) {
      const found = probe.classOf(frameOf(value));
      expect(tests.map((test) => probe.said(found, test))).toEqual([true, false, true]);
    }
    const empty = probe.classOf(frameOf([]));
    expect(tests.map((test) => probe.said(empty, test))).toEqual([false, false, false]);
    expect(probe.said(empty, 99)).toBe(false);
    expect(probe.said(empty + 7, 0)).toBe(false);
  });

  it('fails where an element cannot be judged and the answer hangs on it, for the first reason', () => {
    const formulas = new Formulas();
    const { probes, last, great } = probesOf(formulas);
    const probe = new ListProbe({ ...list, within: [], of }, probes);
    const one = probe.add(undefined, great, atLeast(1));
    const two = probe.add(undefined, great, atLeast(2));
    const sure = probe.add(undefined, formulas.join('any', [great, last(3)]), atLeast(1));
    const never = probe.add(undefined, formulas.join('all', [great, last(4)]), atLeast(1));
    const unsure = probe.add(undefined, formulas.join('all', [great, last(3)]), atLeast(1));
    const late = probe.add(undefined, formulas.join('any', [last(1), great]), atLeast(1));
    const written = probe.add(undefined, formulas.join('all', [formulas.unknown('written'), great]), atLeast(1));
    const said = (elements: readonly number[]) => {
      const found = probe.classOf(frameOf([...elements]));
      return [one, two, sure, never, unsure, late, written].map((test) => probe.said(found, test));
    };
    expect(said([13])).toEqual(['thirteen', 'thirteen', true, false, 'thirteen', 'thirteen', 'written']);
    expect(said([13, 11])).toEqual([true, 'thirteen', true, false, 'thirteen', true, 'written']);
    expect(said([11, 11, 13])).toEqual([true, true, true, false, 'thirteen', true, 'written']);
    expect(said([1])).toEqual([false, false, false, false, false, true, false]);
    expect(said([12, 1])).toEqual([true, false, true, false, false, true, 'written']);
  });

  it('tells reasons of one list from those of another', () => {
    const formulas = new Formulas();
    const reasons: Probe = { classOf: (frame) => Number(frame.elements[1]), said: (found) => (found === 9 ? true : `because ${found}`) };
    const probe = new ListProbe({ ...list, within: [], of }, [reasons]);
    const test = probe.add(undefined, formulas.literal(0, 0, true), atLeast(1));
    const said = (elements: readonly number[]) => probe.said(probe.classOf(frameOf([...elements])), test);
    expect([[1], [2], [], [2, 1], [9], [1, 9], [1]].map(said)).toEqual([
      'because 1',
      'because 2',
      false,
      'because 2',
      true,
      true,
      'because 1',
    ]);
  });

  it('keeps a test that is asked for again, and counts for all tests of a formula together, as far as any of them asks', () => {
    const probe = new ListProbe({ ...list, within: [], of }, []);
    expect(probe.add('k', yes, atLeast(1))).toBe(0);
    expect(probe.add('k', yes, atLeast(9))).toBe(0);
    const three = probe.add('three', yes, atLeast(3));
    const two = probe.add(undefined, yes, atLeast(2));
    expect([three, two, probe.add(undefined, yes, atLeast(2))]).toEqual([1, 2, 3]);
    const said = (length: number) => {
      const found = probe.classOf(frameOf(Array.from({ length }, () => 1)));
      return [0, three, two].map((test) => probe.said(found, test));
    };
    expect([0, 1, 2, 3, 4].map(said)).toEqual([
      [false, false, false],
      [true, false, false],
      [true, false, true],
      [true, true, true],
      [true, true, true],
    ]);
    const classes = [3, 4, 50].map((length) => probe.classOf(frameOf(Array.from({ length }, () => 1))));
    expect(new Set(classes).size).toBe(1);
  });

  it('judges each kind of element once, and looks at each element once', () => {
    const formulas = new Formulas();
    const { probes, asked, last, great } = probesOf(formulas);
    const probe = new ListProbe({ ...list, within: [], of }, probes);
    probe.add(undefined, formulas.join('all', [last(1), great]), atLeast(5));
    const first = probe.classOf(frameOf([1, 11, 21, 31]));
    asked.class = 0;
    asked.said = 0;
    expect(probe.classOf(frameOf([41, 1, 51, 61]))).toBe(first);
    expect(asked).toEqual({ class: 8, said: 0 });
  });

  it('goes through lists within lists, past what is none', () => {
    const within = [
      (element: JsonValue | undefined) =>
        typeof element === 'object' && element !== null && 'inner' in element ? element['inner'] : undefined,
    ];
    const seen: Value[][] = [];
    const probe = new ListProbe({ ...list, within, of }, [
      {
        classOf: (frame) => {
          seen.push(frame.elements.slice(1));
          return 1;
        },
        said: () => true,
      },
    ]);
    const three = probe.add(undefined, yes, exactly(3));
    const outer = [{ inner: [1, 2] }, { inner: 'no list' }, 5, { inner: [] }, { inner: [3] }];
    expect(probe.said(probe.classOf(frameOf(outer)), three)).toBe(true);
    expect(new Set(seen.map(([element, inner]) => `${outer.indexOf(element as (typeof outer)[number])} ${inner}`))).toEqual(
      new Set(['0 1', '0 2', '4 3']),
    );
  });

  describe('leaves to others', () => {
    it('lists of more than a thousand elements, those within them counted too', () => {
      const plain = new ListProbe({ ...list, within: [], of }, []);
      plain.add(undefined, yes, atLeast(1));
      const long = (length: number) => Array.from({ length }, () => 1);
      expect(plain.classOf(frameOf(long(1000)))).not.toBe(unclassed);
      expect(plain.classOf(frameOf(long(1001)))).toBe(unclassed);
      expect(plain.classOf(frameOf(long(1000)))).not.toBe(unclassed);
      const nested = new ListProbe({ ...list, within: [(element) => element], of }, []);
      nested.add(undefined, yes, atLeast(1));
      expect(nested.classOf(frameOf([long(499), long(499)]))).not.toBe(unclassed);
      expect(nested.classOf(frameOf([long(499), long(500)]))).toBe(unclassed);
    });

    it('elements that cannot be classed', () => {
      const formulas = new Formulas();
      const { probes, great } = probesOf(formulas);
      const probe = new ListProbe({ ...list, within: [], of }, probes);
      probe.add(undefined, great, atLeast(1));
      expect([[99], [1, 99], [99, 1], [1]].map((elements) => probe.classOf(frameOf(elements)) === unclassed)).toEqual([
        true,
        true,
        true,
        false,
      ]);
    });

    it('more kinds of elements than 10,000, and more of lists than 2,000', () => {
      const formulas = new Formulas();
      const value: Probe = { classOf: (frame) => Number(frame.elements[1]) + 1, said: (found, test) => found === test };
      const probe = new ListProbe({ ...list, within: [], of }, [value]);
      probe.add(undefined, formulas.literal(0, 1, true), atLeast(3000));
      const classes = Array.from({ length: 5002 }, (_, at) => probe.classOf(frameOf([at])));
      // A kind takes one place for the way to it and one for itself.
      expect(classes.findIndex((found) => found === unclassed)).toBe(5000);
      expect(probe.classOf(frameOf([4999, 0]))).not.toBe(unclassed);

      const counts = new ListProbe({ ...list, within: [], of }, [value]);
      for (const test of [1, 2, 3]) counts.add(undefined, formulas.literal(0, test, true), atLeast(3000));
      const lists = Array.from({ length: 13 ** 3 }, (_, at) => {
        return [at % 13, Math.floor(at / 13) % 13, Math.floor(at / 169)].flatMap((times, element) =>
          Array.from({ length: times }, () => element),
        );
      });
      const found = lists.map((elements) => counts.classOf(frameOf(elements)));
      expect(new Set(found.filter((one) => one !== unclassed)).size).toBe(2000);
      expect(lists.map((elements) => counts.classOf(frameOf(elements)))).toEqual(found);
    });
  });
});
