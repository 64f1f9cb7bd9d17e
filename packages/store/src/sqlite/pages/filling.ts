// Fills the large tables of a database page by page. Measured, the engine takes four times as long for the same rows: it looks for the
// place of each and takes its values one by one, though both are known here.
import { numberAt, textAt } from '../../database.ts';
import { type FillThread, fillHere, fillThread, sendTo } from '../../fill-thread.ts';
import type { Filling } from '../../filling.ts';
import type { Statements } from '../statements.ts';
import { hasUsualPages } from './page-file.ts';
import { type PageMade, type PageTask, pageMaker } from './page-maker.ts';

/** Tables that are filled; what stands in them already is few, and comes last. */
const filledTables = ['resource', 'body', 'assessment', 'dependency'] as const;

/**
 * Commits what was written so far, and begins a transaction again when it ends. So it is only for a file that is thrown away when
 * anything goes wrong.
 *
 * @returns undefined where the file has other pages than are made here
 */
export function fillingOf(statements: Statements, making: FillThread<PageTask>, made: PageMade): Filling | undefined {
  if (!hasUsualPages(made.path)) return undefined;
  statements.execute('COMMIT');
  const send = sendTo(making);
  send({ kind: 'begin', made });
  return {
    know: (pattern, assessed) => send({ kind: 'know', pattern, assessed }),
    add: (settled) => making.run({ kind: 'add', settled }),
    async end() {
      await making.run({ kind: 'settle' });
      await making.done();
      statements.execute('BEGIN IMMEDIATE');
      for (const table of filledTables) {
        await statements.run(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
        await statements.run(`DELETE FROM ${table}`);
      }
      statements.execute('COMMIT');
      const rows = await statements.query('SELECT name, rootpage FROM sqlite_schema');
      await making.run({ kind: 'end', roots: new Map(rows.map((row) => [textAt(row, 'name'), numberAt(row, 'rootpage')])) });
      await making.done();
      await making.close();
      statements.execute('BEGIN IMMEDIATE');
      for (const table of filledTables) {
        await statements.run(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
        await statements.run(`DROP TABLE kept_${table}`);
      }
    },
  };
}

/** @param script of a thread that makes the pages; absent: this one does */
export function pageMakingIn(script: URL | undefined): FillThread<PageTask> {
  return script === undefined ? fillHere<PageTask>(pageMaker()) : fillThread<PageTask>(script);
}
