// Finds out, without parsing, which lines of a file are resources of which subscription: exports write the id first.
import type { Platform } from './platform.ts';

/** Lines one behind the other that belong together. */
export interface LineRun {
  /** Index into the subscriptions found; -1: to be read by itself, because it is no resource of a subscription, or not seen to be one. */
  readonly subscription: number;
  readonly offset: number;
  readonly bytes: number;
  /** Counted from 0 at the first line of the index. */
  readonly firstLine: number;
}

/** Numbers a run takes in an array of them, in the order of the members of `LineRun`. */
export const numbersOfRun = 4;

export interface LineIndex {
  /** @param bytes whole lines without the last line feed. */
  add(bytes: Uint8Array, start: number, end: number, offset: number): void;
  /** The next line begins a run, whatever stands before it. */
  cut(): void;
  /** Lines that somebody knows already: they are counted. */
  pass(lines: number): void;
  result(): {
    readonly subscriptions: readonly string[];
    readonly runs: Float64Array;
    readonly lines: number;
    readonly isDocuments: boolean;
  };
}

const beginning = new TextEncoder().encode('{"id":"/subscriptions/');
const guidBytes = 36;
const inId = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i;

export function lineIndex(platform: Platform): LineIndex {
  const indexBySubscription = new Map<string, number>();
  const current = new Uint8Array(beginning.length + guidBytes);
  let currentIndex = -1;
  let runs = new Float64Array(numbersOfRun * 256);
  let count = 0;
  let lines = 0;
  let isDocuments = false;
  let lastSubscription = -2;
  let lastEnd = -1;

  const indexOf = (subscription: string): number => {
    let index = indexBySubscription.get(subscription);
    if (index === undefined) {
      index = indexBySubscription.size;
      indexBySubscription.set(subscription, index);
    }
    return index;
  };

  const isCurrent = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (currentIndex < 0 || end - start <= current.length) return false;
    for (let at = current.length - 1; at >= 0; at -= 1) if (bytes[start + at] !== current[at]) return false;
    return isIdGoingOn(bytes[start + current.length]);
  };

  const subscriptionAt = (bytes: Uint8Array, start: number, end: number): number => {
    if (isCurrent(bytes, start, end)) return currentIndex;
    const length = beginning.length + guidBytes;
    if (end - start > length && isIdGoingOn(bytes[start + length]) && beginning.every((byte, at) => bytes[start + at] === byte)) {
      const guid = platform.text(bytes, start + beginning.length, start + length).toLowerCase();
      if (inId.test(`/subscriptions/${guid}`)) {
        currentIndex = indexOf(guid);
        current.set(bytes.subarray(start, start + length));
        return currentIndex;
      }
    }
    return parsedSubscription(bytes, start, end);
  };

  /** Other programs write the id somewhere else. */
  const parsedSubscription = (bytes: Uint8Array, start: number, end: number): number => {
    if (bytes[start] !== 0x7b) return -1;
    try {
      const { id } = JSON.parse(platform.text(bytes, start, end)) as { readonly id?: unknown };
      const subscription = typeof id === 'string' ? inId.exec(id)?.[1] : undefined;
      return subscription === undefined ? -1 : indexOf(subscription.toLowerCase());
    } catch {
      return -1;
    }
  };

  return {
    add(bytes, start, end, offset) {
      const line = lines;
      lines += 1;
      if (isBlank(bytes, start, end)) return;
      isDocuments ||= end - start <= 4 && isOpening(platform.text(bytes, start, end));
      const subscription = subscriptionAt(bytes, start, end);
      const at = (count - 1) * numbersOfRun;
      if (subscription >= 0 && subscription === lastSubscription && lastEnd + 1 === offset) {
        runs[at + 2] = offset + end - start - (runs[at + 1] ?? 0);
      } else {
        if ((count + 1) * numbersOfRun > runs.length) {
          const grown = new Float64Array(runs.length * 2);
          grown.set(runs);
          runs = grown;
        }
        runs.set([subscription, offset, end - start, line], count * numbersOfRun);
        count += 1;
        lastSubscription = subscription;
      }
      lastEnd = offset + end - start;
    },
    cut() {
      lastSubscription = -2;
    },
    pass(passed) {
      lines += passed;
    },
    result: () => ({ subscriptions: [...indexBySubscription.keys()], runs: runs.slice(0, count * numbersOfRun), lines, isDocuments }),
  };
}

function isIdGoingOn(byte: number | undefined): boolean {
  return byte === 0x2f || byte === 0x22;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x1e) return false;
  }
  return true;
}

/** From such a line on values run over several lines. */
function isOpening(line: string): boolean {
  return /^[{[]|\[\{$/.test(line.trim()) && line.trim().length <= 2;
}
