import { Worker } from 'node:worker_threads';
import type { Catalogue } from '@plumbline/catalogue';
import type { CatalogueRecipe } from './catalogue-recipe.ts';
import { type Task, type TaskResults, taskRunner } from './tasks.ts';

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

/** Bytes of parts that one thread assesses before others are worth their start. */
const bytesAlone = 48 << 20;

/** @returns a pool of one thread until it is asked to assess much. */
export function growingPool(first: Pool, grown: () => Pool): Pool {
  const told: Task[] = [];
  let bytes = 0;
  let later: Promise<Pool> | undefined;
  const grow = async () => {
    const pool = grown();
    for (const task of told) await pool.toAll(task);
    return pool;
  };
  return {
    size: 4,
    async run<K extends Task['kind']>(task: Task & { readonly kind: K }) {
      bytes += bytesToAssess(task);
      if (later === undefined && bytes > bytesAlone) later = grow();
      const pool = task.kind === 'assess' && later !== undefined ? await later : first;
      return pool.run<K>(task);
    },
    async toAll(task) {
      told.push(task);
      await first.toAll(task);
      if (later !== undefined) await (await later).toAll(task);
    },
    async close() {
      await first.close();
      await (await later)?.close();
    },
  };
}

function bytesToAssess(task: Task): number {
  let bytes = 0;
  if (task.kind === 'assess') for (let at = 2; at < task.part.runs.length; at += 4) bytes += task.part.runs[at] ?? 0;
  return bytes;
}

/** MB of new objects a worker may have before they are collected: parts are short-lived, and more memory would be no faster. */
const youngMegabytes = 12;

/** Tasks that wait in a worker, so that it goes on while this thread is busy with one of its own. */
const tasksAhead = 2;
/** With so few this thread is one of them: the program in another heap costs more memory than an idle thread is worth. */
const fewWorkers = 4;

/** @param options.script the built worker: what it was bundled to, or `worker.js` of the package */
export function workerPool(
  recipe: CatalogueRecipe,
  options: { readonly size: number; readonly script: URL; readonly catalogue: Catalogue },
): Pool {
  const { size, script } = options;
  const isOneHere = size <= fewWorkers;
  const threads = Array.from({ length: isOneHere ? size - 1 : size }, (_, index) => workerThread(recipe, script, `list-${index}`));
  const members = isOneHere ? [...threads, ownThread(options.catalogue)] : threads;
  const free = members.flatMap((member) => Array.from({ length: member.slots }, () => member));
  const waiting: ((member: Member) => void)[] = [];

  const taken = () => {
    const member = free.shift();
    return member === undefined ? new Promise<Member>((resolve) => waiting.push(resolve)) : Promise.resolve(member);
  };
  const release = (member: Member) => {
    const next = waiting.shift();
    if (next === undefined) free.push(member);
    else next(member);
  };
  return {
    size: free.length,
    async run<K extends Task['kind']>(task: Task & { readonly kind: K }) {
      const member = await taken();
      try {
        return (await member.run(task)) as TaskResults[K];
      } finally {
        release(member);
      }
    },
    async toAll(task) {
      await Promise.all(members.map((member) => member.run(task)));
    },
    async close() {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

/** One thread of a pool. */
interface Member {
  /** Tasks that it may be given at the same time. */
  readonly slots: number;
  run(task: Task): Promise<unknown>;
  close(): Promise<unknown>;
}

function ownThread(catalogue: Catalogue): Member {
  const runner = taskRunner(catalogue, 'list-own');
  return {
    slots: 1,
    run: (task) =>
      new Promise((resolve, reject) => {
        // Answers of the others are taken first, and they get their next tasks.
        setImmediate(() => {
          try {
            resolve(runner.run(task));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      }),
    close: async () => runner.close(),
  };
}

function workerThread(recipe: CatalogueRecipe, script: URL, name: string): Member {
  const worker = new Worker(script, { workerData: { recipe, name }, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
  // A worker does its tasks in their order.
  const asked: { readonly resolve: (result: unknown) => void; readonly reject: (error: unknown) => void }[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure = error;
    for (const { reject } of asked.splice(0)) reject(error);
  };
  worker.on('message', (result: unknown) => asked.shift()?.resolve(result));
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`A worker ended with the code ${code}.`)));
  return {
    slots: tasksAhead,
    run: (task) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        asked.push({ resolve, reject });
        worker.postMessage(task);
      }),
    close: () => worker.terminate(),
  };
}
