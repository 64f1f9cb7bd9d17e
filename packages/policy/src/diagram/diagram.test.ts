import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../compile/frame.ts';
import { Diagram, outcomes } from './diagram.ts';
import { constantOf, type Formula, Formulas, type Said } from './formula.ts';
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
