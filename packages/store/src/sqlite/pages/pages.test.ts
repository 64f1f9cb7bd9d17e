import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byBytes } from '../../filling.ts';
import { pageBytes } from './page.ts';
import { openPageFile, type PageFile } from './page-file.ts';
import { RecordWriter } from './record.ts';
import { IndexTree, TableTree } from './tree.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => {
  files += 1;
  return join(folder, `${files}.sqlite`);
};

type Row = readonly [text: string, number: number, more: string | null];

/** Makes both kinds of tree past the engine, and lets the engine say what it finds in them. */
function found(rows: readonly Row[]): readonly unknown[] {
  const path = newFile();
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE plain (text TEXT NOT NULL, number INTEGER NOT NULL, more TEXT, PRIMARY KEY (text, number)) STRICT;
    CREATE TABLE ordered (text TEXT NOT NULL, number INTEGER NOT NULL, more TEXT, PRIMARY KEY (text, number)) STRICT, WITHOUT ROWID`);
  const rootOf = (name: string) => Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name)?.['rootpage']);
  const file = opened(path);
  const [plain, ordered, index] = [new TableTree(file), new IndexTree(file), new IndexTree(file)];
  const writer = new RecordWriter(file.room);
  for (const [at, [text, number, more]] of rows.entries()) {
    writer.begin();
    writer.text(text);
    writer.hold();
    for (const tree of [plain, ordered, index]) {
      writer.again();
      writer.integer(number);
      if (tree === index) writer.integer(at + 1);
      else writer.textOrNull(more);
      if (tree instanceof TableTree) tree.add(at + 1, writer);
      else tree.add(writer);
    }
  }
  plain.end(rootOf('plain'));
  ordered.end(rootOf('ordered'));
  index.end(rootOf('sqlite_autoindex_plain_1'));
  file.settle();
  file.close();
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  const read = (table: string) =>
    database
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => [row['text'], row['number'], row['more']]);
  // What comes later goes where it belongs.
  for (const table of ['plain', 'ordered'])
    database.exec(`INSERT INTO ${table} VALUES ('~', -5, NULL); DELETE FROM ${table} WHERE text = '~'`);
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  const all = [read('plain'), read('ordered')];
  database.close();
  return all;
}

function opened(path: string): PageFile {
  const file = openPageFile(path);
  if (file === undefined) throw new Error('The pages are of another kind.');
  file.continue();
  return file;
}

const numbers = [
  0,
  1,
  -1,
  2,
  127,
  128,
  32_767,
  32_768,
  2 ** 23 - 1,
  2 ** 23,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 47 - 1,
  2 ** 47,
  Number.MAX_SAFE_INTEGER,
  -(2 ** 40),
];
/** Around what fits into a cell of either kind, and what begins another page. */
const lengths = [0, 1, 50, 480, 490, 980, 1000, 1010, 2000, 4040, 4070, 4096, 5100, 9000, 20_000, 70_000];

const row = fc.tuple(
  fc.oneof(fc.string({ maxLength: 12, unit: 'grapheme' }), fc.constantFrom('\u{1f600}', '\uff5e', 'a'.repeat(900))),
  fc.oneof(fc.constantFrom(...numbers), fc.maxSafeInteger()),
  fc.option(
    fc.tuple(fc.constantFrom(...lengths), fc.nat({ max: 40 })).map(([length, more]) => 'x'.repeat(length + more)),
    { nil: null },
  ),
);

describe('pages that are made past the engine', () => {
  it('are what the engine would have made of the same rows', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (given) => {
        const byKey = new Map(given.map((one) => [`${one[0]}\0${one[1]}`, one]));
        const rows = [...byKey.values()].sort((a, b) => byBytes(a[0], b[0]) || a[1] - b[1]);
        expect(found(rows)).toEqual([rows, rows]);
      }),
      { numRuns: 60 },
    );
  });

  // Each count ends a page, or a page of pages, at another place.
  it.each([0, 1, 2, 7, 8, 9, 60, 300, 301, 302, 303, 304, 305, 306, 4000, 9000, 9001, 9002, 9003, 9004, 9005])('hold %i rows', (count) => {
    const rows = Array.from({ length: count }, (_, at): Row => [`${'k'.repeat(at % 3 === 0 ? 700 : 300)}`, at, null]);
    const sorted = rows.toSorted((a, b) => byBytes(a[0], b[0]) || a[1] - b[1]);
    expect(found(sorted)).toEqual([sorted, sorted]);
  });

  it('leave out the page that the locks of the engine lie on', () => {
    const path = newFile();
    new DatabaseSync(path).exec('CREATE TABLE one (text TEXT)');
    truncateSync(path, 2 ** 30 - pageBytes);
    const file = opened(path);
    const given = [1, 2, 3].map(() => file.append(new Uint8Array(pageBytes), 0));
    file.close();
    expect(given).toEqual([262_144, 262_146, 262_147]);
  });

  it('are refused to a file with pages of another size', () => {
    const path = newFile();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA page_size = 8192; CREATE TABLE one (text TEXT)');
    database.close();
    expect(openPageFile(path)).toBeUndefined();
  });
});
