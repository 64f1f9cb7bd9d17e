import type { InputProblem, ReadingAccount } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import type { Completed, ImportResult, Store } from '@plumbline/store';
import { keepReading } from '../last-reading.ts';
import { OperationError } from '../operation-error.ts';

export interface ImportInputs {
  readonly inputs: readonly string[];
  /** The inputs hold the whole estate: what the store has besides is gone. */
  readonly isComplete: boolean;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly signal: AbortSignal;
  readonly hierarchy?: string;
  readonly collected?: readonly string[];
}

export interface Imported {
  readonly result: ImportResult;
  readonly account: ReadingAccount;
}

/**
 * Reads export files into the store, as one moment.
 * @throws {OperationError} nothing-read, before anything is changed by it.
 */
export async function importInputs(
  store: Store,
  { inputs, isComplete, at, signal, hierarchy, collected }: ImportInputs,
): Promise<Imported> {
  const reading = openInputs(inputs, {
    signal,
    ...(hierarchy === undefined ? {} : { hierarchy }),
    ...(collected === undefined ? {} : { collected }),
  });
  const result = await store.importEstate(
    somethingOf(reading.entries(), () => reading.account().problems),
    {
      at,
      signal,
      complete: () => (isComplete && isReadWhole(reading.account()) ? [{ scope: '/' }] : completedIn(reading.account())),
      collected: () => reading.account().collected,
    },
  );
  const account = reading.account();
  await keepReading(store, account);
  return { result, account };
}

/** A file that could not be read must not look like resources that are gone. */
function isReadWhole({ problems, files }: ReadingAccount): boolean {
  return problems.length === 0 && files.every(({ incomplete }) => incomplete === undefined);
}

/** What the exports' own manifests declare to hold completely. */
function completedIn(account: ReadingAccount): readonly Completed[] {
  if (!isReadWhole(account)) return [];
  const typesByScope = new Map<string, string[]>();
  for (const { type, subscription } of account.collected) {
    const scope = subscription === undefined ? '/' : `/subscriptions/${subscription}`;
    typesByScope.set(scope, [...(typesByScope.get(scope) ?? []), type]);
  }
  return [...typesByScope].map(([scope, types]) => ({ scope, types }));
}

/** Ends in a failure where there is nothing: an empty import of a whole estate would delete it. */
async function* somethingOf<T>(
  batches: AsyncIterable<readonly T[]>,
  problems: () => readonly InputProblem[],
): AsyncGenerator<readonly T[]> {
  let count = 0;
  for await (const batch of batches) {
    count += batch.length;
    yield batch;
  }
  if (count > 0) return;
  const first = problems()
    .slice(0, 3)
    .map(({ file, message }) => `${file}: ${message}`);
  throw new OperationError('nothing-read', `Nothing in the input could be read. ${first.join(' ')}`.trimEnd(), {
    hint: 'Expected JSON exported from Azure; docs/inputs.md lists what can be read.',
  });
}
