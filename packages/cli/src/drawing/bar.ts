/**
 * A bar of blocks. Full only when the share is 1, and empty only when it is 0, so that a look tells the difference.
 * @param share 0..1
 * @param width columns, at least 2
 */
export function bar(share: number, width: number): { readonly filled: string; readonly rest: string } {
  const filled = filledColumns(share, width);
  return { filled: '█'.repeat(filled), rest: '░'.repeat(width - filled) };
}

function filledColumns(share: number, width: number): number {
  if (!(share > 0)) return 0;
  if (share >= 1) return width;
  return Math.min(width - 1, Math.max(1, Math.round(share * width)));
}
