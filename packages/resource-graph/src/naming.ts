import { aggregateByName } from './aggregates/aggregates.ts';
import { functionByName } from './functions/functions.ts';
import { nameOf } from './naming-of-values.ts';
import { invalid } from './problem.ts';
import type { Expression, Named } from './syntax/node.ts';

/** The same for what summarize makes: count_, sum_x, percentile_x_95. */
export const nameOfResult = (node: Expression): string | undefined =>
  nameOf(node, (name) => aggregateByName(name)?.naming ?? functionByName(name)?.naming);

/** Gives names that are not taken: x, x1, x2. */
export class ColumnNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** A name that someone wrote: refused when it is there already. */
  claim(name: string, at: number): string {
    if (this.#taken.has(name)) throw invalid(`There are two columns '${name}'.`, at, 'Give one of them another name.');
    this.#taken.add(name);
    return name;
  }

  /** A name that was made up: numbered when it is there already. */
  make(name: string | undefined): string {
    const wanted = name ?? 'Column';
    let found = name ?? 'Column1';
    for (let number = 1; this.#taken.has(found); number += 1) found = `${wanted}${number}`;
    this.#taken.add(found);
    return found;
  }
}

/** The one name that `a = b` gives; lists of names are for aggregates with several results. */
export function onlyName({ names, at }: Named): string | undefined {
  if (names.length > 1) throw invalid('One expression gives one column here.', at, 'Name one column.');
  return names[0];
}
