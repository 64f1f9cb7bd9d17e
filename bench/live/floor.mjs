/**
 * What SQLite alone takes for the rows of a store: they are read into memory and written once more into an empty file, in the order of the
 * tables, without a log, indexes last. No import can be quicker than this on one thread.
 *
 *   node bench/live/floor.mjs DATA_FOLDER        of at most some 100,000 resources, since all rows are held in memory
 *   node bench/live/floor.mjs postgres://…       what PostgreSQL takes for those of a store that it has, on this machine
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { postgresFloor } from './postgres-floor.mjs';

/** Rows given to SQLite at once; as the store does. */
const rowsAtOnce = 32;
const tables = {
  resource: 'subscription, rid',
  body: 'subscription, rid',
  assessment: 'subscription, rid, recommendation',
  dependency: 'lookup, subscription, rid',
};

const [, , place = ''] = process.argv;
let total = 0;
if (/^postgres(ql)?:/.test(place)) await postgresFloor(place, tables);
else sqliteFloor();

function sqliteFloor() {
  const source = new DatabaseSync(join(place, 'plumbline.sqlite'), { readOnly: true });
  const schema = (type, table) =>
    source
      .prepare('SELECT sql FROM sqlite_schema WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL')
      .all(type, table)
      .map(({ sql }) => sql);
  const resources = source.prepare('SELECT count(*) AS count FROM resource').get().count;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-floor-'));
  try {
    const target = new DatabaseSync(join(folder, 'floor.sqlite'));
    target.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY');
    for (const table of Object.keys(tables)) for (const sql of schema('table', table)) target.exec(sql);
    target.exec('BEGIN');
    for (const [table, order] of Object.entries(tables)) {
      const rows = source
        .prepare(`SELECT * FROM ${table} ORDER BY ${order}`)
        .all()
        .map((row) => Object.values(row));
      timed(`${rows.length.toLocaleString('en')} rows of ${table}`, () => insert(target, table, rows));
    }
    timed('indexes', () => {
      for (const table of Object.keys(tables)) for (const sql of schema('index', table)) target.exec(sql);
    });
    timed('commit', () => target.exec('COMMIT'));
    target.close();
    console.log(`${total.toFixed(0)} ms of the processor, ${((total * 1000) / resources).toFixed(1)} microseconds a resource`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function insert(target, table, rows) {
  const tuple = `(${(rows[0] ?? []).map(() => '?').join(', ')})`;
  const many = target.prepare(`INSERT INTO ${table} VALUES ${Array.from({ length: rowsAtOnce }, () => tuple).join(', ')}`);
  const one = target.prepare(`INSERT INTO ${table} VALUES ${tuple}`);
  let at = 0;
  for (; at + rowsAtOnce <= rows.length; at += rowsAtOnce) many.run(...rows.slice(at, at + rowsAtOnce).flat());
  for (const row of rows.slice(at)) one.run(...row);
}

function timed(what, work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  total += ms;
  console.log(`  ${what.padEnd(40)} ${ms.toFixed(0)} ms`);
}
