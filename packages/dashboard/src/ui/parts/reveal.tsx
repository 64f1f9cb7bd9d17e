/** Moves a row of links or tabs sideways until one of them can be seen; the page itself does not move. */
export function reveal(list: HTMLElement | null, selector: string): void {
  const item = list?.querySelector(selector)?.getBoundingClientRect();
  const view = list?.getBoundingClientRect();
  if (item === undefined || view === undefined) return;
  if (item.right > view.right) list?.scrollBy({ left: item.right - view.right });
  else if (item.left < view.left) list?.scrollBy({ left: item.left - view.left });
}
