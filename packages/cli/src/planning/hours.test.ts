import { fraction } from '@plumbline/score';
import { describe, expect, test } from 'vitest';
import { hoursOf, hoursText } from './hours.ts';
import { budgetOf, targetOf } from './targets.ts';

describe('hours', () => {
  test.each([
    ['2', 2],
    ['2h', 2],
    ['1.5 h', 1.5],
    ['30m', 0.5],
    ['3d', 24],
    ['0', 0],
    ['10m', 0.166667],
    ['-2h', undefined],
    ['two', undefined],
    ['2w', undefined],
    ['', undefined],
  ])('%s', (text, hours) => {
    expect(hoursOf(text)).toBe(hours);
  });

  test.each([
    [fraction(4), '4 h'],
    [fraction(1, 2), '0.5 h'],
    [fraction(10), '10 h'],
    [fraction(1, 3), '0.33 h'],
    [fraction(12345678, 10), '1,234,567.8 h'],
    [fraction(0), '0 h'],
  ])('%o is shown as %s', (hours, text) => {
    expect(hoursText(hours)).toBe(text);
  });
});

describe('targets and budgets', () => {
  test.each([
    ['75%', undefined, { percentage: 0.75 }],
    ['57%', undefined, { percentage: 0.57 }],
    ['600', undefined, { points: 600 }],
    ['production=80%', 'production', { percentage: 0.8 }],
    ['/subscriptions/a/resourceGroups/b=12.5', '/subscriptions/a/resourceGroups/b', { points: 12.5 }],
  ])('%s', (text, scope, atLeast) => {
    expect(targetOf(text)).toMatchObject({ scope, atLeast });
  });

  test.each(['', '%', 'most', '101%', '-5', '=75%', 'a='])('refuses the target "%s"', (text) => {
    expect(() => targetOf(text)).toThrow(/--target/);
  });

  test.each(['-5h', 'all', ''])('refuses the budget "%s"', (text) => {
    expect(() => budgetOf(text)).toThrow(/--budget/);
  });
});
