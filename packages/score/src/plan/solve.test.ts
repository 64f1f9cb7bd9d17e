import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Aim, costOf, gainedBy, type Kind } from './knapsack.ts';
import { solve, valueOf } from './solve.ts';

describe('against every possible solution', () => {
  const oneGoal = kindsOf(1);

  test('the most for a budget', () => {
    fc.assert(
      fc.property(oneGoal, fc.bigInt({ min: 0n, max: 60n }), (kinds, cost) => {
        const aim: Aim = { kind: 'budget', cost };
        const solution = solve(kinds, aim);
        const best = everything(kinds).flatMap(({ cost: spent, gains }) => (spent <= cost ? gains : []));
        expectOptimal(
          kinds,
          aim,
          solution,
          best.reduce((most, gain) => (gain > most ? gain : most), 0n),
        );
      }),
      { numRuns: 600 },
    );
  });

  test('the least for a target', () => {
    fc.assert(
      fc.property(oneGoal, fc.bigInt({ min: 0n, max: 60n }), (kinds, need) => {
        expectLeast(kinds, { kind: 'targets', needed: [need] });
      }),
      { numRuns: 600 },
    );
  });

  test('the least for several targets', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 3 })
          .chain((goals) => fc.tuple(kindsOf(goals), fc.tuple(...Array.from({ length: goals }, () => fc.bigInt({ min: 0n, max: 30n }))))),
        ([kinds, needed]) => {
          expectLeast(kinds, { kind: 'targets', needed });
        },
      ),
      { numRuns: 600 },
    );
  });
});

test('a limit that is reached at once leaves a valid solution and a valid bound', () => {
  fc.assert(
    fc.property(
      kindsOf(2),
      fc.tuple(fc.bigInt({ min: 0n, max: 30n }), fc.bigInt({ min: 0n, max: 30n })),
      fc.integer({ min: 0, max: 5 }),
      (kinds, needed, steps) => {
        const aim: Aim = { kind: 'targets', needed };
        const exact = solve(kinds, aim);
        const stopped = solve(kinds, aim, { steps });
        expect(stopped === null).toBe(exact === null);
        if (!stopped || !exact) return;
        needed.forEach((need, goal) => {
          expect(gainedBy(kinds, stopped.taken, goal)).toBeGreaterThanOrEqual(need);
        });
        expect(stopped.bound).toBeLessThanOrEqual(costOf(kinds, exact.taken));
      },
    ),
    { numRuns: 600 },
  );
});

// Together they would be a search over several goals, which does not end within so few steps.
test('targets that nothing serves together are solved one by one', () => {
  const [first, second] = [0, 1].map((goal) =>
    Array.from({ length: 12 }, (_, index): Kind => {
      const gain = BigInt(11 + 2 * index + 5 * goal);
      return { copies: 3, choices: [{ cost: BigInt(7 + index), gains: goal === 0 ? [gain, 0n] : [0n, gain] }] };
    }),
  );
  const aim: Aim = { kind: 'targets', needed: [301n, 397n] };
  const apart = [first, second].map((kinds, goal) => {
    return solve(kinds ?? [], { kind: 'targets', needed: aim.needed.map((need, at) => (at === goal ? need : 0n)) }, { steps: 1500 });
  });
  const both = [...(first ?? []), ...(second ?? [])];
  const together = solve(both, aim, { steps: 3000 });
  expect(together?.bound).toBe((apart[0]?.bound ?? 0n) + (apart[1]?.bound ?? 0n));
  expect(costOf(both, together?.taken ?? [])).toBe(together?.bound);
  // One that serves both makes them one problem, whose solution is as valid.
  const bridge: Kind = { copies: 1, choices: [{ cost: 1n, gains: [20n, 20n] }] };
  const bridged = solve([...both, bridge], aim, { steps: 3000 });
  for (const [goal, need] of aim.needed.entries()) {
    expect(gainedBy([...both, bridge], bridged?.taken ?? [], goal)).toBeGreaterThanOrEqual(need);
  }
});

test('the clock that is passed in ends the search', () => {
  let asked = 0;
  const isOver = () => {
    asked += 1;
    return true;
  };
  const kinds = Array.from({ length: 12 }, (_, index) => ({
    copies: 3,
    choices: [{ cost: BigInt(7 + index), gains: [BigInt(11 + 2 * index)] }],
  }));
  expect(solve(kinds, { kind: 'budget', cost: 97n }, { isOver })).not.toBeNull();
  expect(asked).toBe(1);
});

/** The last choice of a kind gains the most of everything, as planning builds them. */
function kindsOf(goals: number): fc.Arbitrary<Kind[]> {
  const gains = fc.tuple(...Array.from({ length: goals }, () => fc.bigInt({ min: 0n, max: 9n })));
  const choice = fc.record({ cost: fc.bigInt({ min: 0n, max: 9n }), gains });
  const kind = fc.record({
    copies: fc.integer({ min: 1, max: goals === 1 ? 3 : 2 }),
    choices: fc.array(choice, { minLength: 1, maxLength: 2 }),
  });
  const closed = kind.map(({ copies, choices }) => {
    const most = Array.from({ length: goals }, (_, goal) => choices.map((one) => one.gains[goal] ?? 0n).reduce((a, b) => (a > b ? a : b)));
    const dearest = choices.map(({ cost }) => cost).reduce((a, b) => (a > b ? a : b));
    return { copies, choices: [...choices, { cost: dearest + 1n, gains: most }] };
  });
  return fc.array(closed, { maxLength: goals === 1 ? 4 : 3 });
}

function everything(kinds: readonly Kind[]): { cost: bigint; gains: bigint[] }[] {
  let all: { cost: bigint; gains: bigint[] }[] = [{ cost: 0n, gains: [] }];
  for (const { copies, choices } of kinds) {
    for (let copy = 0; copy < copies; copy += 1) {
      const known = new Map<string, { cost: bigint; gains: bigint[] }>();
      for (const one of all) {
        for (const choice of [{ cost: 0n, gains: [] }, ...choices]) {
          const gains = choices[0]?.gains.map((_, goal) => (one.gains[goal] ?? 0n) + (choice.gains[goal] ?? 0n)) ?? [];
          const next = { cost: one.cost + choice.cost, gains };
          known.set(`${next.cost} ${gains.join()}`, next);
        }
      }
      all = [...known.values()];
    }
  }
  return all;
}

function expectLeast(kinds: readonly Kind[], aim: Aim & { kind: 'targets' }): void {
  const solution = solve(kinds, aim);
  const costs = everything(kinds).flatMap(({ cost, gains }) =>
    aim.needed.every((need, goal) => (gains[goal] ?? 0n) >= need) ? [cost] : [],
  );
  if (costs.length === 0) {
    expect(solution).toBeNull();
    return;
  }
  expectOptimal(
    kinds,
    aim,
    solution,
    costs.reduce((least, cost) => (cost < least ? cost : least)),
  );
  aim.needed.forEach((need, goal) => {
    expect(gainedBy(kinds, solution?.taken ?? [], goal)).toBeGreaterThanOrEqual(need);
  });
}

function expectOptimal(kinds: readonly Kind[], aim: Aim, solution: ReturnType<typeof solve>, best: bigint): void {
  expect(valueOf(kinds, solution?.taken ?? [], aim)).toBe(best);
  expect(solution?.bound).toBe(best);
  if (aim.kind === 'budget') expect(costOf(kinds, solution?.taken ?? [])).toBeLessThanOrEqual(aim.cost);
  solution?.taken.forEach((counts, kind) => {
    expect(counts.every((copies) => copies >= 0)).toBe(true);
    expect(counts.reduce((sum, copies) => sum + copies, 0)).toBeLessThanOrEqual(kinds[kind]?.copies ?? 0);
  });
}
