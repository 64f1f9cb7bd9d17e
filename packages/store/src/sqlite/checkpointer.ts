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

/** Bytes that may be left to move while writers wait. */
const little = 1 << 20;
/** A disk that is slower than its writers never comes to little. */
const mostPasses = 4;

/**
 * Moves the log into the database on a thread of its own: measured, a commit that has to do it takes ten to a hundred times as long as
 * others, and one in fifty had to.
 *
 * @param between runs work between two transactions: with the little moved that was written meanwhile, the log begins anew
 */
export function checkpointer(file: string, between: (work: () => Promise<void>) => Promise<void>): Checkpointer {
  let worker: Worker | undefined;
  let isMoving = false;
  let isOver = false;
  let lastMs = 0;
  let told: (isMoved: boolean) => void = () => {};
  const bytes = () => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const start = () => {
    const made = new Worker(program, { eval: true, workerData: { file, driver } });
    made.on('message', (message: string) => {
      made.unref();
      told(message === 'moved');
    });
    // SQLite moves a very long log by itself at a commit: without the thread all is slower, and as safe.
    made.on('error', () => {
      isOver = true;
    });
    made.on('exit', () => {
      worker = undefined;
      told(false);
    });
    return made;
  };
  const pass = (): Promise<boolean> =>
    new Promise((resolve) => {
      told = resolve;
      if (isOver) return resolve(false);
      worker ??= start();
      // Who ends meanwhile waits for it.
      worker.ref();
      worker.postMessage('move');
    });
  const move = async () => {
    for (let passes = 0; passes < mostPasses; passes += 1) {
      const before = bytes();
      // When the disk is full the log stays as long as it is; nothing is lost, and the next commits try again.
      if (!(await pass())) return;
      if (bytes() - before < little) break;
    }
    await between(async () => void (await pass()));
  };
  return {
    committed() {
      const nowMs = performance.now();
      // Looking at the file costs a few microseconds; a log grows no faster than that matters.
      if (isMoving || isOver || nowMs - lastMs < 20) return;
      lastMs = nowMs;
      if (bytes() < longLog) return;
      isMoving = true;
      void move().finally(() => {
        isMoving = false;
      });
    },
    async close() {
      isOver = true;
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
