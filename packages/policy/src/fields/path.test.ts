import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyElement, segmentsOf, textOfPath } from './path.ts';

describe('segmentsOf', () => {
  it.each([
    ['a', ['a']],
    ['a.b.c', ['a', 'b', 'c']],
    ['a[*].b', ['a', everyElement, 'b']],
    ['a[*][*]', ['a', everyElement, everyElement]],
    ['a[0].b', ['a', 0, 'b']],
    ["a['b-c'].d", ['a', 'b-c', 'd']],
    ['a["b.c"]', ['a', 'b.c']],
    ["a['it''s']", ['a', "it's"]],
    ["a['b]c']", ['a', 'b]c']],
    ['a[b]', ['a', 'b']],
    ['[*]', [everyElement]],
    ['', []],
  ])('%s', (path, segments) => {
    expect(segmentsOf(path)).toEqual(segments);
  });

  it('reads back what textOfPath writes', () => {
    const key = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => !/^\d+$/.test(text) && text !== '*');
    const segment = fc.oneof(key, fc.nat(99), fc.constant(everyElement));
    fc.assert(
      fc.property(
        key.filter((text) => /^\w+$/.test(text)),
        fc.array(segment, { maxLength: 4 }),
        (first, rest) => {
          const segments = [first, ...rest];
          expect(segmentsOf(textOfPath(segments))).toEqual(segments);
        },
      ),
    );
  });

  it('never fails', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(segmentsOf(text))));
  });
});
