import type { Context } from './context.ts';
import { numberAt, type Reader, textAt } from './database.ts';
import { type Shape, shapeIn } from './shape.ts';

/** How many resources have each shape, by subscription. */
export type Counts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The counts as the latest known moment left them, in memory: everything but single resources is answered from here. */
export interface Mirror {
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly context: Context;
  readonly contextSequence: number;
  readonly counts: Counts;
  /** Real resources by `type` in each subscription. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Shapes by id, and ids by text. */
export interface Shapes {
  get(id: number): Shape;
  idOf(text: string): number | undefined;
  /** No longer takes for granted that these are stored: the transaction that made them has failed. */
  forget(ids: Iterable<number>): void;
  /** Reads those that another process has made. */
  load(reader: Reader, ids: Iterable<number>): Promise<void>;
}

export function shapesOf(): Shapes {
  const byId = new Map<number, Shape>();
  const idByText = new Map<string, number>();
  const textById = new Map<number, string>();
  const add = (id: number, text: string) => {
    byId.set(id, shapeIn(text));
    idByText.set(text, id);
    textById.set(id, text);
  };
  return {
    get(id) {
      const shape = byId.get(id);
      if (shape === undefined) throw new Error(`There is no shape ${id}.`);
      return shape;
    },
    idOf: (text) => idByText.get(text),
    forget(ids) {
      // What an id means stays known: another process may have made the same shape and kept it.
      for (const id of ids) idByText.delete(textById.get(id) ?? '');
    },
    async load(reader, ids) {
      const missing = [...new Set(ids)].filter((id) => id !== 0 && !byId.has(id));
      for (let at = 0; at < missing.length; at += 5000) {
        const rows = await reader.query(`SELECT id, text FROM shape WHERE id ${reader.anyOf(1, 'bigint')}`, [missing.slice(at, at + 5000)]);
        for (const row of rows) add(numberAt(row, 'id'), textAt(row, 'text'));
      }
    },
  };
}

/** Counts of some subscriptions, or of all, from the table. */
export async function countsFrom(reader: Reader, subscriptions?: readonly string[]): Promise<Map<string, Map<number, number>>> {
  const only = subscriptions === undefined ? '' : `AND subscription ${reader.anyOf(1, 'text')}`;
  const rows = await reader.query(
    `SELECT subscription, shape, count FROM profile WHERE count <> 0 ${only}`,
    subscriptions === undefined ? [] : [subscriptions],
  );
  const counts = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const subscription = textAt(row, 'subscription');
    const own = counts.get(subscription) ?? new Map<number, number>();
    counts.set(subscription, own);
    own.set(numberAt(row, 'shape'), numberAt(row, 'count'));
  }
  return counts;
}

export function typesIn(counts: ReadonlyMap<number, number>, shapes: Shapes): ReadonlyMap<string, number> {
  const types = new Map<string, number>();
  for (const [id, count] of counts) {
    const { type, kind } = shapes.get(id);
    if (kind !== 'implied') types.set(type, (types.get(type) ?? 0) + count);
  }
  return types;
}

/** @returns the counts after differences, sharing the subscriptions that none touches. */
export function countsAfter(counts: Counts, differences: Counts): Counts {
  if (differences.size === 0) return counts;
  const after = new Map(counts);
  for (const [subscription, changes] of differences) {
    const own = new Map(counts.get(subscription));
    for (const [shape, difference] of changes) {
      const count = (own.get(shape) ?? 0) + difference;
      if (count === 0) own.delete(shape);
      else own.set(shape, count);
    }
    if (own.size === 0) after.delete(subscription);
    else after.set(subscription, own);
    const before = counts.get(subscription);
    if (before === undefined) continue;
    // One step is all that anybody goes back, and a longer chain would live on: collecting what is young takes weak references for strong ones.
    derivations.delete(before);
    derivations.set(own, { before: new WeakRef(before), changes });
  }
  return after;
}

const derivations = new WeakMap<
  ReadonlyMap<number, number>,
  { readonly before: WeakRef<ReadonlyMap<number, number>>; readonly changes: ReadonlyMap<number, number> }
>();

/** From which counts these were made and by which differences, as long as somebody holds those: what was counted from them is moved on. */
export function derivationOf(
  own: ReadonlyMap<number, number>,
): { readonly before: ReadonlyMap<number, number>; readonly changes: ReadonlyMap<number, number> } | undefined {
  const derived = derivations.get(own);
  const before = derived?.before.deref();
  return derived === undefined || before === undefined ? undefined : { before, changes: derived.changes };
}
