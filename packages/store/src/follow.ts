import { OperationError } from './operation-error.ts';
import { placesIn, policyEstateIn } from './policy-estate.ts';
import { chosenFor, isNumbered, numbersIn, ordinalsFrom, setupFor } from './setup-for.ts';
import { contextFrom, headIn, mirrorFrom, type State } from './state.ts';

/**
 * Does something that may find the database judged by another catalogue. Where that is so because another process has taken in
 * assignments, this one makes the same catalogue and tries again; where the processes were started differently, it says so.
 */
export async function followed<T>(state: State, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperationError) || error.code !== 'store-newer' || !(await isFollowed(state))) throw error;
    return await work();
  }
}

async function isFollowed(state: State): Promise<boolean> {
  const { options, shapes } = state.setup;
  if (typeof options.catalogue !== 'function') return false;
  return state.database.snapshot(async (reader) => {
    const head = await headIn(reader);
    if (head.catalogue === state.setup.fingerprint) return true;
    const chosen = chosenFor(options, await policyEstateIn(reader, await contextFrom(reader, head), await placesIn(reader)));
    const known = await numbersIn(reader);
    if (chosen.fingerprint !== head.catalogue || !isNumbered(chosen, known)) return false;
    const setup = setupFor(chosen, { options, shapes, ordinals: ordinalsFrom(chosen, known) });
    const mirror = await mirrorFrom(reader, setup, undefined);
    Object.assign(state, { setup, mirror });
    state.answers.clear();
    return true;
  });
}
