import { everyElement, type Segment } from '../fields/path.ts';
import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import type { Value } from './frame.ts';
import { chainReader } from './target.ts';

/** Judges what a rest of a path selects from a value: every element must pass. */
export type Every = (value: Value, test: Test) => boolean;

/**
 * `[*]` outside a count. An empty list passes every test; a list that is missing or no list counts as one absent element
 * (readings.missingArray).
 */
export function everyOf(rest: readonly Segment[]): Every {
  const star = rest.indexOf(everyElement);
  if (star === -1) {
    const read = chainReader(rest);
    return (value, test) => test(read(value));
  }
  const listOf = chainReader(rest.slice(0, star));
  const inner = everyOf(rest.slice(star + 1));
  return (value, test) => {
    const list = listOf(value);
    if (!Array.isArray(list)) return test(undefined);
    for (const element of list as readonly JsonValue[]) {
      if (!inner(element, test)) return false;
    }
    return true;
  };
}

/** Gathers the present values that a rest of a path selects, flattened; nulls stay, missing ones are left out. */
export type Collect = (value: Value, into: JsonValue[]) => void;

export function collectOf(rest: readonly Segment[]): Collect {
  const star = rest.indexOf(everyElement);
  const read = chainReader(star === -1 ? rest : rest.slice(0, star));
  if (star === -1) {
    return (value, into) => {
      const found = read(value);
      if (found !== undefined) into.push(found);
    };
  }
  const inner = collectOf(rest.slice(star + 1));
  return (value, into) => {
    const list = read(value);
    if (!Array.isArray(list)) return;
    for (const element of list as readonly JsonValue[]) inner(element, into);
  };
}
