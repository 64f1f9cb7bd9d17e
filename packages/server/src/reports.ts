import type { ScoreReport, ScoringOptions } from '@plumbline/assess';
import type { Answer, Selection, Store } from '@plumbline/store';
import { withLastReading } from './last-reading.ts';

/** Score reports of the latest moment. Most routes show a part of one, and many clients look at the same. */
export type Reports = (selection: Selection, options: ScoringOptions) => Promise<Answer<ScoreReport>>;

/** @param most reports that are kept; those longest unused go first. */
export function reportsOf(store: Store, most = 64): Reports {
  const kept = new Map<string, Promise<Answer<ScoreReport>>>();
  let latest = '';
  return async (selection, options) => {
    const { sequence, at } = await store.head();
    const moment = `${sequence} ${at}`;
    if (moment !== latest) {
      kept.clear();
      latest = moment;
    }
    const asked = JSON.stringify([selection.scope ?? [], selection.readable ?? null, options.model, options.aggregate, options.rounding]);
    const known = kept.get(asked);
    if (known !== undefined) {
      kept.delete(asked);
      kept.set(asked, known);
      return known;
    }
    const made = withLastReading(store, selection, store.report(selection, options));
    kept.set(asked, made);
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - most))) kept.delete(oldest);
    // A failure is told to whoever waits for it, and tried anew by the next.
    made.catch(() => kept.delete(asked));
    return made;
  };
}
