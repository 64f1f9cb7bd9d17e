import { expect, test } from 'vitest';
import { pagesAround } from './long-list.ts';

test.each([
  ['before anything is drawn', undefined, [0]],
  ['the beginning, and what comes next', { first: 0, last: 20 }, [0, 1, 2]],
  ['the middle, before and after it', { first: 10_050, last: 10_080 }, [0, 50, 51, 52, 49]],
  ['over an edge', { first: 390, last: 410 }, [0, 1, 2, 3, 4]],
])('%s', (_case, looked, pages) => {
  expect(pagesAround(looked)).toEqual(pages);
});
