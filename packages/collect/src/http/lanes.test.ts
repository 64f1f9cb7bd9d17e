import { expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { lanes } from './lanes.ts';
import { backoffMs, durationMs, retryAfterMs } from './retry-after.ts';

/** A clock that goes on only when somebody sleeps. */
function sleepyClock(): Clock & { readonly slept: number[] } {
  let now = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random: () => 0,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

const query = { road: 'query', atOnce: 3, lane: 'query' };

test('as many go as the quota leaves, and the next waits for the reset', async () => {
  const clock = sleepyClock();
  const roads = lanes(clock);
  const leave = await roads.enter(query);
  roads.quota('query', 2, 5000);
  leave();
  (await roads.enter(query))();
  (await roads.enter(query))();
  expect(clock.slept).toEqual([]);
  (await roads.enter(query))();
  expect(clock.slept).toEqual([5000]);
});

test('those under way are taken off what remains', async () => {
  const clock = sleepyClock();
  const roads = lanes(clock);
  const first = await roads.enter(query);
  await roads.enter(query);
  roads.quota('query', 1, 5000);
  first();
  await roads.enter(query);
  expect(clock.slept).toEqual([5000]);
});

test('a closed lane stops its own requests only', async () => {
  const clock = sleepyClock();
  const roads = lanes(clock);
  roads.close('one', 3000);
  (await roads.enter({ road: 'arm', atOnce: 8, lane: 'two' }))();
  expect(clock.slept).toEqual([]);
  (await roads.enter({ road: 'arm', atOnce: 8, lane: 'one' }))();
  expect(clock.slept).toEqual([3000]);
});

test('a road takes only so many at once', async () => {
  const roads = lanes(sleepyClock());
  const leave = await roads.enter({ road: 'arm', atOnce: 1, lane: 'a' });
  let entered = false;
  const next = roads.enter({ road: 'arm', atOnce: 1, lane: 'b' }).then(() => {
    entered = true;
  });
  await Promise.resolve();
  expect(entered).toBe(false);
  leave();
  await next;
  expect(entered).toBe(true);
});

test('who waits for room while another waits for its quota gets the room', async () => {
  const clock = sleepyClock();
  const roads = lanes({ ...clock, sleep: () => new Promise(() => {}) });
  const leave = await roads.enter({ road: 'arm', atOnce: 1, lane: 'a' });
  void roads.enter({ road: 'arm', atOnce: 1, lane: 'b' });
  const third = roads.enter({ road: 'arm', atOnce: 1, lane: 'c' });
  roads.close('b', 10_000);
  leave();
  (await third)();
  expect(clock.slept).toEqual([]);
});

test('who waits for room goes home when the work is called off', async () => {
  const stop = new AbortController();
  const roads = lanes(sleepyClock());
  await roads.enter({ road: 'arm', atOnce: 1, lane: 'a' });
  const waiting = roads.enter({ road: 'arm', atOnce: 1, lane: 'a' }, stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

test.each([
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
  [{ 'x-ms-retry-after-ms': '40' }, 40],
  [{ 'retry-after': 'Tue, 24 Nov 2026 00:00:10 GMT' }, 10_000],
  [{ 'retry-after': 'Tue, 24 Nov 2026 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-4' }, undefined],
  [{}, undefined],
] as const)('%j waits %s ms', (headers, ms) => {
  expect(retryAfterMs(new Headers(headers), Date.parse('2026-11-24T00:00:00Z'))).toBe(ms);
});

test.each([
  ['00:00:05', 5000],
  ['01:02:03.5', 3_723_500],
  ['1.00:00:00', 86_400_000],
  ['5', undefined],
  [null, undefined],
])('%s is %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test('waits grow to a minute, and half as much by chance', () => {
  expect([1, 2, 3, 7, 50].map((attempt) => backoffMs(attempt, 0))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  expect(backoffMs(1, 1)).toBe(1500);
});
