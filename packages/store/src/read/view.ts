import type { Reader } from '../database.ts';
import type { Counts, Mirror } from '../mirror.ts';
import { countsOf } from '../run-of.ts';
import { type Selected, selectedIn } from '../selection.ts';
import { mirrorFrom, type State } from '../state.ts';
import type { Answer, Selection } from '../store.ts';

/** One state of the data, and what of it was asked for and may be read. */
export interface View {
  readonly state: State;
  readonly reader: Reader;
  readonly mirror: Mirror;
  readonly selected: Selected;
}

/** Runs a read against one state of the data; what other processes have committed is seen. */
export async function viewed<T>(state: State, selection: Selection, read: (view: View) => Promise<T>): Promise<Answer<T>> {
  return state.database.snapshot(async (reader) => {
    const mirror = await mirrorFrom(reader, state.setup, state.mirror);
    if (mirror.sequence > state.mirror.sequence) state.mirror = mirror;
    const selected = selectedIn(mirror, selection);
    const value = await read({ state, reader, mirror, selected });
    return { value, sequence: mirror.sequence, at: new Date(mirror.at).toISOString(), partial: selected.isPartial };
  });
}

export function selectedCounts({ reader, mirror, selected }: View): Promise<Counts> {
  return countsOf(reader, mirror, selected.parts);
}
