import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recommendationsCodec, selectionCodec } from './screens.ts';
import { parseSearch, printSearch } from './search.ts';

describe('the query part of a URL', () => {
  it.each([
    ['?scope=a&scope=b', { scope: ['a', 'b'] }],
    ['?model=controls', { model: 'controls' }],
    ['', {}],
    ['?q=%3Cimg%20src%3Dx%3E', { q: '<img src=x>' }],
  ])('%s', (text, expected) => {
    expect(parseSearch(text)).toEqual(expected);
  });

  it('keeps a name that objects inherit as a plain entry', () => {
    expect(Object.keys(parseSearch('?__proto__=a&constructor=b'))).toEqual(['__proto__', 'constructor']);
  });

  it('leaves ids readable', () => {
    expect(printSearch({ scope: ['/subscriptions/1', 'corp'] })).toBe('?scope=/subscriptions/1&scope=corp');
  });

  it('prints what it parses, whatever people type', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string(), { minLength: 2 }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (search) => {
        expect(parseSearch(printSearch(search))).toEqual({ ...search });
      }),
    );
  });
});

describe('the state of a screen', () => {
  const state = fc.record({
    show: fc.constantFrom('open' as const, 'completed' as const, 'not-assessed' as const, 'all' as const),
    q: fc.string(),
    severity: fc.subarray(['high', 'medium', 'low'] as const),
    category: fc.uniqueArray(fc.string({ minLength: 1 })),
    control: fc.string(),
    group: fc.constantFrom('none' as const, 'category' as const, 'control' as const),
    sort: fc.string(),
    plan: fc.uniqueArray(fc.string({ minLength: 1 })),
  });

  it('survives the way through the address bar', () => {
    fc.assert(
      fc.property(state, (before) => {
        expect(recommendationsCodec.read(parseSearch(printSearch(recommendationsCodec.write(before))))).toEqual(before);
      }),
    );
  });

  it('is not written where it is the default', () => {
    expect(recommendationsCodec.write(recommendationsCodec.read({}))).toEqual({});
    expect(selectionCodec.write({ scope: [], model: 'classic' })).toEqual({});
  });

  it.each([
    [{ model: 'nonsense' }, { scope: [], model: 'classic' }],
    [
      { model: ['controls', 'classic'], scope: 'one' },
      { scope: ['one'], model: 'controls' },
    ],
    [{ scope: ['a', 'a', ''] }, { scope: ['a'], model: 'classic' }],
  ])('reads what people made of it: %j', (search, expected) => {
    expect(selectionCodec.read(search)).toEqual(expected);
  });
});
