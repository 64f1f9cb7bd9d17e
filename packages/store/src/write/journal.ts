/** Of resources of one subscription: number, shape before, shape after; again and again. An object for each would take four times the memory. */
export type JournalChanges = number[];

const numbers = 3;

export function noteJournal(
  journal: Map<string, JournalChanges>,
  subscription: string,
  { rid, before, after }: { readonly rid: number; readonly before: number; readonly after: number },
): void {
  const changes = journal.get(subscription);
  if (changes === undefined) journal.set(subscription, [rid, before, after]);
  else changes.push(rid, before, after);
}

/** @returns as the journal keeps them: `[[rid, before, after], …]`. */
export function journalText(changes: JournalChanges): string {
  const parts: string[] = [];
  for (let at = 0; at < changes.length; at += numbers) parts.push(`[${changes[at]},${changes[at + 1]},${changes[at + 2]}]`);
  return `[${parts.join(',')}]`;
}

/** @returns by how much the count of each shape is another one; none that stays. */
export function shapeDifferences(changes: JournalChanges): Map<number, number> {
  const own = new Map<number, number>();
  const add = (shape: number, difference: number) => {
    if (shape !== 0) own.set(shape, (own.get(shape) ?? 0) + difference);
  };
  for (let at = 0; at < changes.length; at += numbers) {
    add(changes[at + 1] ?? 0, -1);
    add(changes[at + 2] ?? 0, 1);
  }
  for (const [shape, difference] of own) if (difference === 0) own.delete(shape);
  return own;
}
