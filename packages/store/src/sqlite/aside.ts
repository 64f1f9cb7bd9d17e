import { Worker } from 'node:worker_threads';
import type { Reader, Row } from '../database.ts';
import { taskQueue } from '../task-queue.ts';
import { sqliteFault } from './fault.ts';
import { anyOfArray, boundParameters, numbered } from './statements.ts';

/** SQLite's own module, so that the thread finds it from wherever this program lies. */
const driver = import.meta.resolve('@photostructure/sqlite');

const program = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.driver).then(({ DatabaseSync }) => {
  const connections = new Map();
  const connectionAt = (at) => {
    let known = connections.get(at);
    if (known === undefined) {
      const database = new DatabaseSync(workerData.file);
      database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456; PRAGMA query_only = ON');
      known = { database, statements: new Map() };
      connections.set(at, known);
    }
    return known;
  };
  parentPort.on('message', ({ number, at, sql, parameters }) => {
    if (sql === 'close') {
      for (const { database } of connections.values()) database.close();
      parentPort.close();
      return;
    }
    try {
      const { database, statements } = connectionAt(at);
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        statements.set(sql, statement);
      }
      parentPort.postMessage({ number, rows: statement.all(...parameters) });
    } catch (error) {
      parentPort.postMessage({ number, error });
    }
  });
});`;

type Told = { readonly number: number } & ({ readonly rows: readonly Row[] } | { readonly error: unknown });

/** Reads on a thread of its own, for what may look through everything: meanwhile all others are answered. */
export interface Aside {
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** So many at once take turns, query by query. */
const connections = 4;

export function asideReads(file: string): Aside {
  const queues = Array.from({ length: connections }, taskQueue);
  const waiting = new Map<number, { readonly resolve: (rows: readonly Row[]) => void; readonly reject: (error: unknown) => void }>();
  let worker: Worker | undefined;
  let last = 0;
  const start = () => {
    const made = new Worker(program, { eval: true, workerData: { file, driver } });
    made.unref();
    made.on('message', (told: Told) => {
      const asked = waiting.get(told.number);
      waiting.delete(told.number);
      if (waiting.size === 0) made.unref();
      if ('rows' in told) asked?.resolve(told.rows);
      else asked?.reject(sqliteFault(told.error));
    });
    made.on('error', (error) => {
      worker = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return made;
  };
  const ask = (at: number, sql: string, parameters: readonly unknown[] = []) =>
    new Promise<readonly Row[]>((resolve, reject) => {
      worker ??= start();
      worker.ref();
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ number: last, at, sql, parameters });
    });
  return {
    snapshot(work) {
      const at = queues.reduce((best, queue, index) => (queue.waiting < (queues[best]?.waiting ?? 0) ? index : best), 0);
      const queue = queues[at] ?? taskQueue();
      const reader: Reader = {
        query: (sql, parameters = []) => ask(at, numbered(sql), boundParameters(parameters)),
        anyOf: anyOfArray,
      };
      return queue.add(async () => {
        // Nothing waits for these two by itself: the thread takes them in their turn, and a way there and back takes longer than most queries.
        const begun = ask(at, 'BEGIN');
        try {
          const [result] = await Promise.all([work(reader), begun]);
          return result;
        } finally {
          ask(at, 'COMMIT').catch(() => {});
        }
      });
    },
    async close() {
      await Promise.all(queues.map((queue) => queue.end()));
      const ending = worker;
      if (ending === undefined) return;
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve());
        ending.ref();
        ending.postMessage({ sql: 'close' });
      });
    },
  };
}
