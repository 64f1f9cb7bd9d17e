import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PortRange, portRangeOf, takeFrom } from './ports.ts';

test.each([
  ['22', { from: 22, to: 22 }],
  ['*', { from: 0, to: 65_535 }],
  ['Any', { from: 0, to: 65_535 }],
  ['20-30', { from: 20, to: 30 }],
  [' 20 - 30 ', { from: 20, to: 30 }],
  ['0-65535', { from: 0, to: 65_535 }],
  ['30-20', undefined],
  ['70000', undefined],
  ['ssh', undefined],
  ['', undefined],
])('%o stands for %o', (text, expected) => {
  expect(portRangeOf(text)).toEqual(expected);
});

const small = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]): PortRange => ({ from: Math.min(a, b), to: Math.max(a, b) }));

describe('taking ranges', () => {
  test('takes each port once and leaves the rest', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 12 }), (ranges) => {
        const list: PortRange[] = [{ from: 0, to: 40 }];
        const taken = ranges.flatMap((range) => takeFrom(list, range));
        const wanted = portsOf(ranges);
        expect(portsOf(taken)).toEqual(wanted);
        expect(taken.flatMap((range) => [...portsOf([range])])).toHaveLength(wanted.size);
        expect(portsOf(list)).toEqual(new Set([...portsOf([{ from: 0, to: 40 }])].filter((port) => !wanted.has(port))));
        expect([...list].sort((a, b) => a.from - b.from)).toEqual(list);
      }),
    );
  });
});

function portsOf(ranges: readonly PortRange[]): Set<number> {
  const ports = new Set<number>();
  for (const { from, to } of ranges) for (let port = from; port <= to; port++) ports.add(port);
  return new Set([...ports].sort((a, b) => a - b));
}
