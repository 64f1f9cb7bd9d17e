import type { OverallScore } from '@plumbline/assess';
import { type BatchResult, type Store, OperationError as StoreError } from '@plumbline/store';
import { type Principal, readableOf } from '../auth/principal.ts';

/** The score before and after a batch, as its sender may see it. */
export async function scoresAround(
  result: BatchResult,
  { principal, store }: { readonly principal: Principal; readonly store: Store },
): Promise<{ readonly scoreBefore: OverallScore | null; readonly scoreAfter: OverallScore | null }> {
  if (principal.scopes === undefined) return { scoreBefore: result.scoreBefore, scoreAfter: result.scoreAfter };
  const scoreAt = async (sequence: number) => {
    try {
      return (await store.reportAt(readableOf(principal), { sequence }, { model: 'classic' })).value.score;
    } catch (error) {
      // The batch is taken already; a moment that was compacted away must not make its answer a failure.
      if (error instanceof StoreError && (error.code === 'forgotten' || error.code === 'bad-request')) return null;
      throw error;
    }
  };
  return { scoreBefore: await scoreAt(result.sequence - 1), scoreAfter: await scoreAt(result.sequence) };
}
