import { describe, expect, test } from 'vitest';
import { testServer, tickingClock } from '../server.fixture.ts';
import { demo } from './demo.ts';
import { valueAt, withValueAt } from './edit.ts';
import { demoDays, playPast } from './past.ts';
import { randomOf } from './random.ts';

describe('the demo', () => {
  test('each step is one accepted change, the score moves both ways, and the estate neither grows nor shrinks for long', async () => {
    const { store } = await testServer();
    const count = async () => (await store.resources({}, { limit: 1_000 })).value.items.length;
    const before = await count();
    const step = demo({ store, random: randomOf(7), now: tickingClock('2026-11-25T00:00:00Z') });
    const moves = new Set<string>();
    for (let made = 0; made < 16; made += 1) {
      const result = await step();
      expect(result).toMatchObject({ accepted: 1, refused: [] });
      const moved = (result?.scoreAfter?.current ?? 0) - (result?.scoreBefore?.current ?? 0);
      moves.add(moved > 0 ? 'up' : moved < 0 ? 'down' : 'same');
      expect(Math.abs(moved)).toBeLessThan(20);
    }
    expect([...moves]).toEqual(expect.arrayContaining(['up', 'down']));
    expect((await count()) - before).toBeLessThanOrEqual(3);
  });

  test('of an estate that holds nothing to change, nothing is changed', async () => {
    const { store } = await testServer({ isEmpty: true });
    const step = demo({ store, random: randomOf(1), now: tickingClock() });
    for (let tries = 0; tries < 10; tries += 1) expect(await step()).toBeUndefined();
  });
});

test('a month that never was ends with the estate as it was read, and with points of a history', async () => {
  const { store } = await testServer();
  const { at } = await store.head();
  const before = (await store.report({}, { model: 'classic' })).value;
  const now = new Date(Date.parse(at) + demoDays * 86_400_000).toISOString();
  await playPast({ store, random: randomOf(11), now });
  const after = (await store.report({}, { model: 'classic' })).value;
  expect({ ...after, generatedAt: before.generatedAt }).toEqual(before);
  expect((await store.head()).at).toBe(now);
  const points = (await store.history({}, { model: 'classic', from: at })).value;
  expect(points.length).toBeGreaterThan(20);
  expect(Math.min(...points.map(({ score }) => score?.current ?? Number.NaN))).toBeLessThan((before.score?.current ?? 0) - 5);
});

test('editing leaves everything else as it was', () => {
  const resource = { id: 'x', properties: { a: 1, b: { c: 2 } } };
  expect(withValueAt(resource, ['properties', 'b', 'c'], 3)).toEqual({ id: 'x', properties: { a: 1, b: { c: 3 } } });
  expect(resource.properties.b.c).toBe(2);
  expect(valueAt(withValueAt(resource, ['properties', 'new', 'deep'], true), ['properties', 'new', 'deep'])).toBe(true);
  expect(valueAt(resource, ['properties', 'none', 'deep'])).toBeUndefined();
});

test('the same seed gives the same numbers, between 0 and 1', () => {
  const [a, b] = [randomOf(3), randomOf(3)];
  for (let count = 0; count < 1_000; count += 1) {
    const number = a();
    expect(number).toBe(b());
    expect(number >= 0 && number < 1).toBe(true);
  }
});
