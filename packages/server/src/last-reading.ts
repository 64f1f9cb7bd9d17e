// What the inputs looked like when they were last read: reports tell it, as those of a scan do.
import type { ScoreReport } from '@plumbline/assess';
import type { ReadingAccount } from '@plumbline/inventory';
import type { JsonValue } from '@plumbline/policy';
import type { Answer, Selection, Store } from '@plumbline/store';

type Kept = Partial<
  Pick<ScoreReport['coverage'], 'files' | 'read' | 'refused' | 'duplicates' | 'notPermitted' | 'incomplete' | 'ignored'>
> & {
  readonly problems?: ScoreReport['problems'];
};

const setting = 'last-reading';
const mostProblems = 1_000;

/** @param duplicates what stood in the inputs again under an id that they had held before */
export async function keepReading(store: Store, account: ReadingAccount, duplicates: number): Promise<void> {
  const kept: Kept = {
    files: account.files.length,
    read: account.entries - duplicates,
    refused: account.refused,
    duplicates,
    ...(account.notPermitted === undefined || account.notPermitted.length === 0 ? {} : { notPermitted: account.notPermitted }),
    incomplete: account.files.flatMap((one) => (one.incomplete === undefined ? [] : { file: one.file, reason: one.incomplete })),
    ignored: account.ignored ?? [],
    problems: account.problems.slice(0, mostProblems),
  };
  await store.settings.set(setting, kept as unknown as JsonValue);
}

/** Only for those who may read everything: files and what was wrong in them are of the whole estate. */
export async function withLastReading(
  store: Store,
  selection: Selection,
  made: Promise<Answer<ScoreReport>>,
): Promise<Answer<ScoreReport>> {
  const answer = await made;
  if (selection.readable !== undefined) return answer;
  // Written by `keepReading` alone.
  const kept = (await store.settings.get(setting)) as Kept | undefined;
  if (kept === undefined) return answer;
  const { problems = [], ...coverage } = kept;
  return { ...answer, value: { ...answer.value, coverage: { ...answer.value.coverage, ...coverage }, problems } };
}
