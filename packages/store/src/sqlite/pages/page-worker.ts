import { parentPort, workerData } from 'node:worker_threads';
import { type PageMade, type PageTask, pageMaker } from './page-maker.ts';
import type { PageAnswer } from './page-thread.ts';

// Written by `pageThread` alone.
const maker = pageMaker(workerData as PageMade);
parentPort?.on('message', (task: PageTask) => {
  let answer: PageAnswer = {};
  try {
    if (maker === undefined) throw new Error('The pages of this file are of another kind.');
    maker.run(task);
  } catch (error) {
    answer = { error };
  }
  if (task.kind !== 'know') parentPort?.postMessage(answer);
});
