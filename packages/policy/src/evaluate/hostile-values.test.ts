import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import type { Resource } from '../resource.ts';
import { compileDefinition } from './compile-definition.ts';
import { compileSet } from './set.ts';

const context = { now: '2026-01-01T00:00:00Z' };

function setOf(...conditions: readonly JsonObject[]) {
  return compileSet(
    conditions.map((condition) => {
      const { policy, problems } = compileDefinition({ if: condition, then: { effect: 'audit' } }, { fields: 'paths' });
      if (!policy) throw new Error(JSON.stringify(problems));
      return policy;
    }),
  );
}

/** What a set says, policy by policy, beside what each answers to a request, which is worked out without anything remembered. */
function expectAnswers(set: ReturnType<typeof setOf>, resource: Resource): void {
  set.begin(resource, context, (policy, { compliance }) => {
    const { matches } = policy.answer(resource, context);
    expect(compliance).toBe(matches === undefined ? 'Error' : matches ? 'NonCompliant' : 'Compliant');
  });
}

describe('more values than a set remembers', () => {
  it('texts, each of its own', () => {
    const set = setOf(
      { field: 'name', equals: 'n7' },
      { field: 'name', in: ['N20000', 'n3'] },
      { field: 'name', like: '*99' },
      { field: 'name', contains: '123' },
      { field: 'name', greater: 'n5' },
      { value: "[concat(field('name'), 'x')]", like: '*1x' },
    );
    for (let index = 0; index <= 20_000; index += 1) expectAnswers(set, { name: `n${index}` });
  });

  it('numbers, each of its own', () => {
    const set = setOf({ field: 'size', equals: 1500 }, { field: 'size', less: 30 }, { field: 'size', in: [1, '2', 2000] });
    for (let index = 0; index < 3000; index += 1) expectAnswers(set, { size: index });
  });

  it('reasons to fail, each of its own', () => {
    const set = setOf({ value: "[int(field('name'))]", equals: 1 }, { field: 'name', exists: true });
    for (let index = 0; index < 2000; index += 1) expectAnswers(set, { name: `no number ${index}` });
  });

  it('lists longer than are looked at element by element', () => {
    const set = setOf(
      { count: { field: 'list[*]', where: { field: 'list[*].x', equals: 1 } }, greater: 0 },
      { count: { field: 'list[*]' }, equals: 1500 },
      { field: 'list[*].x', notEquals: 1 },
    );
    const long = Array.from({ length: 1500 }, (_, index) => ({ x: index === 1499 ? 1 : 0 }));
    for (const list of [long, long.slice(0, 1499), long.slice(0, 10), [{ x: 1 }], [], 'none']) expectAnswers(set, { list });
  });

  it('lists of as many kinds as there are', () => {
    const set = setOf(
      { count: { field: 'list[*]', where: { field: 'list[*].x', greater: 500 } }, equals: 3 },
      { count: { field: 'list[*].y[*]', where: { field: 'list[*].y[*]', less: 2 } }, greaterOrEquals: 2 },
      { count: { field: 'list[*]' }, in: [1, 5, 900] },
    );
    for (let index = 0; index < 3000; index += 1) {
      expectAnswers(set, {
        list: Array.from({ length: index % 905 > 7 ? index % 7 : index % 905 }, (_, at) => ({ x: index + at, y: [at, index] })),
      });
    }
  });
});
