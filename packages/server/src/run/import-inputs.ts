import type { Reading, ReadingAccount } from '@plumbline/inventory';
import { isFileChanged, openInputs } from '@plumbline/inventory/node';
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
 * @throws {OperationError} nothing-read, file-changed, before anything is changed by it.
 */
export async function importInputs(
  store: Store,
  { inputs, isComplete, at, signal, hierarchy, collected }: ImportInputs,
): Promise<Imported> {
  let reading: Reading | undefined;
  const accountOf = () => {
    if (reading === undefined) throw new Error('Nothing was read yet.');
    return reading.account();
  };
  const importing = store.importEstate(
    (sink) => {
      reading = openInputs(inputs, {
        signal,
        ...(sink === undefined ? {} : { sink }),
        ...(hierarchy === undefined ? {} : { hierarchy }),
        ...(collected === undefined ? {} : { collected }),
      });
      return somethingOf(reading.entries(), accountOf);
    },
    {
      at,
      signal,
      complete: () => (isComplete && isReadWhole(accountOf()) ? [{ scope: '/' }] : completedIn(accountOf())),
      collected: () => accountOf().collected,
      notPermitted: () => refusedIn(accountOf()),
    },
  );
  const result = await importing.catch((error: unknown) => {
    if (!isFileChanged(error)) throw error;
    const hint = 'Start again when nobody writes to it any more, or import a copy.';
    throw new OperationError('file-changed', error.message, { hint, cause: error });
  });
  const account = accountOf();
  await keepReading(store, account, result.duplicates);
  return { result, account };
}

/** A file that could not be read must not look like resources that are gone. */
function isReadWhole({ problems, files }: ReadingAccount): boolean {
  return problems.length === 0 && files.every(({ incomplete }) => incomplete === undefined);
}

/** What manifests say was refused. Plain files say nothing about that, so that what was said before stays. */
function refusedIn({ collected, notPermitted = [] }: ReadingAccount): ReadingAccount['notPermitted'] {
  return collected.length + notPermitted.length === 0 ? undefined : notPermitted;
}

/** What the exports' own manifests declare to hold completely. Below what was refused stays what was known. */
function completedIn(account: ReadingAccount): readonly Completed[] {
  if (!isReadWhole(account)) return [];
  const typesByScope = new Map<string, string[]>();
  for (const { type, subscription } of account.collected) {
    const scope = subscription === undefined ? '/' : `/subscriptions/${subscription}`;
    typesByScope.set(scope, [...(typesByScope.get(scope) ?? []), type]);
  }
  const refused = (account.notPermitted ?? []).flatMap(({ scope }) => (scope === undefined || isSubscription(scope) ? [] : [scope]));
  return [...typesByScope].map(([scope, types]) => {
    const except = scope === '/' ? refused : refused.filter((one) => one.toLowerCase().startsWith(`${scope}/`));
    return { scope, types, ...(except.length === 0 ? {} : { except }) };
  });
}

function isSubscription(scope: string): boolean {
  return /^\/subscriptions\/[^/]+\/?$/i.test(scope);
}

/** Ends in a failure where there is nothing: an empty import of a whole estate would delete it. */
async function* somethingOf<T>(batches: AsyncIterable<readonly T[]>, accountOf: () => ReadingAccount): AsyncGenerator<readonly T[]> {
  yield* batches;
  const { entries, problems } = accountOf();
  if (entries > 0) return;
  const first = problems.slice(0, 3).map(({ file, message }) => `${file}: ${message}`);
  throw new OperationError('nothing-read', `Nothing in the input could be read. ${first.join(' ')}`.trimEnd(), {
    hint: 'Expected JSON exported from Azure; docs/inputs.md lists what can be read.',
  });
}
