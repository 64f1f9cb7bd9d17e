/**
 * What PostgreSQL alone takes for the rows of a store: they are read into memory as COPY wants them, and copied once more into the same
 * tables beside, in the order of their keys; once with the indexes there, once with the indexes made afterwards. No import can be cheaper.
 *
 *   node bench/live/floor.mjs postgres://…        of a store of at most some 100,000 resources, on this machine
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { processorOf } from './database.mjs';

const beside = 'plumbline_floor';

export async function postgresFloor(url, tables) {
  const processor = await processorOf(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = (sql) => client.query(sql);
  const [{ count }] = (await run('SELECT count(*)::int AS count FROM plumbline.resource')).rows;
  const timed = async (what, work) => {
    const [before, begun] = [processor(), performance.now()];
    await work();
    const [seconds, ms] = [processor() - before, performance.now() - begun];
    console.log(`    ${what.padEnd(40)} ${(seconds * 1000).toFixed(0)} ms of the processor, ${ms.toFixed(0)} ms on the clock`);
    return seconds;
  };
  const rows = new Map();
  for (const [table, order] of Object.entries(tables)) {
    const copy = client.query(to(`COPY (SELECT * FROM plumbline.${table} ORDER BY ${order}) TO STDOUT (FORMAT binary)`));
    rows.set(table, await copy.toArray());
  }
  const prepare = async () => {
    await run(`DROP SCHEMA IF EXISTS ${beside} CASCADE`);
    await run(`CREATE SCHEMA ${beside}`);
    for (const table of rows.keys()) await run(`CREATE TABLE ${beside}.${table} (LIKE plumbline.${table} INCLUDING ALL)`);
    // What was written before is not to be written out meanwhile.
    await run('CHECKPOINT');
  };
  const fill = async () => {
    let seconds = 0;
    for (const [table, bytes] of rows) {
      const copied = () => pipeline(Readable.from(bytes), client.query(from(`COPY ${beside}.${table} FROM STDIN (FORMAT binary)`)));
      seconds += await timed(table, copied);
    }
    return seconds;
  };
  const told = (seconds) =>
    console.log(`    ${seconds.toFixed(2)} s of the processor, ${((seconds * 1e6) / count).toFixed(1)} microseconds a resource`);
  try {
    console.log('  PostgreSQL alone, indexes there');
    await prepare();
    await run('BEGIN');
    let seconds = await fill();
    seconds += await timed('commit', () => run('COMMIT'));
    told(seconds);

    console.log('  PostgreSQL alone, indexes afterwards');
    await prepare();
    const { rows: indexes } = await run(`SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = '${beside}'`);
    await run('BEGIN');
    for (const { tablename, indexname } of indexes) {
      if (indexname.endsWith('_pkey')) await run(`ALTER TABLE ${beside}.${tablename} DROP CONSTRAINT ${indexname}`);
      else await run(`DROP INDEX ${beside}.${indexname}`);
    }
    seconds = await fill();
    seconds += await timed('indexes', async () => {
      for (const { indexdef } of indexes) await run(indexdef);
    });
    seconds += await timed('commit', () => run('COMMIT'));
    told(seconds);
  } finally {
    await run(`DROP SCHEMA IF EXISTS ${beside} CASCADE`);
    await client.end();
  }
}
