import { Worker } from 'node:worker_threads';
import type { Catalogue } from '@plumbline/catalogue';
import { type CatalogueRecipe, type Task, type TaskResults, taskRunner } from './tasks.ts';

/** Does tasks, each as soon as somebody is free. */
export interface Pool {
  /** How many are done at the same time. */
  readonly size: number;
  run<K extends Task['kind']>(task: Task & { readonly kind: K }): Promise<TaskResults[K]>;
  /** Gives a task to everybody. */
  toAll(task: Task): Promise<void>;
  close(): Promise<void>;
}

/** In this thread, for small inputs and where a catalogue cannot be made again elsewhere. */
export function localPool(catalogue: Catalogue): Pool {
  const runner = taskRunner(catalogue, 'list');
  return {
    size: 1,
    async run<K extends Task['kind']>(task: Task & { readonly kind: K }) {
      return runner.run(task) as TaskResults[K];
    },
    async toAll(task) {
      runner.run(task);
    },
    async close() {
      runner.close();
    },
  };
}

/** MB of new objects a worker may have before they are collected: parts are short-lived, and more memory would be no faster. */
const youngMegabytes = 12;

/** @param script the built worker: what it was bundled to, or `worker.js` of the package. */
export function workerPool(recipe: CatalogueRecipe, options: { readonly size: number; readonly script: URL }): Pool {
  const workers = Array.from(
    { length: options.size },
    (_, index) =>
      new Worker(options.script, {
        workerData: { recipe, name: `list-${index}` },
        resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
      }),
  );
  const idle = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];

  const free = (worker: Worker) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };
  const taken = () => {
    const worker = idle.pop();
    return worker === undefined ? new Promise<Worker>((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  const asked = (worker: Worker, task: Task) =>
    new Promise<unknown>((resolve, reject) => {
      const settle = (act: () => void) => {
        worker.off('message', onMessage);
        worker.off('error', onError);
        act();
      };
      const onMessage = (result: unknown) => settle(() => resolve(result));
      const onError = (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.postMessage(task);
    });
  return {
    size: options.size,
    async run<K extends Task['kind']>(task: Task & { readonly kind: K }) {
      const worker = await taken();
      try {
        return (await asked(worker, task)) as TaskResults[K];
      } finally {
        free(worker);
      }
    },
    async toAll(task) {
      await Promise.all(workers.map((worker) => asked(worker, task)));
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
