/**
 * Rows after an update, in the order in which the reader knows them: numbers change in place, nothing moves under the hand.
 * New rows come after those known, in their own order.
 * @param known keys in the order that is on the screen.
 * @returns the rows, and how many of them a new sort would move.
 */
export function heldOrder<T>(
  rows: readonly T[],
  known: readonly string[],
  keyOf: (row: T) => string,
): { readonly rows: readonly T[]; readonly moved: number } {
  const place = new Map(known.map((key, index) => [key, index]));
  const held = rows
    .map((row, index) => ({ row, place: place.get(keyOf(row)) ?? known.length + index }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
  return { rows: held, moved: held.filter((row, index) => row !== rows[index]).length };
}
