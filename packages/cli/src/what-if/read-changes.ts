import type { CatalogueItem } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { OperationError } from '../operation-error.ts';
import { problemLines } from '../problems.ts';
import type { Terminal } from '../terminal.ts';
import { aimedOf, type EstateChanges, idOf, keyOf } from './changes.ts';

/** The changes as the command line names them. */
export interface ChangeOptions {
  readonly complete?: readonly string[];
  readonly off?: readonly string[];
  readonly fix?: readonly string[];
  readonly exempt?: readonly string[];
  readonly mitigate?: readonly string[];
  readonly remove?: readonly string[];
  readonly expire?: readonly string[];
  readonly set?: readonly string[];
  readonly add?: readonly string[];
}

/**
 * @returns undefined when no change is asked for.
 * @throws {OperationError} for what cannot be read or does not exist.
 */
export async function readChanges(
  options: ChangeOptions,
  items: readonly CatalogueItem[],
  terminal: Terminal,
): Promise<EstateChanges | undefined> {
  const { complete = [], off = [], fix = [], exempt = [], mitigate = [], remove = [], expire = [], set = [], add = [] } = options;
  if ([complete, off, fix, exempt, mitigate, remove, expire, set, add].every(({ length }) => length === 0)) return undefined;
  const changes = {
    complete: complete.map((name) => keyOf(name, '--complete', items)),
    off: off.map((name) => keyOf(name, '--off', items)),
    fix: fix.map((text) => aimedOf(text, '--fix', items)),
    exempt: [
      ...exempt.map((text) => ({ ...aimedOf(text, '--exempt', items), category: 'Waiver' as const })),
      ...mitigate.map((text) => ({ ...aimedOf(text, '--mitigate', items), category: 'Mitigated' as const })),
    ],
    remove: remove.map((text) => aimedOf(text, '--remove', items).id),
    expire: expire.map((text) => idOf(text)),
    set: new Map((await entriesIn(set, '--set', terminal)).map((entry) => [entry.key as string, entry.resource] as const)),
    add: await entriesIn(add, '--add', terminal),
  };
  refuseContradictions(changes);
  return changes;
}

function refuseContradictions({ complete, off, set, remove }: EstateChanges): void {
  const both = complete.find((key) => off.includes(key));
  if (both !== undefined) {
    throw new OperationError('usage', '--complete and --off name the same recommendation: it cannot be fixed and switched off at once.', {
      hint: 'Leave one of them out.',
    });
  }
  const gone = [...set.keys()].find((key) => remove.some((scope) => key === scope || key.startsWith(`${scope}/`)));
  if (gone !== undefined) {
    throw new OperationError('usage', `${gone} is both removed and changed.`, { hint: 'Leave out --remove or the change.' });
  }
}

async function entriesIn(files: readonly string[], option: string, terminal: Terminal): Promise<readonly Entry[]> {
  if (files.length === 0) return [];
  const reading = openInputs(files, { cwd: terminal.cwd, signal: terminal.signal });
  const entries: Entry[] = [];
  for await (const batch of reading.entries()) entries.push(...batch);
  const { problems } = reading.account();
  if (entries.length > 0 && problems.length === 0) return entries;
  const hint = [
    ...problems.slice(0, 10).flatMap((problem) => problemLines(problem, 80)),
    'Expected resources as JSON, each with its id.',
  ].join('\n');
  throw new OperationError(
    'unreadable-file',
    `${option} ${files.join(' ')}: ${entries.length === 0 ? 'there is no resource in it.' : 'not all of it can be read.'}`,
    { hint },
  );
}
