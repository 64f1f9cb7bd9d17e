// Finds out, without parsing, which lines of a file are resources of which subscription: exports write the id first.
import { Numbering } from '../numbering.ts';
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

const beginning = new TextEncoder().encode('{"id":"/subscriptions/');
const guidBytes = 36;
const headBytes = beginning.length + guidBytes;
const inId = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i;

/** A class, since files have hundreds of ranges: with functions made anew for each, what calls them would be compiled anew too. */
export class LineIndex {
  private readonly platform: Platform;
  private readonly subscriptions = new Numbering<string>();
  /** How the lines of the subscription begin that was met last. */
  private readonly current = new Uint8Array(headBytes);
  private currentIndex = -1;
  private runs = new Float64Array(numbersOfRun * 256);
  private count = 0;
  private lines = 0;
  private isDocuments = false;
  private lastSubscription = -2;
  private lastEnd = -1;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  /** @param bytes whole lines without the last line feed. */
  add(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const line = this.lines;
    this.lines += 1;
    if (isBlank(bytes, start, end)) return;
    this.isDocuments ||= end - start <= 4 && isOpening(this.platform.text(bytes, start, end));
    const subscription = this.subscriptionAt(bytes, start, end);
    const at = (this.count - 1) * numbersOfRun;
    if (subscription >= 0 && subscription === this.lastSubscription && this.lastEnd + 1 === offset) {
      this.runs[at + 2] = offset + end - start - (this.runs[at + 1] ?? 0);
    } else {
      if ((this.count + 1) * numbersOfRun > this.runs.length) {
        const grown = new Float64Array(this.runs.length * 2);
        grown.set(this.runs);
        this.runs = grown;
      }
      this.runs.set([subscription, offset, end - start, line], this.count * numbersOfRun);
      this.count += 1;
      this.lastSubscription = subscription;
    }
    this.lastEnd = offset + end - start;
  }

  /** The next line begins a run, whatever stands before it. */
  cut(): void {
    this.lastSubscription = -2;
  }

  /** Lines that somebody knows already: they are counted. */
  pass(lines: number): void {
    this.lines += lines;
  }

  result(): {
    readonly subscriptions: readonly string[];
    readonly runs: Float64Array;
    readonly lines: number;
    readonly isDocuments: boolean;
  } {
    const { subscriptions, runs, count, lines, isDocuments } = this;
    return { subscriptions: subscriptions.list, runs: runs.slice(0, count * numbersOfRun), lines, isDocuments };
  }

  private subscriptionAt(bytes: Uint8Array, start: number, end: number): number {
    if (this.isCurrent(bytes, start, end)) return this.currentIndex;
    if (end - start > headBytes && isIdGoingOn(bytes[start + headBytes]) && beginning.every((byte, at) => bytes[start + at] === byte)) {
      const guid = this.platform.text(bytes, start + beginning.length, start + headBytes).toLowerCase();
      if (inId.test(`/subscriptions/${guid}`)) {
        this.currentIndex = this.subscriptions.positionOf(guid);
        this.current.set(bytes.subarray(start, start + headBytes));
        return this.currentIndex;
      }
    }
    return this.parsedSubscription(bytes, start, end);
  }

  private isCurrent(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.currentIndex < 0 || end - start <= headBytes) return false;
    const { current } = this;
    for (let at = headBytes - 1; at >= 0; at -= 1) if (bytes[start + at] !== current[at]) return false;
    return isIdGoingOn(bytes[start + headBytes]);
  }

  /** Other programs write the id somewhere else. */
  private parsedSubscription(bytes: Uint8Array, start: number, end: number): number {
    if (bytes[start] !== 0x7b) return -1;
    try {
      const { id } = JSON.parse(this.platform.text(bytes, start, end)) as { readonly id?: unknown };
      const subscription = typeof id === 'string' ? inId.exec(id)?.[1] : undefined;
      return subscription === undefined ? -1 : this.subscriptions.positionOf(subscription.toLowerCase());
    } catch {
      return -1;
    }
  }
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
