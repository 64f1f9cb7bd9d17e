import { HttpProblem } from '../http/problem.ts';

/** Cuts a page out of a list that is sorted by its keys; the cursor is the key of the last item, so that changes between do not shift pages. */
export function pageOf<T>(
  sorted: readonly T[],
  keyOf: (item: T) => string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): { readonly items: readonly T[]; readonly next: string | null } {
  const key = after === undefined ? undefined : keyIn(after);
  const from = key === undefined ? 0 : sorted.findIndex((item) => keyOf(item) > key);
  const items = from === -1 ? [] : sorted.slice(from, from + limit);
  const last = items.at(-1);
  const isMore = last !== undefined && from + items.length < sorted.length;
  return { items, next: isMore ? Buffer.from(keyOf(last)).toString('base64url') : null };
}

function keyIn(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (Buffer.from(key).toString('base64url') === cursor) return key;
  throw new HttpProblem('bad-request', 'query.after is no cursor of this API. Expected the `next` of the page before.');
}
