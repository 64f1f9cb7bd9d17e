import { type Evaluator, ExpressionFailure, type Outcome } from '../expression/environment.ts';
import { booleanOf } from '../operators/number.ts';
import { expected } from './arguments.ts';
import type { LazyFunction, LenientFunction, StrictFunction } from './function.ts';
import { many } from './function.ts';

/** The truth of an argument: nothing and null are false, texts stand for booleans, anything else fails. */
function truthOf(name: string, position: number, value: Outcome): boolean | ExpressionFailure {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  if (value instanceof ExpressionFailure) return value;
  return (typeof value === 'string' ? booleanOf(value) : undefined) ?? expected(name, position, 'true or false', value);
}

/** Stops at the first argument that decides, so that later ones may fail. */
const until =
  (name: string, deciding: boolean) =>
  (values: readonly Evaluator[]): Evaluator =>
  (env) => {
    for (const [at, value] of values.entries()) {
      const truth = truthOf(name, at + 1, value(env));
      if (truth === deciding || typeof truth !== 'boolean') return truth;
    }
    return !deciding;
  };

export const and: LazyFunction = { kind: 'lazy', name: 'and', arguments: [1, many], bind: until('and', false) };
export const or: LazyFunction = { kind: 'lazy', name: 'or', arguments: [1, many], bind: until('or', true) };

export const not: LenientFunction = {
  kind: 'lenient',
  name: 'not',
  arguments: [1, 1],
  apply: ([value]) => {
    const truth = truthOf('not', 1, value);
    return typeof truth === 'boolean' ? !truth : truth;
  },
};

/** Evaluates only the branch taken: rules guard functions that would fail with it. */
export const conditional: LazyFunction = {
  kind: 'lazy',
  name: 'if',
  arguments: [3, 3],
  bind:
    ([condition, whenTrue, whenFalse]) =>
    (env) => {
      const truth = truthOf('if', 1, condition?.(env));
      if (typeof truth !== 'boolean') return truth;
      return truth ? whenTrue?.(env) : whenFalse?.(env);
    },
};

/** The first argument that is neither null nor absent, without evaluating those after it; null when there is none. */
export const coalesce: LazyFunction = {
  kind: 'lazy',
  name: 'coalesce',
  arguments: [1, many],
  bind: (values) => (env) => {
    for (const value of values) {
      const found = value(env);
      if (found !== undefined && found !== null) return found;
    }
    return null;
  },
};

export const trueFunction: StrictFunction = { kind: 'strict', name: 'true', arguments: [0, 0], apply: () => true };
export const falseFunction: StrictFunction = { kind: 'strict', name: 'false', arguments: [0, 0], apply: () => false };
export const nullFunction: StrictFunction = { kind: 'strict', name: 'null', arguments: [0, 0], apply: () => null };
