/** Rows that a long list asks for at once: few enough to come quickly, enough to scroll through. */
export const pageRows = 200;

/** Numbers of the first and the last row in sight, beginning with 0. */
export interface Looked {
  readonly first: number;
  readonly last: number;
}

/** Whoever scrolls fast must not run into what is still being asked for. */
const ahead = 500;
const behind = 100;

/**
 * The pages to have at hand: the first one too, which tells how long the list is; those in sight before those around them.
 *
 * @param looked undefined before anything is drawn
 */
export function pagesAround(looked: Looked | undefined): readonly number[] {
  if (looked === undefined) return [0];
  const { first, last } = looked;
  const pageOf = (row: number) => Math.max(0, Math.floor(row / pageRows));
  const pages = [0];
  const add = (from: number, to: number) => {
    for (let page = pageOf(from); page <= pageOf(to); page += 1) if (!pages.includes(page)) pages.push(page);
  };
  add(first, last);
  add(last, last + ahead);
  add(first - behind, first);
  return pages;
}
