import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../compile/frame.ts';
import { Diagram, type Outcome, outcomes, type Question } from './diagram.ts';
import { constantOf, type Formula, Formulas, no, type Said, yes } from './formula.ts';
import type { Probe } from './probe.ts';

/** A formula as it was made up, and what it comes to when each probe has said its part, in Kleene's three values. */
type Tree =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'failure' }
  | { readonly kind: 'probe'; readonly probe: number; readonly negated: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Tree[] };

const probeCount = 6;

const tree: fc.Arbitrary<Tree> = fc.letrec<{ any: Tree }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ kind: fc.constant('probe' as const), probe: fc.nat(probeCount - 1), negated: fc.boolean() }),
    fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
    fc.constant({ kind: 'failure' as const }),
    fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('any'), { maxLength: 4 }) }),
  ),
})).any;

function formulaOf(one: Tree, formulas: Formulas): Formula {
  switch (one.kind) {
    case 'constant':
      return constantOf(one.value);
    case 'failure':
      return formulas.unknown('written so');
    case 'probe':
      return formulas.literal(one.probe, 0, !one.negated);
    case 'all':
    case 'any':
      return formulas.join(
        one.kind,
        one.of.map((part) => formulaOf(part, formulas)),
      );
  }
}

function plainly(one: Tree, said: readonly Said[]): boolean | undefined {
  switch (one.kind) {
    case 'constant':
      return one.value;
    case 'failure':
      return undefined;
    case 'probe': {
      const answer = said[one.probe];
      return typeof answer === 'boolean' ? answer !== one.negated : undefined;
    }
    case 'all':
    case 'any': {
      const parts = one.of.map((part) => plainly(part, said));
      const stop = one.kind === 'any';
      if (parts.includes(stop)) return stop;
      return parts.includes(undefined) ? undefined : !stop;
    }
  }
}

const answers: readonly Said[] = [false, true, 'failed'];

/** Finds what the resource has under its number: the class is one more than the place among the answers. */
const probeOf = (index: number): Probe => ({
  classOf: ({ resource }) => Number(resource[String(index)]) + 1,
  said: (found) => answers[found - 1] ?? false,
});

describe('Diagram', () => {
  it.each([
    ['that keeps what it found out', 1000],
    ['that has to forget all the time', 3],
  ])('%s says what the formula says', (_, most) => {
    fc.assert(
      fc.property(
        fc.array(tree, { minLength: 1, maxLength: 4 }),
        fc.array(fc.array(fc.nat(2), { minLength: probeCount, maxLength: probeCount }), { minLength: 1, maxLength: 20 }),
        (trees, resources) => {
          const formulas = new Formulas();
          const probes = Array.from({ length: probeCount }, (_each, index) => probeOf(index));
          const diagram = new Diagram(formulas, probes, most);
          const roots = trees.map((one) => diagram.root({ kind: 'condition', if: formulaOf(one, formulas), applies: constantOf(true) }));
          for (const resource of resources) {
            diagram.open(new Frame(Object.fromEntries(resource.map((answer, index) => [String(index), answer])), { now: '' }));
            trees.forEach((one, index) => {
              const truth = plainly(
                one,
                resource.map((answer) => answers[answer] ?? false),
              );
              const [root] = roots.slice(index);
              const expected = truth === undefined ? outcomes.failed : truth ? outcomes.nonCompliant : outcomes.compliant;
              expect(root && diagram.outcomeOf(root)).toBe(expected);
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  const { compliant, nonCompliant, notApplicable, pending, unknown, failed, open } = outcomes;
  // By the `if` (rows) and what makes it applicable (columns): no, yes, failed.
  it.each<[Question['kind'], readonly (readonly Outcome[])[]]>([
    [
      'condition',
      [
        [notApplicable, compliant, compliant],
        [notApplicable, nonCompliant, nonCompliant],
        [notApplicable, failed, failed],
      ],
    ],
    [
      'existence',
      [
        [notApplicable, notApplicable, notApplicable],
        [pending, pending, pending],
        [failed, failed, failed],
      ],
    ],
    [
      'undecidable',
      [
        [notApplicable, unknown, unknown],
        [notApplicable, unknown, unknown],
        [notApplicable, unknown, unknown],
      ],
    ],
  ])('comes to what a question of kind %s means, known before or asked', (kind, table) => {
    const said: readonly Said[] = [false, true, 'because'];
    for (const [row, expected] of table.entries()) {
      for (const [column, outcome] of expected.entries()) {
        // A rule that holds applies.
        if (row === 1 && column === 0) continue;
        const formulas = new Formulas();
        const fixed = (at: number) => (at === 2 ? formulas.unknown('because') : constantOf(at === 1));
        const known = new Diagram(formulas, []);
        known.open(new Frame({}, { now: '' }));
        expect(known.outcomeOf(known.root({ kind, if: fixed(row), applies: fixed(column) }))).toBe(outcome);
        expect(known.failure).toBe(outcome === failed ? 'because' : '');
        const probes = [row, column].map((at): Probe => ({ classOf: () => 1, said: () => said[at] ?? false }));
        const asked = new Diagram(formulas, probes);
        asked.open(new Frame({}, { now: '' }));
        const literals = [0, 1].map((probe) => formulas.literal(probe, 0, true));
        const root = asked.root({ kind, if: literals[0] ?? yes, applies: literals[1] ?? yes });
        expect(asked.outcomeOf(root)).toBe(outcome);
        expect(asked.failure).toBe(outcome === failed ? 'because' : '');
      }
    }
  });

  it('leaves open what a probe cannot class, and what was not opened', () => {
    const formulas = new Formulas();
    const probes: Probe[] = [{ classOf: ({ resource }) => Number(resource['class'] ?? 0), said: () => true }];
    const diagram = new Diagram(formulas, probes);
    const root = diagram.root({ kind: 'condition', if: formulas.literal(0, 0, true), applies: yes });
    expect(diagram.outcomeOf(root)).toBe(open);
    const outcomesOf = [0, 3, 0, 3, 1].map((found) => {
      diagram.open(new Frame({ class: found }, { now: '' }));
      return diagram.outcomeOf(root);
    });
    expect(outcomesOf).toEqual([open, nonCompliant, open, nonCompliant, nonCompliant]);
    const nobody = new Diagram(formulas, []);
    nobody.open(new Frame({}, { now: '' }));
    expect(nobody.outcomeOf(nobody.root({ kind: 'condition', if: formulas.literal(0, 0, true), applies: yes }))).toBe(open);
  });

  describe('finds out what a class leads to once', () => {
    /** Two rules, a and b, and b: after a has held, they are the same. */
    function shared(most?: number) {
      const said: string[] = [];
      const probes = [0, 1].map((index): Probe => {
        return {
          classOf: ({ resource }) => Number(resource[`${index}`]) + 1,
          said: (found) => {
            said.push(`${index} ${found}`);
            return found === 2;
          },
        };
      });
      const formulas = new Formulas();
      const [a, b] = [0, 1].map((probe) => formulas.literal(probe, 0, true));
      const diagram = new Diagram(formulas, probes, most);
      const roots = [formulas.join('all', [a ?? no, b ?? no]), b ?? no].map((formula) =>
        diagram.root({ kind: 'condition', if: formula, applies: yes }),
      );
      const judged = (first: number, second: number) => {
        said.length = 0;
        diagram.open(new Frame({ 0: first, 1: second }, { now: '' }));
        const found = roots.map((root) => diagram.outcomeOf(root));
        expect(found).toEqual([first + second === 2 ? nonCompliant : compliant, second === 1 ? nonCompliant : compliant]);
        return [...said];
      };
      return judged;
    }

    it('for all rules that come to the same', () => {
      const judged = shared();
      expect(judged(1, 1)).toEqual(['0 2', '1 2']);
      expect(judged(1, 0)).toEqual(['1 1']);
      expect(judged(0, 1)).toEqual(['0 1']);
      for (const [first, second] of [[0, 0], [0, 1], [1, 0], [1, 1]] as const) expect(judged(first, second)).toEqual([]); // biome-ignore format: one line
    });

    it('until there are too many', () => {
      // The two roots and no more: each thing that is found out makes it forget the last.
      const judged = shared(3);
      for (let round = 0; round < 3; round += 1) {
        expect(judged(1, 1).length).toBeGreaterThan(0);
        expect(judged(0, 1).length).toBeGreaterThan(0);
      }
      const roomy = shared(5);
      expect(roomy(1, 1)).toEqual(['0 2', '1 2']);
      expect(roomy(0, 1)).toEqual(['0 1']);
      expect(roomy(1, 1)).toEqual([]);
    });
  });

  it('asks each probe at most once a resource, and none that nothing hangs on', () => {
    const asked: number[] = [];
    const probes = [0, 1, 2].map(
      (index): Probe => ({
        classOf: () => {
          asked.push(index);
          return 1;
        },
        said: () => false,
      }),
    );
    const formulas = new Formulas();
    const diagram = new Diagram(formulas, probes);
    const [first, second, third] = [0, 1, 2].map((index) => formulas.literal(index, 0, true));
    if (!first || !second || !third) throw new Error('three literals were made');
    const roots = [formulas.join('all', [first, second]), formulas.join('any', [first, third]), first].map((formula) =>
      diagram.root({ kind: 'condition', if: formula, applies: constantOf(true) }),
    );
    diagram.open(new Frame({}, { now: '' }));
    for (const root of [...roots, ...roots]) diagram.outcomeOf(root);
    expect(asked).toEqual([0, 2]);
  });
});
