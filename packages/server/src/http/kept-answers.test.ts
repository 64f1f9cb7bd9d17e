import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { keptAnswers } from './kept-answers.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('keeps what was asked for last, up to a size', () => {
  const answers = keptAnswers(100);
  for (const tag of ['a', 'b', 'c', 'd']) answers.keep(tag, bytes(tag.repeat(25)));
  expect(new TextDecoder().decode(answers.get('a')?.bytes)).toBe('a'.repeat(25));
  answers.keep('e', bytes('e'));
  expect(['a', 'b', 'c', 'd', 'e'].filter((tag) => answers.get(tag) !== undefined)).toEqual(['a', 'c', 'd', 'e']);
  answers.keep('f', bytes('f'.repeat(26)));
  expect(answers.get('f')).toBeUndefined();
});

test('compresses an answer once for all who take it so, and small ones not at all', async () => {
  const answers = keptAnswers();
  const text = JSON.stringify(Array.from({ length: 500 }, (_, index) => `row ${index}`));
  const long = answers.keep('long', bytes(text));
  const [first, second] = [long.in('gzip'), long.in('gzip')];
  expect(first).toBe(second);
  expect(String(gunzipSync((await first) ?? new Uint8Array()))).toBe(text);
  expect(answers.keep('short', bytes('{}')).in('gzip')).toBeUndefined();
});
