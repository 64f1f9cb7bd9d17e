import type { Reader } from '../database.ts';
import { followed } from '../follow.ts';
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

/** Answers given since the last change, by what was asked. They go with their moment. */
const answers = new WeakMap<Mirror, Map<string, unknown>>();
const mostAnswers = 200;

/**
 * Runs a read against one state of the data; what other processes have committed is seen.
 *
 * @param name what was asked besides the selection, when many ask the same: the answer is then made once for each moment
 */
export async function viewed<T>(state: State, selection: Selection, read: (view: View) => Promise<T>, name?: string): Promise<Answer<T>> {
  return viewedIn(state, state.database.snapshot, { selection, read, name });
}

/** The same for what may look through everything. */
export async function viewedAside<T>(state: State, selection: Selection, read: (view: View) => Promise<T>): Promise<Answer<T>> {
  return viewedIn(state, state.database.aside, { selection, read, name: undefined });
}

interface Viewing<T> {
  readonly selection: Selection;
  readonly read: (view: View) => Promise<T>;
  readonly name: string | undefined;
}

function viewedIn<T>(state: State, snapshot: State['database']['snapshot'], { selection, read, name }: Viewing<T>): Promise<Answer<T>> {
  return followed(state, () =>
    snapshot(async (reader) => {
      const mirror = await mirrorFrom(reader, state.setup, state.mirror);
      if (mirror.sequence > state.mirror.sequence) state.mirror = mirror;
      const selected = selectedIn(mirror, selection);
      const value = await answered(mirror, name === undefined ? undefined : `${name} ${JSON.stringify(selection)}`, () =>
        read({ state, reader, mirror, selected }),
      );
      return { value, sequence: mirror.sequence, at: new Date(mirror.at).toISOString(), partial: selected.isPartial };
    }),
  );
}

async function answered<T>(mirror: Mirror, name: string | undefined, read: () => Promise<T>): Promise<T> {
  if (name === undefined) return read();
  const known = answers.get(mirror) ?? new Map<string, unknown>();
  answers.set(mirror, known);
  // Kept under the name of the read that made it, so it is of that type.
  if (known.has(name)) return known.get(name) as T;
  const value = await read();
  if (known.size >= mostAnswers) known.clear();
  known.set(name, value);
  return value;
}

export function selectedCounts({ reader, mirror, selected }: View): Promise<Counts> {
  return countsOf(reader, mirror, selected.parts);
}
