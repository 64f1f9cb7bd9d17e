import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { compileDefinition } from './compile-definition.ts';
import { Plan } from './plan.ts';
import type { Policy } from './policy.ts';

setFlagsFromString('--allow-natives-syntax');
/** Whether V8 has put two objects into one hidden class; the loop over rules is slow where each has another. */
const areAlike = runInThisContext('(one, other) => %HaveSameMap(one, other)') as (one: object, other: object) => boolean;

const definitions = Array.from({ length: 200 }, (_, at) => ({
  policyRule: {
    if: { field: 'type', equals: 'a.b/c' },
    then: { effect: 'auditIfNotExists', details: { type: `a.b/c/d${at}`, name: at % 2 === 0 ? 'n' : "[field('name')]" } },
  },
}));

it('the rules of a plan are alike, and so is what they look for', () => {
  const policies = definitions.map((definition, index): readonly [number, Policy] => {
    const { policy, problems } = compileDefinition(definition);
    if (!policy) throw new Error(JSON.stringify(problems));
    return [index, policy];
  });
  const [[, first] = []] = policies;
  if (!first) throw new Error('no policy');
  const { rules } = new Plan(first.targetFor('a.b/c', undefined), policies);
  const kindsOf = (objects: readonly (object | undefined)[]): number => {
    const kinds: object[] = [];
    for (const object of objects) if (object && !kinds.some((kind) => areAlike(kind, object))) kinds.push(object);
    return kinds.length;
  };
  const lookUps = rules.map(({ lookUp }) => lookUp);
  expect(rules).toHaveLength(200);
  expect(kindsOf(rules)).toBe(1);
  expect(kindsOf(lookUps)).toBe(1);
  expect(kindsOf(lookUps.map((lookUp) => lookUp?.seeks))).toBe(2);
  expect(kindsOf(lookUps.map((lookUp) => lookUp?.outcomes))).toBe(1);
  expect(kindsOf(rules.map(({ search }) => search))).toBe(1);
  expect(kindsOf(rules.map(({ verdicts }) => verdicts))).toBe(1);
});
