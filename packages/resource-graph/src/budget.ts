import { Refusal } from './problem.ts';
import { isArray, isObject, type Value } from './value.ts';

export interface QueryLimits {
  /** The most rows that one operator may make or hold. */
  readonly rows: number;
  /** The most memory that sorting, grouping, joining and the result may hold, estimated. */
  readonly bytes: number;
  readonly timeMs: number;
}

export const defaultLimits: QueryLimits = { rows: 2_000_000, bytes: 512 * 2 ** 20, timeMs: 30_000 };

/** How long one query may keep the event loop before others get their turn. */
const sliceMs = 8;
/** Steps of work between two looks at the clock: about a millisecond. */
const stepsBetweenLooks = 50_000;
/** What a row counts as beside the work that its expressions account for. */
const stepsPerRow = 1000;

/** What a running query may still use. Everything that can be long asks it. */
export interface Budget {
  readonly limits: QueryLimits;
  /** Accounts for work within one expression; throws when time is up. */
  spend(steps: number): void;
  /** Accounts for what is kept; throws when it is too much. */
  hold(bytes: number): void;
  release(bytes: number): void;
  /** How much is kept now. */
  held(): number;
  /** Throws when an operator has made more rows than it may. */
  count(rows: number, what: string): void;
  /** True when it is time to call `pause`. */
  isDue(): boolean;
  /** The same, to be asked after every row: mostly it only counts. */
  step(): boolean;
  /** Lets others run, then throws when the query was given up or time is up. */
  pause(): Promise<void>;
}

export function startBudget(limits: QueryLimits, signal: AbortSignal | undefined): Budget {
  const startedMs = performance.now();
  let sliceStartMs = startedMs;
  let held = 0;
  let steps = 0;
  let sinceStep = 0;
  const look = (): number => {
    const nowMs = performance.now();
    if (nowMs - startedMs > limits.timeMs) {
      throw new Refusal(
        'QueryTimedOut',
        `The query ran longer than ${limits.timeMs} ms.`,
        'Filter earlier: put where before join, mv-expand and summarize, and name types and subscriptions.',
      );
    }
    return nowMs;
  };
  return {
    limits,
    spend(more) {
      steps += more;
      sinceStep += more;
      if (steps < stepsBetweenLooks) return;
      steps = 0;
      look();
    },
    hold(bytes) {
      held += bytes;
      if (held <= limits.bytes) return;
      throw new Refusal(
        'QueryMemoryExceeded',
        `The query held more than ${Math.round(limits.bytes / 2 ** 20)} MB in memory.`,
        'Project fewer columns before sorting, joining or collecting, or filter earlier.',
      );
    },
    held: () => held,
    release(bytes) {
      held -= bytes;
    },
    count(rows, what) {
      if (rows <= limits.rows) return;
      throw new Refusal(
        'QueryRowsExceeded',
        `${what} made more than ${limits.rows} rows.`,
        'Filter or summarize earlier, or take fewer rows.',
      );
    },
    isDue: () => performance.now() - sliceStartMs > sliceMs,
    step() {
      sinceStep += stepsPerRow;
      if (sinceStep < stepsBetweenLooks) return false;
      sinceStep = 0;
      return performance.now() - sliceStartMs > sliceMs;
    },
    async pause() {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      sliceStartMs = look();
    },
  };
}

/** About how many bytes a value takes. Deep values are counted without recursion, so that no JSON is too deep for it. */
export function weightOf(value: Value): number {
  if (typeof value === 'string') return 24 + value.length;
  if (typeof value !== 'object' || value === null) return 16;
  let weight = 0;
  const open: Value[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') weight += 24 + next.length;
    else if (isArray(next)) {
      weight += 32;
      for (const member of next) open.push(member);
    } else if (isObject(next)) {
      weight += 56;
      for (const key in next) {
        weight += 16;
        open.push(next[key] ?? null);
      }
    } else weight += 16;
  }
  return weight;
}

export function weightOfRow(row: readonly Value[]): number {
  let weight = 32;
  for (const value of row) weight += 8 + weightOf(value);
  return weight;
}
