import { describe, expect, it } from 'vitest';
import { ByTarget } from './by-target.ts';

/** Says what it was asked to make. */
function recorded(most?: number) {
  const asked: string[] = [];
  const kept = new ByTarget((type, apiVersion) => {
    asked.push(`${type} ${apiVersion}`);
    return { type, apiVersion };
  }, most);
  return { asked, kept };
}

describe('ByTarget', () => {
  it.each<[string | undefined, string | undefined]>([
    ['a/b', undefined],
    ['a/b', '2020-01-01'],
    ['a/b', '2021-01-01'],
    ['a/c', '2020-01-01'],
    [undefined, undefined],
    [undefined, '2020-01-01'],
  ])('makes what is asked for %s, %s once', (type, apiVersion) => {
    const { asked, kept } = recorded();
    const others = [kept.of('other', undefined), kept.of('other', '2019-01-01')];
    const made = kept.of(type, apiVersion);
    expect(made).toEqual({ type, apiVersion });
    expect(others).not.toContain(made);
    expect(kept.of(type, apiVersion)).toBe(made);
    expect(asked).toEqual(['other undefined', 'other 2019-01-01', `${type} ${apiVersion}`]);
  });

  it('tells a type without a version from one with, and no type from one', () => {
    const { kept } = recorded();
    const targets = [undefined, 'a'].flatMap((type) => [undefined, '1', '2'].map((version) => kept.of(type, version)));
    expect(new Set(targets).size).toBe(6);
  });

  it('starts over when it is full, and keeps everything until then', () => {
    const { asked, kept } = recorded(3);
    const round = () => ['a', 'b', 'c'].map((type) => kept.of(type, undefined));
    expect(round()).toEqual(round());
    expect(asked.length).toBe(3);
    const fourth = kept.of('d', undefined);
    expect(kept.of('d', undefined)).toBe(fourth);
    expect(round().map(({ type }) => type)).toEqual(['a', 'b', 'c']);
    expect(asked.slice(3).map((one) => one.split(' ')[0])).toEqual(['d', 'a', 'b', 'c']);
  });

  it('makes one for a type, whatever case resources write it in and under which key', () => {
    const { asked, kept } = recorded();
    const made = [{ type: 'A/B' }, { type: 'a/b' }, { TYPE: 'A/b' }, { type: 'A/B' }].map((resource) => kept.for(resource, undefined));
    expect(new Set(made).size).toBe(1);
    expect(kept.for({ type: 'A/B' }, '1')).not.toBe(made[0]);
    expect([kept.for({}, undefined), kept.for({ type: 5 }, undefined)].map(({ type }) => type)).toEqual([undefined, undefined]);
    expect(asked).toEqual(['a/b undefined', 'a/b 1', 'undefined undefined']);
  });

  it('reads a type that was written so before once', () => {
    const { kept } = recorded();
    let reads = 0;
    const resource = {
      get type() {
        reads += 1;
        return 'A/B';
      },
    };
    kept.for(resource, undefined);
    reads = 0;
    kept.for(resource, undefined);
    expect(reads).toBe(1);
  });
});
