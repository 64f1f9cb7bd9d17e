import { expect, test } from 'vitest';
import { slotsOf } from './slots.ts';

const signal = new AbortController().signal;
const open = () => {
  let end = () => {};
  const work = () => new Promise<string>((resolve) => (end = () => resolve('done')));
  return { work, end: () => end() };
};

test('so many at once, the others in their order', async () => {
  const slots = slotsOf({ most: 1, mostWaiting: 10, waitMs: 5_000 });
  const first = open();
  const order: string[] = [];
  const running = slots.run(first.work, signal);
  const others = ['a', 'b', 'c'].map((name) => slots.run(async () => void order.push(name), signal));
  expect(order).toEqual([]);
  first.end();
  await Promise.all([running, ...others]);
  expect(order).toEqual(['a', 'b', 'c']);
  expect(await slots.run(async () => 'again', signal)).toBe('again');
});

test('who waits too long, or too many, are told to come again', async () => {
  const slots = slotsOf({ most: 1, mostWaiting: 1, waitMs: 20 });
  const first = open();
  const running = slots.run(first.work, signal);
  const waiting = slots.run(async () => 'x', signal);
  await expect(slots.run(async () => 'x', signal)).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
  await expect(waiting).rejects.toMatchObject({ status: 429 });
  first.end();
  expect(await running).toBe('done');
  expect(await slots.run(async () => 'free', signal)).toBe('free');
});

test('who leaves while waiting takes no place', async () => {
  const slots = slotsOf({ most: 1, mostWaiting: 5, waitMs: 5_000 });
  const first = open();
  const running = slots.run(first.work, signal);
  const leaving = new AbortController();
  const left = slots.run(async () => 'x', leaving.signal);
  leaving.abort();
  await expect(left).rejects.toThrow();
  first.end();
  await running;
  expect(await slots.run(async () => 'free', signal)).toBe('free');
});

test('a work that fails gives its place back', async () => {
  const slots = slotsOf({ most: 1, mostWaiting: 5, waitMs: 5_000 });
  await expect(slots.run(async () => Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  expect(await slots.run(async () => 'free', signal)).toBe('free');
});
