// What a PostgreSQL on this machine has taken of the processor: all its processes, those that have ended too. Where Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

/** @returns seconds so far, as a function; of a server elsewhere they are not known: NaN */
export async function processorOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  const server = parentOf(rows[0].pid);
  await client.end();
  return () => {
    try {
      const ticks = fieldsOf(server).slice(11, 15).reduce(sum, 0);
      const alive = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === server);
      return (ticks + alive.map((pid) => ownTicks(pid)).reduce(sum, 0)) / 100;
    } catch {
      return Number.NaN;
    }
  };
}

function parentOf(pid) {
  try {
    return Number(fieldsOf(pid)[1]);
  } catch {
    return undefined;
  }
}

function ownTicks(pid) {
  try {
    return fieldsOf(pid).slice(11, 13).reduce(sum, 0);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

function fieldsOf(pid) {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
}

function sum(total, ticks) {
  return total + Number(ticks);
}
