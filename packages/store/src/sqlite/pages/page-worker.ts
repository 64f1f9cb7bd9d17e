import { parentPort } from 'node:worker_threads';
import { type PageTask, pageMaker } from './page-maker.ts';
import type { PageAnswer } from './page-thread.ts';

const maker = pageMaker();
parentPort?.on('message', (task: PageTask) => {
  let answer: PageAnswer = {};
  try {
    maker.run(task);
  } catch (error) {
    answer = { error };
  }
  if (task.kind !== 'know' || answer.error !== undefined) parentPort?.postMessage(answer);
});
