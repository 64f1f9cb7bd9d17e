// Fills the large tables of a database page by page. Measured, the engine takes four times as long for the same rows: it looks for the
// place of each and takes its values one by one, though both are known here.
import { numberAt, textAt } from '../../database.ts';
import type { Filling } from '../../filling.ts';
import type { Statements } from '../statements.ts';
import { filledTrees, tableFill } from './fill-tables.ts';
import { openPageFile } from './page-file.ts';

/** Tables that are filled; what stands in them already is few, and comes last. */
const filledTables = ['resource', 'body', 'assessment', 'dependency'] as const;

/**
 * Commits what was written so far, and begins a transaction again when it ends. So it is only for a file that is thrown away when
 * anything goes wrong.
 *
 * @returns undefined where the file has other pages than are made here
 */
export function fillingOf(path: string, statements: Statements, clock: number): Filling | undefined {
  const file = openPageFile(path);
  if (file === undefined) return undefined;
  statements.execute('COMMIT');
  file.continue();
  const fill = tableFill(file, clock);
  return {
    begin: (subscription) => fill.begin(subscription),
    add: (filled) => fill.add(filled),
    async end() {
      file.settle();
      statements.execute('BEGIN IMMEDIATE');
      for (const table of filledTables) {
        await statements.run(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
        await statements.run(`DELETE FROM ${table}`);
      }
      statements.execute('COMMIT');
      file.continue();
      const roots = await statements.query('SELECT name, rootpage FROM sqlite_schema');
      const rootByName = new Map(roots.map((row) => [textAt(row, 'name'), numberAt(row, 'rootpage')]));
      fill.end((tree) => rootByName.get(tree) ?? missing(tree));
      file.settle();
      file.close();
      statements.execute('BEGIN IMMEDIATE');
      for (const table of filledTables) {
        await statements.run(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
        await statements.run(`DROP TABLE kept_${table}`);
      }
    },
    close: () => file.close(),
  };
}

function missing(tree: (typeof filledTrees)[number]): never {
  throw new Error(`The database has no ${tree}.`);
}
