import { expect, test } from 'vitest';
import { keptAnswers } from './kept-answers.ts';

test('keeps what was asked for last, up to a size', () => {
  const answers = keptAnswers(100);
  for (const tag of ['a', 'b', 'c', 'd']) answers.keep(tag, tag.repeat(25));
  expect(answers.get('a')).toBe('a'.repeat(25));
  answers.keep('e', 'e');
  expect(['a', 'b', 'c', 'd', 'e'].filter((tag) => answers.get(tag) !== undefined)).toEqual(['a', 'c', 'd', 'e']);
  answers.keep('f', 'f'.repeat(26));
  expect(answers.get('f')).toBeUndefined();
});
