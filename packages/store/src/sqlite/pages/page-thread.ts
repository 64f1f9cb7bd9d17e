import { Worker } from 'node:worker_threads';
import type { PageTask } from './page-maker.ts';

/** Somebody who does tasks one after the other. */
export interface PageMaking {
  /** @returns when the next task is welcome; rejects when this or an earlier one has failed */
  run(task: PageTask): Promise<void>;
  /** @returns when all are done */
  done(): Promise<void>;
  close(): Promise<void>;
}

/** Tasks that wait there: each of `add` holds the resources of a subscription. */
const mostWaiting = { add: 2, begin: 8, know: 8, settle: 8, end: 8 } as const;

/** What the thread answers to each task but `know`. */
export type PageAnswer = { readonly error?: unknown };

/** Makes pages in a thread of its own. @param script the built `page-worker.ts` */
export function pageThread(script: URL): PageMaking {
  const worker = new Worker(script);
  let waiting = 0;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void)[] = [];
  const awaken = () => {
    for (const one of wake) one();
    wake = [];
  };
  const fail = (error: unknown) => {
    failure ??= { error };
    awaken();
  };
  worker.on('message', ({ error }: PageAnswer) => {
    waiting -= 1;
    if (error === undefined) awaken();
    else fail(error);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The thread that makes pages ended with the code ${code}.`)));
  const until = async (most: number) => {
    while (waiting > most && failure === undefined) {
      await new Promise<void>((resolve) => {
        wake.push(resolve);
      });
    }
    if (failure !== undefined) throw failure.error;
  };
  return {
    async run(task) {
      if (failure !== undefined) throw failure.error;
      if (task.kind === 'add') {
        const { bytes, patterns, shapes, lookups, lookupEnds } = task.settled;
        worker.postMessage(
          task,
          [bytes, patterns, shapes, lookups, lookupEnds].map(({ buffer }) => buffer as ArrayBuffer),
        );
      } else worker.postMessage(task);
      if (task.kind === 'know') return;
      waiting += 1;
      await until(mostWaiting[task.kind]);
    },
    done: () => until(0),
    close: async () => void (await worker.terminate()),
  };
}
