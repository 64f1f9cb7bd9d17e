// Where the rows of a first import go: past the engine where it can be, otherwise to the database like all others.
import { numberAt, textAt, type Value } from '../database.ts';
import { type Assessed, byBytes, type Filling, type Settled } from '../filling.ts';
import { hash53 } from '../hash.ts';
import { valuesOf } from '../rows.ts';
import { type Shape, shapeText } from '../shape.ts';
import { tables } from '../tables.ts';
import { type KeptBody, keptBodies } from './kept-bodies.ts';
import { idOf } from './record-page.ts';
import { type SettledRow, settledRows } from './settled-rows.ts';
import type { Work } from './work.ts';

export interface FirstWriter {
  /** @returns the id of a shape, known or new. */
  idOf(shape: Shape): number | Promise<number>;
  /** Tells of the assessments that a number stands for. */
  know(pattern: number, assessed: readonly Assessed[]): void;
  /** Subscriptions come in rising order, each once. */
  write(settled: Settled): Promise<void>;
  end(): Promise<void>;
}

export async function firstWriter(work: Work): Promise<FirstWriter> {
  const { fill } = work.transaction;
  if (fill !== undefined) {
    // Roots of indexes have to be there to be filled.
    await work.bulk?.makeIndexes();
    const filling = fill.filling(work.clock);
    if (filling !== undefined) return await filler(work, filling);
  }
  return appender(work);
}

/** Nobody else makes shapes meanwhile: a first import goes alone. */
async function filler({ setup, transaction, newShapes }: Work, filling: Filling): Promise<FirstWriter> {
  const stored = await transaction.query('SELECT id, text FROM shape');
  for (const row of stored) newShapes.set(textAt(row, 'text'), numberAt(row, 'id'));
  const taken = new Set<number>(newShapes.values());
  const rows: (readonly Value[])[] = [];
  return {
    idOf(shape) {
      const text = shapeText(shape);
      const known = setup.shapes.idOf(text) ?? newShapes.get(text);
      if (known !== undefined) return known;
      let id = Math.max(1, hash53(text));
      while (taken.has(id)) id += 1;
      taken.add(id);
      newShapes.set(text, id);
      rows.push([id, text]);
      return id;
    },
    know: (pattern, assessed) => filling.know(pattern, assessed),
    write: (settled) => filling.add(settled),
    async end() {
      await filling.end();
      await transaction.insert('shape', tables.shape, rows);
    },
  };
}

const rowsAtOnce = 1000;

function appender(work: Work): FirstWriter {
  const { transaction, clock } = work;
  const assessedAs = new Map<number, readonly Assessed[]>();
  const bodyOf = keptBodies();
  const append = async ({ subscription }: Settled, rows: readonly SettledRow[]) => {
    await transaction.insert(
      'resource',
      tables.resource,
      rows.map(({ row }) => valuesOf(row)),
    );
    await transaction.insert(
      'body',
      tables.body,
      rows.map(({ row, body }) => [subscription, row.rid, textOf(body)]),
    );
    await transaction.insert(
      'assessment',
      tables.assessment,
      rows.flatMap(({ row, pattern }) =>
        (assessedAs.get(pattern) ?? []).map((assessed) => [subscription, row.rid, ...assessed, clock, clock]),
      ),
    );
    const dependencies = rows.flatMap(({ row }) => row.lookups.map((lookup) => [lookup, subscription, row.rid]));
    if (work.bulk !== undefined) await work.bulk.addDependencies(dependencies);
    else await transaction.insert('dependency', tables.dependency, dependencies);
  };
  return {
    idOf: (shape) => idOf(work, shape),
    know: (pattern, assessed) => void assessedAs.set(pattern, assessed),
    async write(settled) {
      let rows: SettledRow[] = [];
      for (const row of settledRows(settled, bodyOf)) {
        if (rows.push(row) < rowsAtOnce) continue;
        await append(settled, rows);
        rows = [];
      }
      await append(settled, rows);
    },
    end: async () => {},
  };
}

function textOf({ bytes, from, to }: KeptBody): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString();
}

/** In the order of the tables. */
export function inOrder(subscriptions: readonly string[]): readonly string[] {
  return subscriptions.toSorted(byBytes);
}
