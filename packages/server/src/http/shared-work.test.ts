import { expect, test } from 'vitest';
import { sharedWork } from './shared-work.ts';

test('is begun once for all who ask meanwhile, and anew for the next', async () => {
  const shared = sharedWork<number>();
  let begun = 0;
  let end: () => void = () => undefined;
  const work = async () => {
    begun += 1;
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return begun;
  };
  const both = Promise.all([shared('a', work), shared('a', work)]);
  const other = shared('b', async () => 7);
  expect(await other).toBe(7);
  end();
  expect(await both).toEqual([1, 1]);
  const next = shared('a', work);
  end();
  expect(await next).toBe(2);
});

test('a failure is told to all of them, and not kept', async () => {
  const shared = sharedWork<number>();
  const failing = async () => {
    throw new Error('No.');
  };
  const asked = [shared('a', failing), shared('a', failing)];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await shared('a', async () => 1)).toBe(1);
});
