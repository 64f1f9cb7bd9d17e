import type { Database } from './database.ts';
import { noteAnew } from './judge-anew.ts';
import { shapesOf } from './mirror.ts';
import { placesIn, policyEstateIn } from './policy-estate.ts';
import { wordBook } from './read/narrowed.ts';
import type { Setup } from './setup.ts';
import { chosenFor, isNumbered, numberIn, numbersIn, ordinalsFrom, setupFor } from './setup-for.ts';
import { contextFrom, headIn, mirrorFrom, type State } from './state.ts';
import type { OpenOptions } from './store.ts';
import { answersFor } from './write/answers.ts';
import { settleWork } from './write/settle-work.ts';
import { writeMoment } from './write-moment.ts';

/** Loads what is held in memory; judges everything again when the catalogue is another one than last time. */
export async function openState(database: Database, options: OpenOptions): Promise<State> {
  const { head, chosen } = await database.snapshot(async (reader) => {
    const found = await headIn(reader);
    // Without policies nothing in the estate decides about the catalogue.
    const estate =
      typeof options.catalogue === 'function'
        ? await policyEstateIn(reader, await contextFrom(reader, found), await placesIn(reader))
        : { definitions: [], assignments: [], managementGroupsOf: () => [], digest: '' };
    return { head: found, chosen: chosenFor(options, estate) };
  });
  let known = await database.snapshot(numbersIn);
  if (!isNumbered(chosen, known)) known = await database.write((transaction) => numberIn(transaction, chosen));
  const setup: Setup = setupFor(chosen, { options, shapes: shapesOf(), ordinals: ordinalsFrom(chosen, known) });
  const state: State = {
    database,
    setup,
    mirror: await database.snapshot((reader) => mirrorFrom(reader, setup, undefined)),
    answers: answersFor(setup.plan.keptPathsByType),
    words: wordBook(database),
    published: 0,
    listeners: new Set(),
    batchMs: [],
    batches: 0,
  };
  if (head.catalogue !== setup.fingerprint) {
    await writeMoment(state, { kind: 'catalogue', at: options.now() }, { edit: noteAnew, settle: (work) => settleWork(work) });
  }
  state.published = state.mirror.sequence;
  return state;
}
