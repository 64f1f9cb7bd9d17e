// Whether the input holds every page of the answers in it. A page cannot say of which answer it is the next one, so this goes by
// what pages can be held to: totals for Resource Graph, and for the rest that a page which names a successor is followed by one of its kind.
import type { PageFacts } from './page.ts';

export interface PageAccount {
  /** @param file index of the file; `rows` how many items the page held; `firstType` lower-case type of its first entry, empty for none. */
  add(file: number, page: PageFacts, content: { readonly rows: number; readonly firstType: string }): void;
  /** @returns why the answers in a file are incomplete, by index of the file. */
  incomplete(): ReadonlyMap<number, string>;
}

export function pageAccount(): PageAccount {
  const totals = new Map<number, { readonly rows: number; readonly file: number }>();
  const open: { readonly file: number; readonly next: string }[] = [];
  const truncated = new Map<number, string>();
  return {
    add(file, page, { rows, firstType }) {
      if (page.isTruncated && page.next === undefined) {
        truncated.set(file, 'Resource Graph cut the answer off (resultTruncated): the query has a limit, or does not project the id.');
      }
      if (page.total !== undefined) {
        totals.set(page.total, { rows: (totals.get(page.total)?.rows ?? 0) + rows, file });
        return;
      }
      const predecessor = open.findLastIndex(({ next }) => leadsTo(next, firstType));
      if (predecessor >= 0) open.splice(predecessor, 1);
      if (page.next !== undefined) open.push({ file, next: page.next });
    },
    incomplete() {
      const reasons = new Map(truncated);
      for (const [total, { rows, file }] of totals) {
        if (rows < total) reasons.set(file, `${rows} of ${total} records are here: the answer has more pages ($skipToken).`);
      }
      for (const { file } of open) {
        if (!reasons.has(file)) reasons.set(file, 'A page names a next one (nextLink or $skipToken) that is not here.');
      }
      return reasons;
    },
  };
}

/** Whether a page with such items can be what a link leads to: links name the collection at the end of their path. */
function leadsTo(next: string, firstType: string): boolean {
  const path = /^https?:\/\/[^/]+([^?#]*)/i.exec(next)?.[1]?.toLowerCase();
  const collection = path?.split('/').findLast((segment) => segment !== '');
  if (collection === undefined || collection === 'resources' || firstType === '') return true;
  return firstType.split('/').at(-1) === collection;
}
