import type { Context } from './context.ts';
import { RepeatError, type Transaction } from './database.ts';
import { followed } from './follow.ts';
import { lookupHash } from './lookup.ts';
import { countsAfter, type Mirror } from './mirror.ts';
import type { Setup } from './setup.ts';
import { headIn, mirrorFrom, type State } from './state.ts';
import type { MomentKind } from './store.ts';
import { answersFor } from './write/answers.ts';
import type { Finished } from './write/finish.ts';
import { type Work, workOf } from './write/work.ts';

export interface Written<T> {
  readonly result: T;
  readonly work: Work;
  readonly finished: Finished;
  readonly setupBefore: Setup;
  readonly before: Mirror;
  readonly after: Mirror;
}

/**
 * One transaction to the next moment. The mirror follows only when it is committed.
 *
 * @param edit notes edits in the work; what it returns comes back beside the moment
 * @param close runs in the transaction once the moment has its number
 */
export async function writeMoment<T>(
  state: State,
  given: {
    readonly kind: MomentKind;
    readonly at: string;
    readonly touchesContext?: (context: Context) => boolean;
    readonly isFilling?: boolean;
  },
  steps: {
    readonly edit: (work: Work) => Promise<T>;
    readonly settle: (work: Work) => Promise<Finished>;
    readonly close?: (transaction: Transaction, written: Written<T>) => Promise<void>;
  },
): Promise<Written<T>> {
  let made: Iterable<number> = [];
  // Batches of different subscriptions go side by side as long as what joins them stays as it is.
  let isAlone = state.database.kind === 'sqlite' || given.touchesContext === undefined || given.touchesContext(state.mirror.context);
  try {
    const written = await followed(state, () =>
      state.database[given.isFilling === true ? 'fill' : 'write'](async (transaction) => {
        const setupBefore = state.setup;
        await transaction.lock(['context'], isAlone ? 'exclusive' : 'shared');
        const head = await headIn(transaction);
        const before = await mirrorFrom(transaction, setupBefore, state.mirror, head);
        if (
          !isAlone &&
          (given.touchesContext?.(before.context) === true || (await passesTime(transaction, before, Date.parse(given.at))))
        ) {
          isAlone = true;
          throw new RepeatError();
        }
        const work = workOf({
          setup: setupBefore,
          transaction,
          answers: state.database.kind === 'sqlite' ? state.answers : answersFor(setupBefore.plan.keptPathsByType),
          mirror: before,
          kind: given.kind,
          clock: Math.max(Date.parse(given.at), before.at),
          generation: head.generation,
        });
        const result = await steps.edit(work);
        const finished = await steps.settle(work);
        made = finished.newShapes.values();
        await work.setup.shapes.load(transaction, finished.newShapes.values());
        const value: Written<T> = {
          result,
          work,
          finished,
          setupBefore,
          ...(await mirrorsAround(transaction, work.setup, before, finished)),
        };
        await steps.close?.(transaction, value);
        return value;
      }),
    );
    const { work, after } = written;
    if (after.sequence > state.mirror.sequence) state.mirror = after;
    if (work.setup !== written.setupBefore) Object.assign(state, { setup: work.setup, answers: work.answers });
    return written;
  } catch (error) {
    state.setup.shapes.forget(made);
    state.answers.clear();
    throw error;
  }
}

/** Whether letting the clock go on changes verdicts: then nobody else may write meanwhile. */
async function passesTime(transaction: Transaction, { context, at }: Mirror, clock: number): Promise<boolean> {
  if (clock <= at) return false;
  if (context.nextExpiry <= clock) return true;
  const [row] = await transaction.query('SELECT 1 AS found FROM dependency WHERE lookup = $1 LIMIT 1', [lookupHash({ kind: 'clock' })]);
  return row !== undefined;
}

/** The mirror just before and just after a moment that this transaction has made. */
async function mirrorsAround(
  transaction: Transaction,
  setup: Setup,
  before: Mirror,
  finished: Finished,
): Promise<{ readonly before: Mirror; readonly after: Mirror }> {
  if (!finished.isMoment) return { before, after: before };
  if (before.sequence === finished.sequence - 1) return { before, after: finished.mirrorAfter(before) };
  // Others have committed since it began; with the head taken nobody can any more.
  const after = await mirrorFrom(transaction, setup, before);
  const undone = new Map([...finished.differences].map(([subscription, own]) => [subscription, negated(own)]));
  return { before: { ...after, counts: countsAfter(after.counts, undone) }, after };
}

function negated(differences: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  return new Map([...differences].map(([shape, difference]) => [shape, -difference]));
}
