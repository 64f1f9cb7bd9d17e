import type { Frame, Judge, Place, Reader, Value } from '../compile/frame.ts';
import type { Test } from '../operators/equality.ts';
import { fold } from '../operators/fold.ts';
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
/** Values that come again, as most do, are looked up. Once so many are known, the first stay, for names and the like come only once. */
const mostRemembered = 1024;
/** After so many others it is begun anew: the resources may have become different ones. */
const mostStrangers = 100_000;
/** Small enough for the bits of a small integer, which is what a look-up is quickest with. */
const bitsInMask = 30;

/** A value that is read, with all tests that rules make of it. Values for which all say the same are one class. */
export class ValueProbe implements Probe {
  private readonly read: Reader;
  private readonly place: Place | undefined;
  private readonly tests: Test[] = [];
  /** The tests that cannot be told from which of the texts that rules name it is. */
  private readonly patterns: Test[] = [];
  private readonly numberByText = new Map<string, number>();
  private readonly testByKey = new Map<string, number>();
  private readonly classByTruths = new Map<string | number, number>();
  /** By the number of the text and what the patterns say. */
  private readonly classByPatterns = new Map<string | number, number>();
  private readonly truthsByClass: boolean[][] = [[]];
  private readonly classByText = new Map<string, number>();
  private readonly classByNumber = new Map<number, number>();
  /** The classes of the values that come most, 0 until they come. */
  private missing = unclassed;
  private true = unclassed;
  private false = unclassed;
  /** Texts that were looked up in vain since there was no more room. */
  private strangers = 0;

  constructor(read: Reader) {
    this.read = read;
    this.place = read.place;
  }

  /**
   * @param texts folded; the test says the same of all other texts. Undefined: it has to be asked of each.
   * @returns the number of the test; no test may come once a resource was looked at.
   */
  add(key: string, test: Test, texts: readonly string[] | undefined): number {
    let index = this.testByKey.get(key);
    if (index === undefined) {
      index = this.tests.length;
      this.tests.push(test);
      if (texts === undefined) this.patterns.push(test);
      for (const text of texts ?? []) if (!this.numberByText.has(text)) this.numberByText.set(text, this.numberByText.size + 1);
      this.testByKey.set(key, index);
    }
    return index;
  }

  classOf(frame: Frame): number {
    const { place } = this;
    const value = place ? place.level.valueAt(place.slot, frame) : this.read(frame);
    if (typeof value === 'string') {
      return this.classByText.get(value) ?? this.textClass(value);
    }
    if (value === undefined) return this.missing || this.found(undefined);
    if (value === true) return this.true || this.found(true);
    if (value === false) return this.false || this.found(false);
    return typeof value === 'number' ? this.numberClass(value) : this.found(value);
  }

  said(found: number, test: number): Said {
    return this.truthsByClass[found]?.[test] ?? false;
  }

  private numberClass(value: number): number {
    let found = this.classByNumber.get(value);
    if (found === undefined) {
      found = this.found(value);
      if (this.classByNumber.size < mostRemembered) this.classByNumber.set(value, found);
    }
    return found;
  }

  private textClass(value: string): number {
    const found = this.classOfText(value);
    const { classByText } = this;
    if (classByText.size < mostRemembered) classByText.set(value, found);
    else {
      this.strangers += 1;
      if (this.strangers > mostStrangers) {
        classByText.clear();
        this.strangers = 0;
      }
    }
    return found;
  }

  private classOfText(value: string): number {
    const number = this.numberByText.size === 0 ? 0 : (this.numberByText.get(fold(value)) ?? 0);
    const said = truthsOf(this.patterns, value);
    const key = typeof said === 'number' ? number * 2 ** bitsInMask + said : `${number} ${said}`;
    const known = this.classByPatterns.get(key);
    if (known !== undefined) return known;
    const found = this.found(value);
    if (this.classByPatterns.size < mostClasses) this.classByPatterns.set(key, found);
    return found;
  }

  private found(value: Value): number {
    const { tests } = this;
    const key = truthsOf(tests, value);
    let found = this.classByTruths.get(key);
    if (found === undefined) {
      if (this.truthsByClass.length >= mostClasses) return unclassed;
      found = this.truthsByClass.length;
      this.truthsByClass.push(tests.map((test) => test(value)));
      this.classByTruths.set(key, found);
    }
    if (value === undefined) this.missing = found;
    else if (value === true) this.true = found;
    else if (value === false) this.false = found;
    return found;
  }
}

/** What tests say of a value, as a key. */
function truthsOf(tests: readonly Test[], value: Value): string | number {
  let key: string | number = '';
  let mask = 0;
  let bit = 0;
  for (const test of tests) {
    if (bit === bitsInMask) {
      key = `${key}${mask},`;
      mask = 0;
      bit = 0;
    }
    if (test(value)) mask |= 1 << bit;
    bit += 1;
  }
  return key === '' ? mask : `${key}${mask}`;
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
    const { reason } = frame;
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
  private strangers = 0;

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
    if (typeof at === 'number') return at;
    const found = this.probe.classOf(frame);
    this.remember(frame, found);
    return found;
  }

  said(found: number): Said {
    return this.probe.said(found);
  }

  private remember(frame: Frame, found: number): void {
    if (this.size >= mostRemembered) {
      this.strangers += 1;
      if (this.strangers <= mostStrangers) return;
      this.known.clear();
      this.size = 0;
      this.strangers = 0;
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
