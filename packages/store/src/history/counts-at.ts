import type { Shapes } from '../mirror.ts';
import { type Counts, countsAfter } from '../mirror.ts';
import type { View } from '../read/view.ts';
import { journalBetween, loadShapes, undone } from './undo.ts';

/** What was counted then is never changed, so it is kept: the way back from now is long, and many ask for the same moments. */
const kept = new WeakMap<Shapes, Map<number, Counts>>();
const mostKept = 300;

/** The counts of everything at a moment, from those of the nearest later one that is at hand. */
export async function countsAt({ state, reader, mirror }: View, sequence: number): Promise<Counts> {
  if (sequence >= mirror.sequence) return mirror.counts;
  const { shapes } = state.setup;
  const known = kept.get(shapes) ?? new Map<number, Counts>();
  kept.set(shapes, known);
  const found = known.get(sequence);
  if (found !== undefined) {
    known.delete(sequence);
    known.set(sequence, found);
    return found;
  }
  let nearest = mirror.sequence;
  for (const one of known.keys()) if (one > sequence && one < nearest) nearest = one;
  const journal = await journalBetween(reader, sequence, nearest);
  await loadShapes(state, reader, journal);
  const counts = countsAfter(known.get(nearest) ?? mirror.counts, undone(journal, 'everything'));
  known.set(sequence, counts);
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - mostKept))) known.delete(oldest);
  return counts;
}
