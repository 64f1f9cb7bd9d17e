// What a first import leaves to a thread of its own: tasks that are done one after the other.
import { parentPort, Worker } from 'node:worker_threads';
import type { Assessed, Settled } from './filling.ts';

/** Those that do not hang on where the rows go. */
export type FillTask =
  | { readonly kind: 'know'; readonly pattern: number; readonly assessed: readonly Assessed[] }
  | { readonly kind: 'add'; readonly settled: Settled };
interface OtherTask {
  readonly kind: 'begin' | 'settle' | 'end';
}

/** Somebody who does tasks one after the other. */
export interface FillThread<T extends OtherTask> {
  /** @returns when the next task is welcome; rejects when this or an earlier one has failed */
  run(task: FillTask | T): Promise<void>;
  /** @returns when all are done */
  done(): Promise<void>;
  close(): Promise<void>;
}

/** Tasks that wait there: each of `add` holds the resources of a subscription. */
const mostWaiting = { add: 2, begin: 8, know: 8, settle: 8, end: 8 } as const;

/** Something that was made, or the answer to each task but `know`. */
type Message<M> = { readonly made: M } | { readonly error?: unknown };

/** @param script which calls `serveTasks` */
export function fillThread<T extends OtherTask, M = never>(script: URL, onMade: (made: M) => void = () => {}): FillThread<T> {
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
  worker.on('message', (message: Message<M>) => {
    if ('made' in message) return onMade(message.made);
    waiting -= 1;
    if (message.error === undefined) awaken();
    else fail(message.error);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The thread that writes tables ended with the code ${code}.`)));
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
      worker.postMessage(task, takenAwayBy(task));
      if (task.kind === 'know') return;
      waiting += 1;
      await until(mostWaiting[task.kind]);
    },
    done: () => until(0),
    close: async () => void (await worker.terminate()),
  };
}

/** @returns what gives a task to a thread without waiting: what goes wrong with it is told by the next one that waits. */
export function sendTo<T extends OtherTask>(thread: FillThread<T>): (task: FillTask | T) => void {
  return (task) => void thread.run(task).catch(() => {});
}

function takenAwayBy(task: FillTask | OtherTask): ArrayBuffer[] {
  if (task.kind !== 'add') return [];
  const { bytes, patterns, shapes, lookups, lookupEnds } = task.settled;
  return [bytes, patterns, shapes, lookups, lookupEnds].map(({ buffer }) => buffer as ArrayBuffer);
}

/** The same in this thread. */
export function fillHere<T extends OtherTask>(maker: { run(task: FillTask | T): void; close?(): void }): FillThread<T> {
  let failure: { readonly error: unknown } | undefined;
  return {
    async run(task) {
      if (failure !== undefined) throw failure.error;
      try {
        maker.run(task);
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
    async done() {
      if (failure !== undefined) throw failure.error;
    },
    close: async () => maker.close?.(),
  };
}

/** In the thread: does what it is told. @param makerOf whoever does it; what it gives away loses the buffer beside it */
export function serveTasks<T extends OtherTask, M = never>(
  makerOf: (give: (made: M, buffer: ArrayBuffer) => void) => { run(task: FillTask | T): void },
): void {
  const maker = makerOf((made, buffer) => parentPort?.postMessage({ made }, [buffer]));
  parentPort?.on('message', (task: FillTask | T) => {
    let answer: Message<M> = {};
    try {
      maker.run(task);
    } catch (error) {
      answer = { error };
    }
    if (task.kind !== 'know' || answer.error !== undefined) parentPort?.postMessage(answer);
  });
}
