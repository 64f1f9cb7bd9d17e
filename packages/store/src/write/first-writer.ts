// Where the rows of a first import go: past the engine where it can be, otherwise to the database like all others.
import type { Value } from '../database.ts';
import { byBytes, type Filled } from '../filling.ts';
import { hash53 } from '../hash.ts';
import { valuesOf } from '../rows.ts';
import { type Shape, shapeText } from '../shape.ts';
import { tables } from '../tables.ts';
import { type Pattern, patternTable } from './patterns.ts';
import { idOf } from './record-page.ts';
import type { Work } from './work.ts';

export interface FirstWriter {
  /** @returns the id of a shape, known or new. */
  idOf(shape: Shape): number | Promise<number>;
  /** Begins a subscription; they come in rising order. */
  begin(subscription: string): void;
  /** By rising number, without a gap. @param pattern undefined: not judged yet */
  add(filled: Omit<Filled, 'assessed'>, pattern: Pattern | undefined): void;
  /** To be called now and then. */
  flush(): Promise<void>;
  end(): Promise<void>;
}

export async function firstWriter(work: Work): Promise<FirstWriter> {
  if (work.transaction.filling !== undefined) {
    // Roots of indexes have to be there to be filled.
    await work.bulk?.makeIndexes();
    const writer = filler(work);
    if (writer !== undefined) return writer;
  }
  return appender(work);
}

const none: Pattern['assessed'] = [];

function filler(work: Work): FirstWriter | undefined {
  const { transaction, newShapes } = work;
  const filling = transaction.filling?.(work.clock);
  if (filling === undefined) return undefined;
  const taken = new Set<number>(newShapes.values());
  const rows: (readonly Value[])[] = [];
  return {
    idOf(shape) {
      const text = shapeText(shape);
      const known = work.setup.shapes.idOf(text) ?? newShapes.get(text);
      if (known !== undefined) return known;
      let id = Math.max(1, hash53(text));
      while (taken.has(id)) id += 1;
      taken.add(id);
      newShapes.set(text, id);
      rows.push([id, text]);
      return id;
    },
    begin: (subscription) => filling.begin(subscription),
    add: (filled, pattern) => filling.add({ ...filled, assessed: pattern?.assessed ?? none }),
    async flush() {},
    async end() {
      await filling.end();
      await transaction.insert('shape', tables.shape, rows);
    },
  };
}

async function appender(work: Work): Promise<FirstWriter> {
  const { transaction } = work;
  const table = await patternTable(work);
  let subscription = '';
  let waiting: { readonly filled: Omit<Filled, 'assessed'>; readonly pattern: Pattern | undefined }[] = [];
  return {
    idOf: (shape) => idOf(work, shape),
    begin(next) {
      subscription = next;
    },
    add(filled, pattern) {
      waiting.push({ filled, pattern });
    },
    async flush() {
      const rows = waiting;
      waiting = [];
      const [first] = rows;
      if (first === undefined) return;
      await transaction.append(
        'resource',
        tables.resource,
        rows.map(({ filled }) => valuesOf(filled.row)),
      );
      await transaction.append(
        'body',
        tables.body,
        rows.map(({ filled: { row, bytes, from, to } }) => [
          subscription,
          row.rid,
          Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString(),
        ]),
      );
      await table.write(
        subscription,
        first.filled.row.rid,
        rows.map(({ pattern }) => pattern),
      );
      const dependencies = rows.flatMap(({ filled: { row } }) => row.lookups.map((lookup) => [lookup, subscription, row.rid]));
      if (work.bulk !== undefined) await work.bulk.addDependencies(dependencies);
      else await transaction.append('dependency', tables.dependency, dependencies);
    },
    end: () => table.close(),
  };
}

/** In the order of the tables. */
export function inOrder(subscriptions: readonly string[]): readonly string[] {
  return subscriptions.toSorted(byBytes);
}
