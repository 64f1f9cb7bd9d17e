import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { longLog } from './connect.ts';

/** SQLite's own module, so that the thread finds it from wherever this program lies. */
const driver = import.meta.resolve('@photostructure/sqlite');

const program = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.driver).then(({ DatabaseSync }) => {
  const connection = new DatabaseSync(workerData.file);
  connection.exec('PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  parentPort.on('message', (message) => {
    if (message === 'close') {
      connection.close();
      parentPort.close();
      return;
    }
    try {
      connection.prepare('PRAGMA wal_checkpoint(PASSIVE)').get();
      parentPort.postMessage('moved');
    } catch (error) {
      parentPort.postMessage(String(error));
    }
  });
});`;

export interface Checkpointer {
  /** To be called after each commit. */
  committed(): void;
  close(): Promise<void>;
}

/**
 * Moves the log into the database on a thread of its own: measured, a commit that has to do it takes ten to a hundred times as long as
 * others, and one in fifty had to.
 *
 * @param finish moves the little that was written meanwhile, between two transactions; only then does the log begin anew
 */
export function checkpointer(file: string, finish: () => Promise<void>): Checkpointer {
  let worker: Worker | undefined;
  let isMoving = false;
  let lastMs = 0;
  const start = () => {
    const made = new Worker(program, { eval: true, workerData: { file, driver } });
    made.unref();
    made.on('message', (message: string) => {
      // When the disk is full the log stays as long as it is; nothing is lost, and the next commits try again.
      void (message === 'moved' ? finish() : Promise.resolve()).finally(() => {
        isMoving = false;
      });
    });
    // SQLite moves a very long log by itself at a commit: without the thread all is slower, and as safe.
    made.on('error', () => {
      worker = undefined;
    });
    return made;
  };
  return {
    committed() {
      const nowMs = performance.now();
      // Looking at the file costs a few microseconds; a log grows no faster than that matters.
      if (isMoving || nowMs - lastMs < 20) return;
      lastMs = nowMs;
      if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) < longLog) return;
      isMoving = true;
      worker ??= start();
      worker.postMessage('move');
    },
    async close() {
      const ending = worker;
      if (ending === undefined) return;
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve());
        ending.ref();
        ending.postMessage('close');
      });
    },
  };
}
