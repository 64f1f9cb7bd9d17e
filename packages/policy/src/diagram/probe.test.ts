import { describe, expect, it } from 'vitest';
import { noAliases } from '../aliases/catalogue.ts';
import { Frame, type Value } from '../compile/frame.ts';
import { Target } from '../compile/target.ts';
import { JudgeProbe, RememberingProbe, unclassed, ValueProbe } from './probe.ts';

/** Probes keep what they found out. What that saves is told by counting what is asked, which is the same on every machine. */
const frameOf = (value: Value, other?: Value): Frame => {
  return new Frame({ ...(value === undefined ? {} : { value }), ...(other === undefined ? {} : { other }) }, { now: '' });
};
const read = ({ resource }: Frame): Value => resource['value'];

describe('ValueProbe', () => {
  const values: readonly Value[] = [
    undefined,
    null,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    '',
    'a',
    'A',
    'b',
    'ß',
    'SS',
    'ss',
    'c',
    'abc',
    [],
    [1],
    {},
    { a: 1 },
  ];

  function probeOf(count: number) {
    const asked = { times: 0 };
    const probe = new ValueProbe(read);
    const tests = Array.from({ length: count }, (_, at) => {
      const text = ['a', 'b', 'ss'][at % 3] ?? '';
      const isNamed = at % 2 === 0;
      const holds = (value: Value): boolean => {
        asked.times += 1;
        if (isNamed) return typeof value === 'string' && value.toLowerCase().replace('ß', 'ss') === text;
        return typeof value === 'string' ? value.length > at % 5 : typeof value === 'number' ? value > at % 2 : value === (at % 7 === 0);
      };
      expect(probe.add(`t${at}`, holds, isNamed ? [text] : undefined)).toBe(at);
      return holds;
    });
    return { probe, tests, asked };
  }

  it.each([0, 1, 2, 3, 29, 30, 31, 59, 60, 61, 62, 95])(
    'says of every value what each of %i tests says, before and after it is known',
    (count) => {
      const { probe, tests } = probeOf(count);
      for (let round = 0; round < 2; round += 1) {
        for (const value of values) {
          const found = probe.classOf(frameOf(value));
          expect(found).toBeGreaterThan(unclassed);
          expect(tests.map((_, at) => probe.said(found, at))).toEqual(tests.map((holds) => holds(value)));
        }
      }
    },
  );

  it('looks into the slot of a reader that has one, and reads no other way', () => {
    const target = new Target('a/b', undefined, { aliases: noAliases, names: 'paths' });
    const reader = target.reader(['value']);
    let calls = 0;
    const counted = Object.assign((frame: Frame) => {
      calls += 1;
      return reader(frame);
    }, reader.place && { place: reader.place });
    const probe = new ValueProbe(counted);
    probe.add('t', (value) => value === 'a', ['a']);
    const classes = ['a', 'b', 'c'].map((value) => probe.classOf(target.open({ VALUE: value }, { now: '' })));
    expect(classes.map((found) => probe.said(found, 0))).toEqual([true, false, false]);
    expect(calls).toBe(0);
  });

  it('takes values of which all tests say the same for one', () => {
    const { probe } = probeOf(2);
    const classes = ['b', 'c', 'd'].map((value) => probe.classOf(frameOf(value)));
    expect(new Set(classes).size).toBe(1);
    expect(probe.classOf(frameOf('A'))).toBe(probe.classOf(frameOf('a')));
    expect(probe.classOf(frameOf(null))).toBe(probe.classOf(frameOf({})));
    expect(probe.classOf(frameOf('a'))).not.toBe(classes[0]);
  });

  it('keeps a test that is asked for again once', () => {
    const { probe } = probeOf(3);
    expect(probe.add('t1', () => true, [])).toBe(1);
    expect(probe.add('new', () => true, [])).toBe(3);
  });

  it('says nothing of what it does not know', () => {
    const { probe } = probeOf(2);
    expect(probe.said(unclassed, 0)).toBe(false);
    expect(probe.said(99, 0)).toBe(false);
    expect(probe.said(probe.classOf(frameOf('a')), 99)).toBe(false);
  });

  it.each<Value>([undefined, true, false, 0, 1.5, 'a', ''])('asks no test of %s again', (value) => {
    const { probe, asked } = probeOf(35);
    const found = probe.classOf(frameOf(value));
    asked.times = 0;
    expect(probe.classOf(frameOf(value))).toBe(found);
    expect(asked.times).toBe(0);
  });

  it.each<readonly [Value]>([[null], [[1]], [{ a: 1 }]])('keeps nothing of %j but its class', (value) => {
    const { probe, asked } = probeOf(3);
    const found = probe.classOf(frameOf(value));
    asked.times = 0;
    expect(probe.classOf(frameOf(value))).toBe(found);
    expect(asked.times).toBe(3);
  });

  it('asks tests that name their texts nothing of other texts, once it has seen one', () => {
    const probe = new ValueProbe(read);
    let asked = 0;
    const named = (text: string) => (value: Value) => {
      asked += 1;
      return value === text;
    };
    for (const text of ['a', 'b', 'c']) probe.add(text, named(text), [text]);
    const first = probe.classOf(frameOf('x'));
    asked = 0;
    expect(['y', 'z', ''].map((value) => probe.classOf(frameOf(value)))).toEqual([first, first, first]);
    expect(asked).toBe(0);
    expect(probe.classOf(frameOf('b'))).not.toBe(first);
    expect(asked).toBeGreaterThan(0);
  });

  it('asks patterns of each text, and the rest only of what they tell apart', () => {
    const probe = new ValueProbe(read);
    const asked = { named: 0, pattern: 0 };
    probe.add('named', (value) => ((asked.named += 1), value === 'a'), ['a']);
    probe.add('pattern', (value) => ((asked.pattern += 1), typeof value === 'string' && value.startsWith('x')), undefined);
    const [first, second] = ['x1', 'y1'].map((value) => probe.classOf(frameOf(value)));
    expect(first).not.toBe(second);
    asked.named = 0;
    expect(['x2', 'y2', 'x3'].map((value) => probe.classOf(frameOf(value)))).toEqual([first, second, first]);
    expect(asked).toMatchObject({ named: 0 });
    expect(asked.pattern).toBeGreaterThanOrEqual(5);
  });

  const texts = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `x${from + at}`);

  it('remembers the first thousand texts, those for long, and begins anew when nothing but others comes', () => {
    const probe = new ValueProbe(read);
    let asked = 0;
    const askedFor = (some: readonly string[]) => {
      asked = 0;
      for (const text of some) probe.classOf(frameOf(text));
      return asked;
    };
    probe.add('pattern', () => ((asked += 1), true), undefined);
    expect(askedFor(texts(0, 1024))).toBeGreaterThanOrEqual(1024);
    expect(askedFor(texts(0, 1024))).toBe(0);
    expect(askedFor(texts(1024, 1124))).toBe(100);
    expect(askedFor(texts(1024, 1124))).toBe(100);
    askedFor(texts(1124, 100_924));
    expect(askedFor(texts(0, 1024))).toBe(0);
    expect(askedFor(texts(100_924, 100_925))).toBe(1);
    expect(askedFor(texts(0, 1024))).toBe(1024);
    expect(askedFor(texts(0, 1024))).toBe(0);
    expect(askedFor(texts(7, 1031))).toBe(7);
  });

  it('keeps what 4096 kinds of texts come to, and asks everything of others', () => {
    const probe = new ValueProbe(read);
    let asked = 0;
    for (let bit = 0; bit < 13; bit += 1) {
      probe.add(`${bit}`, (value) => ((asked += 1), Boolean((Number(value) >> bit) & 1)), undefined);
    }
    const askedFor = (from: number, to: number) => {
      asked = 0;
      for (let value = from; value < to; value += 1) probe.classOf(frameOf(String(value)));
      return asked / 13;
    };
    askedFor(0, 4096);
    expect(askedFor(0, 1024)).toBe(0);
    expect(askedFor(4000, 4090)).toBe(90);
    expect(askedFor(4096, 4106)).toBe(20);
    expect(askedFor(4096, 4106)).toBe(20);
  });

  it('remembers so many numbers', () => {
    const probe = new ValueProbe(read);
    let asked = 0;
    probe.add('any', () => ((asked += 1), true), undefined);
    for (let value = 0; value < 1024; value += 1) probe.classOf(frameOf(value));
    asked = 0;
    for (let value = 0; value < 1024; value += 1) probe.classOf(frameOf(value));
    expect(asked).toBe(0);
    for (let round = 0; round < 2; round += 1) probe.classOf(frameOf(5000));
    expect(asked).toBe(2);
  });

  it('makes no more classes than it can keep, and knows those it has', () => {
    const probe = new ValueProbe(read);
    for (let bit = 0; bit < 13; bit += 1)
      probe.add(`${bit}`, (value) => typeof value === 'number' && Boolean((value >> bit) & 1), undefined);
    const classes = Array.from({ length: 4200 }, (_, value) => probe.classOf(frameOf(value)));
    expect(new Set(classes.slice(0, 4095)).size).toBe(4095);
    expect(new Set(classes.slice(4095))).toEqual(new Set([unclassed]));
    expect(probe.classOf(frameOf(4000))).toBe(classes[4000]);
    expect(probe.classOf(frameOf(9))).toBe(classes[9]);
  });
});

describe('JudgeProbe', () => {
  it('tells yes, no, and why not', () => {
    const probe = new JudgeProbe((frame) => {
      const value = read(frame);
      if (typeof value !== 'string') return value === true;
      if (value !== '') frame.failure = value;
      return undefined;
    });
    const said = (value: Value) => probe.said(probe.classOf(Object.assign(frameOf(value), { failure: 'of an earlier one' })));
    expect([true, false, 'one', 'two', 'one', '', 'two'].map(said)).toEqual([
      true,
      false,
      'one',
      'two',
      'one',
      'a condition could not be judged',
      'two',
    ]);
    expect(probe.classOf(frameOf('one'))).toBe(probe.classOf(frameOf('one')));
    expect(probe.classOf(frameOf('one'))).not.toBe(probe.classOf(frameOf('two')));
  });

  it('keeps 64 reasons; what fails for another one is judged in another way', () => {
    const probe = new JudgeProbe((frame) => {
      frame.failure = String(read(frame));
      return undefined;
    });
    const classes = Array.from({ length: 66 }, (_, value) => probe.classOf(frameOf(value)));
    expect(new Set(classes.slice(0, 64)).size).toBe(64);
    expect(classes.slice(64)).toEqual([unclassed, unclassed]);
    expect(probe.classOf(frameOf(63))).toBe(classes[63]);
    expect(probe.said(classes[63] ?? 0)).toBe('63');
  });

  it("leaves the engine's limits to others, and hides no mistake", () => {
    const failing = (error: Error) => () => new JudgeProbe(() => { throw error; }).classOf(frameOf(1)); // biome-ignore format: one line
    expect(failing(new RangeError('too deep'))()).toBe(unclassed);
    expect(failing(new TypeError('ours'))).toThrow('ours');
  });
});

describe('RememberingProbe', () => {
  function probe(count: 1 | 2) {
    const judged = { times: 0 };
    const other = ({ resource }: Frame): Value => resource['other'];
    const remembering = new RememberingProbe(
      (frame) => {
        judged.times += 1;
        return read(frame) === frame.resource['other'];
      },
      count === 1 ? [read] : [read, other],
    );
    return { remembering, judged };
  }

  it('judges once for each pair of values', () => {
    const { remembering, judged } = probe(2);
    const some: readonly Value[] = [undefined, null, true, 0, '', 'a', 'b'];
    for (let round = 0; round < 3; round += 1) {
      for (const a of some) for (const b of some) expect(remembering.said(remembering.classOf(frameOf(a, b)))).toBe(a === b);
      expect(judged.times).toBe(some.length ** 2);
    }
  });

  it('judges objects and lists each time, in either place', () => {
    const { remembering, judged } = probe(2);
    const [object, array] = [{}, []];
    for (let round = 0; round < 3; round += 1) {
      expect(remembering.said(remembering.classOf(frameOf(object, 1)))).toBe(false);
      expect(remembering.said(remembering.classOf(frameOf(1, array)))).toBe(false);
      expect(judged.times).toBe(2 * round + 2);
    }
    expect(remembering.said(remembering.classOf(frameOf(1, 1)))).toBe(true);
  });

  it('keeps so many; then the first stay until nothing but others comes', () => {
    const { remembering, judged } = probe(1);
    const judgedFor = (from: number, to: number) => {
      judged.times = 0;
      for (let value = from; value < to; value += 1) remembering.classOf(frameOf(value));
      return judged.times;
    };
    expect(judgedFor(0, 1024)).toBe(1024);
    expect(judgedFor(0, 1024)).toBe(0);
    expect(judgedFor(1024, 1034)).toBe(10);
    expect(judgedFor(1024, 1034)).toBe(10);
    expect(judgedFor(2000, 101_980)).toBe(99_980);
    expect(judgedFor(0, 1024)).toBe(0);
    expect(judgedFor(5000, 5001)).toBe(1);
    expect(judgedFor(0, 1023)).toBe(1023);
    expect(judgedFor(0, 1023)).toBe(0);
    expect(judgedFor(5000, 5002)).toBe(1);
    expect(judgedFor(5001, 5002)).toBe(1);
  });
});
