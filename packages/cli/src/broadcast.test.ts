import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { broadcast } from './broadcast.ts';

async function* counting(length: number, given: number[] = []): AsyncIterable<number> {
  for (let value = 0; value < length; value += 1) {
    given.push(value);
    yield value;
  }
}

async function taken(stream: AsyncIterable<number>, { most = Number.POSITIVE_INFINITY, pauses = 0 } = {}): Promise<readonly number[]> {
  const values: number[] = [];
  for await (const value of stream) {
    for (let pause = 0; pause < pauses; pause += 1) await Promise.resolve();
    values.push(value);
    if (values.length >= most) break;
  }
  return values;
}

describe('one stream for several readers', () => {
  test('every reader gets everything once, however slow the others are and wherever they stop', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 12 }),
        fc.array(fc.record({ most: fc.integer({ min: 1, max: 15 }), pauses: fc.nat({ max: 4 }) }), { minLength: 1, maxLength: 4 }),
        async (length, readers) => {
          const given: number[] = [];
          const streams = broadcast(counting(length, given), readers.length);
          const found = await Promise.all(readers.map((reader, at) => taken(streams[at] ?? counting(0), reader)));
          expect(found).toEqual(readers.map(({ most }) => Array.from({ length: Math.min(most, length) }, (_, at) => at)));
          expect(given).toEqual([...new Set(given)]);
        },
      ),
    );
  });

  test('what the source throws reaches all readers', async () => {
    async function* failing(): AsyncIterable<number> {
      yield 1;
      throw new Error('the disk failed');
    }
    const outcomes = await Promise.allSettled(broadcast(failing(), 3).map((stream) => taken(stream)));
    expect(outcomes.map((one) => one.status === 'rejected' && String(one.reason))).toEqual(Array(3).fill('Error: the disk failed'));
  });
});
