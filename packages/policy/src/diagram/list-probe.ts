import type { AskedList } from '../compile/ask.ts';
import type { Frame, Reader } from '../compile/frame.ts';
import type { KeyReader } from '../fields/key.ts';
import type { JsonValue } from '../json.ts';
import type { Formula, Said } from './formula.ts';
import { type Probe, unclassed } from './probe.ts';

/** Longer lists are rare, and then stopping early is worth more. */
const mostElements = 1000;
/** More kinds of elements, and of lists, than real resources have. */
const mostElementKinds = 10_000;
const mostTallies = 2000;

const noList = 1;
const firstTally = 2;

/** Elements for which all conditions say the same. */
interface ElementKind {
  readonly next: (ElementKind | undefined)[];
  /** -1 on the way to a kind. */
  id: number;
  /** Which counters an element of the kind raises; text: why that cannot be told. */
  raises: readonly Said[];
}

/** Lists in which as many elements meet each condition, as far as anybody asks. */
interface Tally {
  readonly id: number;
  readonly counts: readonly number[];
  /** Why the first element that could not be judged for a counter could not. */
  readonly failures: readonly (string | undefined)[];
  readonly next: (Tally | undefined)[];
}

interface Counter {
  readonly formula: Formula;
  /** Further elements change no answer. */
  final: number;
}

interface ListTest {
  readonly counter: number;
  /** The answer where there is no list. */
  readonly missing: boolean;
  /** From here on the answer stays the same. */
  readonly final: number;
  readonly of: (count: number) => boolean;
}

/**
 * A list with all that rules ask of it. Each element is looked at once: what its values are makes its kind, and the kind leads
 * from one tally to the next. A tally is the class of the list.
 */
export class ListProbe implements Probe {
  private readonly read: Reader;
  private readonly level: number;
  private readonly within: readonly KeyReader[];
  /** What is asked of an element. */
  private readonly probes: readonly Probe[];
  private readonly counters: Counter[] = [];
  private readonly tests: ListTest[] = [];
  private readonly testByKey = new Map<string, number>();
  private readonly kinds: ElementKind = { next: [], id: -1, raises: [] };
  private kindCount = 0;
  /** How many elements of the list may still be looked at. */
  private left = 0;
  private readonly tallies: Tally[] = [];
  private readonly tallyByKey = new Map<string, Tally>();

  constructor({ read, level, within }: AskedList, probes: readonly Probe[]) {
    this.read = read;
    this.level = level;
    this.within = within;
    this.probes = probes;
  }

  /** @returns the number of the test that asks how many elements meet a formula; none may come once a list was looked at. */
  add(key: string | undefined, formula: Formula, test: Omit<ListTest, 'counter'>): number {
    if (key === undefined) return this.added(formula, test);
    const index = this.testByKey.get(key) ?? this.added(formula, test);
    this.testByKey.set(key, index);
    return index;
  }

  private added(formula: Formula, test: Omit<ListTest, 'counter'>): number {
    let counter = this.counters.findIndex((one) => one.formula === formula);
    if (counter === -1) counter = this.counters.push({ formula, final: test.final }) - 1;
    const own = this.counters[counter];
    if (own) own.final = Math.max(own.final, test.final);
    return this.tests.push({ ...test, counter }) - 1;
  }

  classOf(frame: Frame): number {
    const list = this.read(frame);
    if (!Array.isArray(list)) return noList;
    const empty =
      this.tallies[0] ??
      this.tallyOf(
        this.counters.map(() => 0),
        this.counters.map(() => undefined),
      );
    this.left = mostElements;
    const tally = empty && this.tallied(list, 0, empty, frame);
    return tally === undefined ? unclassed : tally.id + firstTally;
  }

  private tallied(list: readonly JsonValue[], depth: number, before: Tally, frame: Frame): Tally | undefined {
    let tally = before;
    this.left -= list.length;
    if (this.left < 0) return undefined;
    const within = this.within[depth];
    for (let at = 0; at < list.length; at += 1) {
      const element = list[at];
      frame.elements[this.level + depth] = element;
      let next: Tally | undefined = tally;
      if (within) {
        const inner = within(element);
        if (Array.isArray(inner)) next = this.tallied(inner, depth + 1, tally, frame);
      } else {
        const kind = this.kindOf(frame);
        next = kind && (tally.next[kind.id] ?? this.grow(tally, kind));
      }
      if (next === undefined) return undefined;
      tally = next;
    }
    return tally;
  }

  said(found: number, test: number): Said {
    const asked = this.tests[test];
    if (!asked) return false;
    if (found === noList) return asked.missing;
    const tally = this.tallies[found - firstTally];
    const count = tally?.counts[asked.counter] ?? 0;
    const failure = tally?.failures[asked.counter];
    return failure !== undefined && count < asked.final ? failure : asked.of(count);
  }

  private kindOf(frame: Frame): ElementKind | undefined {
    let kind = this.kinds;
    for (const probe of this.probes) {
      const found = probe.classOf(frame);
      if (found === unclassed) return undefined;
      let next = kind.next[found];
      if (!next) {
        if (this.kindCount >= mostElementKinds) return undefined;
        this.kindCount += 1;
        next = { next: [], id: -1, raises: [] };
        while (kind.next.length < found) kind.next.push(undefined);
        kind.next[found] = next;
      }
      kind = next;
    }
    if (kind.id === -1) {
      kind.id = this.kindCount;
      this.kindCount += 1;
      const classes = this.probes.map((probe) => probe.classOf(frame));
      kind.raises = this.counters.map(({ formula }) => this.holds(formula, classes));
    }
    return kind;
  }

  private holds(formula: Formula, classes: readonly number[]): Said {
    switch (formula.kind) {
      case 'yes':
        return true;
      case 'no':
        return false;
      case 'unknown':
        return formula.reason;
      case 'literal': {
        const said = this.probes[formula.probe]?.said(classes[formula.probe] ?? unclassed, formula.test) ?? false;
        return typeof said === 'string' ? said : said === formula.positive;
      }
      case 'all':
      case 'any': {
        const stop = formula.kind === 'any';
        let failure: string | undefined;
        for (const one of formula.of) {
          const said = this.holds(one, classes);
          if (said === stop) return stop;
          if (typeof said === 'string') failure ??= said;
        }
        return failure ?? !stop;
      }
    }
  }

  private grow(tally: Tally, kind: ElementKind): Tally | undefined {
    const counts = tally.counts.map((count, index) => {
      return kind.raises[index] === true ? Math.min(count + 1, this.counters[index]?.final ?? count + 1) : count;
    });
    const failures = tally.failures.map((failure, index) => {
      const said = kind.raises[index];
      return failure ?? (typeof said === 'string' ? said : undefined);
    });
    const next = this.tallyOf(counts, failures);
    tally.next[kind.id] = next;
    return next;
  }

  private tallyOf(counts: readonly number[], failures: readonly (string | undefined)[]): Tally | undefined {
    const key = `${counts.join()}${failures.some((failure) => failure !== undefined) ? JSON.stringify(failures) : ''}`;
    let tally = this.tallyByKey.get(key);
    if (!tally) {
      if (this.tallies.length >= mostTallies) return undefined;
      tally = { id: this.tallies.length, counts, failures, next: [] };
      this.tallies.push(tally);
      this.tallyByKey.set(key, tally);
    }
    return tally;
  }
}
