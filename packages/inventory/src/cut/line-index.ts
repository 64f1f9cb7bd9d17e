// Finds out, without parsing, which lines of a file are resources of which subscription: exports write the id first.
import { Numbering } from '../numbering.ts';
import type { Platform } from './platform.ts';

/** Lines one behind the other that belong together. */
export interface LineRun {
  /** Index into the subscriptions found; -1: to be read by itself, because it is no resource of a subscription, or not seen to be one. */
  readonly subscription: number;
  readonly offset: number;
  readonly bytes: number;
  /** Counted from 0 at the first line of the index; `onTrust`: nothing of the lines is known but how the first one begins. */
  readonly firstLine: number;
}

export const onTrust = -1;

/** Numbers a run takes in an array of them, in the order of the members of `LineRun`. */
export const numbersOfRun = 4;

const beginning = new TextEncoder().encode('{"id":"/subscriptions/');
const guidBytes = 36;
/** Bytes from which on a line tells its subscription, where it is written as exports do. */
export const headBytes = beginning.length + guidBytes;
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
  private isTrusting = false;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  /** @param bytes whole lines without the last line feed. */
  add(bytes: Uint8Array, start: number, end: number, offset: number): void {
    const line = this.lines;
    this.lines += 1;
    if (isBlank(bytes, start, end)) return;
    this.isDocuments ||= end - start <= 4 && isOpening(this.platform.text(bytes, start, end));
    if (this.isTrusting) this.cut();
    this.isTrusting = false;
    this.addRun(this.subscriptionAt(bytes, start, end), { offset, end: offset + end - start, line });
  }

  /** Lines that are taken to belong to a subscription by their first one. @param range offsets of them, without the last line feed */
  addTaken(subscription: string, { offset, end }: { readonly offset: number; readonly end: number }): void {
    if (!this.isTrusting) this.cut();
    this.addRun(this.subscriptions.positionOf(subscription), { offset, end, line: onTrust });
    this.isTrusting = true;
  }

  private addRun(subscription: number, { offset, end, line }: { readonly offset: number; readonly end: number; readonly line: number }) {
    const at = (this.count - 1) * numbersOfRun;
    if (subscription >= 0 && subscription === this.lastSubscription && this.lastEnd + 1 === offset) {
      this.runs[at + 2] = end - (this.runs[at + 1] ?? 0);
    } else {
      if ((this.count + 1) * numbersOfRun > this.runs.length) {
        const grown = new Float64Array(this.runs.length * 2);
        grown.set(this.runs);
        this.runs = grown;
      }
      this.runs.set([subscription, offset, end - offset, line], this.count * numbersOfRun);
      this.count += 1;
      this.lastSubscription = subscription;
    }
    this.lastEnd = end;
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
    const subscription = subscriptionInHead(this.platform, bytes, { start, end });
    if (subscription === undefined) return this.parsedSubscription(bytes, start, end);
    this.currentIndex = this.subscriptions.positionOf(subscription);
    this.current.set(bytes.subarray(start, start + headBytes));
    return this.currentIndex;
  }

  private isCurrent(bytes: Uint8Array, start: number, end: number): boolean {
    return this.currentIndex >= 0 && beginsLike(this.current, bytes, { start, end });
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

/** @returns the subscription of a line, in lower case, where its first bytes tell it. @param line its bytes need not all be there */
export function subscriptionInHead(
  platform: Platform,
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): string | undefined {
  const isHead = end - start > headBytes && isIdGoingOn(bytes[start + headBytes]);
  if (!isHead || !beginning.every((byte, at) => bytes[start + at] === byte)) return undefined;
  const guid = platform.text(bytes, start + beginning.length, start + headBytes).toLowerCase();
  return inId.test(`/subscriptions/${guid}`) ? guid : undefined;
}

/** Whether a line tells its subscription by the same bytes as another one. */
export function beginsLike(head: Uint8Array, bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): boolean {
  if (end - start <= headBytes) return false;
  for (let at = headBytes - 1; at >= 0; at -= 1) if (bytes[start + at] !== head[at]) return false;
  return isIdGoingOn(bytes[start + headBytes]);
}

function isIdGoingOn(byte: number | undefined): boolean {
  return byte === 0x2f || byte === 0x22;
}

export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
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
