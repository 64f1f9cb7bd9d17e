import type { Frame, Judge, Reader, Value } from '../compile/frame.ts';
import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import type { Said } from './formula.ts';

/** The class of what cannot be classed: the rules that ask have to be judged in another way. */
export const unclassed = 0;

/** Finds out one thing about a resource. What it finds falls into classes that no rule can tell the members of apart. */
export interface Probe {
  /** The class of what a resource has there. */
  classOf(frame: Frame): number;
  /** What a test says of a class. */
  said(found: number, test: number): Said;
}

/** More classes than any real set of rules makes of a value; only hostile data get there. */
const mostClasses = 4096;
/** Values that come again, as most do, are looked up. */
const mostRemembered = 1024;
/** Small enough for the bits of a small integer, which is what a look-up is quickest with. */
const bitsInMask = 30;

/** A value that is read, with all tests that rules make of it. Values for which all say the same are one class. */
export class ValueProbe implements Probe {
  private readonly read: Reader;
  private readonly tests: Test[] = [];
  private readonly testByKey = new Map<string, number>();
  private readonly classByTruths = new Map<string | number, number>();
  private readonly truthsByClass: boolean[][] = [[]];
  private readonly classByText = new Map<string, number>();
  private readonly classByOther = new Map<JsonValue | undefined, number>();
  /** Of the texts looked up, how many were known; where hardly any is, remembering costs more than it saves. */
  private hits = 0;

  constructor(read: Reader) {
    this.read = read;
  }

  /** @returns the number of the test; no test may come once a resource was looked at. */
  add(key: string, test: Test): number {
    let index = this.testByKey.get(key);
    if (index === undefined) {
      index = this.tests.length;
      this.tests.push(test);
      this.testByKey.set(key, index);
    }
    return index;
  }

  classOf(frame: Frame): number {
    const value = this.read(frame);
    if (typeof value === 'string') {
      const known = this.classByText.get(value);
      if (known === undefined) return this.textClass(value);
      this.hits += 1;
      return known;
    }
    if (typeof value === 'object' && value !== null) return this.found(value);
    const known = this.classByOther.get(value);
    if (known !== undefined) return known;
    const found = this.found(value);
    if (this.classByOther.size < mostRemembered) this.classByOther.set(value, found);
    return found;
  }

  said(found: number, test: number): Said {
    return this.truthsByClass[found]?.[test] ?? false;
  }

  private textClass(value: string): number {
    const found = this.found(value);
    const { classByText } = this;
    if (classByText.size >= mostRemembered) {
      if (this.hits < mostRemembered) return found;
      classByText.clear();
      this.hits = 0;
    }
    classByText.set(value, found);
    return found;
  }

  private found(value: Value): number {
    const { tests } = this;
    let key: string | number = 0;
    let mask = 0;
    let bit = 0;
    for (const test of tests) {
      if (bit === bitsInMask) {
        key = `${key},${mask}`;
        mask = 0;
        bit = 0;
      }
      if (test(value)) mask |= 1 << bit;
      bit += 1;
    }
    key = key === 0 ? mask : `${key},${mask}`;
    let found = this.classByTruths.get(key);
    if (found === undefined) {
      if (this.truthsByClass.length >= mostClasses) return unclassed;
      found = this.truthsByClass.length;
      this.truthsByClass.push(tests.map((test) => test(value)));
      this.classByTruths.set(key, found);
    }
    return found;
  }
}

const saidNo = 1;
const saidYes = 2;
const firstFailure = 3;

/** Reasons tell values, so that there may be many; rules in earnest know a few. */
const mostReasons = 64;

/** A condition that is more than a test of one value: a count, a comparison of elements, an expression. */
export class JudgeProbe implements Probe {
  private readonly judge: Judge;
  private readonly reasons: string[] = [];

  constructor(judge: Judge) {
    this.judge = judge;
  }

  classOf(frame: Frame): number {
    try {
      frame.failure = undefined;
      const said = this.judge(frame);
      return said === undefined ? this.failure(frame) : said ? saidYes : saidNo;
    } catch (error) {
      // The engine's own limits: a resource nested so deep that a walk over it overflows.
      if (error instanceof RangeError) return unclassed;
      throw error;
    }
  }

  said(found: number): Said {
    return this.reasons[found - firstFailure] ?? found === saidYes;
  }

  private failure(frame: Frame): number {
    const reason = frame.failure ?? 'a condition could not be judged';
    let index = this.reasons.indexOf(reason);
    if (index === -1) {
      if (this.reasons.length >= mostReasons) return unclassed;
      index = this.reasons.push(reason) - 1;
    }
    return firstFailure + index;
  }
}

type Remembered = Map<Value, Remembered | number>;

/** The same for a condition that hangs on some single values: what was said for them is remembered. */
export class RememberingProbe implements Probe {
  private readonly probe: JudgeProbe;
  private readonly inputs: readonly Reader[];
  private readonly known: Remembered = new Map();
  private size = 0;
  private hits = 0;

  constructor(judge: Judge, inputs: readonly Reader[]) {
    this.probe = new JudgeProbe(judge);
    this.inputs = inputs;
  }

  classOf(frame: Frame): number {
    let at: Remembered | number | undefined = this.known;
    for (const input of this.inputs) {
      const value = input(frame);
      if (typeof value === 'object' && value !== null) return this.probe.classOf(frame);
      at = typeof at === 'object' ? at.get(value) : undefined;
    }
    if (typeof at === 'number') {
      this.hits += 1;
      return at;
    }
    const found = this.probe.classOf(frame);
    this.remember(frame, found);
    return found;
  }

  said(found: number): Said {
    return this.probe.said(found);
  }

  private remember(frame: Frame, found: number): void {
    if (this.size >= mostRemembered) {
      if (this.hits < mostRemembered) return;
      this.known.clear();
      this.size = 0;
      this.hits = 0;
    }
    this.size += 1;
    let at = this.known;
    this.inputs.forEach((input, index) => {
      const value = input(frame);
      if (index === this.inputs.length - 1) at.set(value, found);
      else {
        const next = at.get(value);
        const inner: Remembered = typeof next === 'object' ? next : new Map();
        at.set(value, inner);
        at = inner;
      }
    });
  }
}
