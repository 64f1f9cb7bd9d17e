import { scoringTableOf } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import { type Reader, textAt } from '../database.ts';
import { OperationError } from '../operation-error.ts';
import type { Setup } from '../setup.ts';
import type { State } from '../state.ts';
import { type Tallier, tallierOf } from '../tallied.ts';

interface Kept {
  readonly catalogue: Catalogue;
  readonly tallier: Tallier;
}

/** Earlier catalogues, each read once. */
const kept = new WeakMap<Setup, Map<string, Kept>>();

/** The points, controls and titles that were in force under a fingerprint. */
export async function catalogueAt(state: State, reader: Reader, fingerprint: string): Promise<Kept> {
  const { setup } = state;
  const known = kept.get(setup) ?? new Map<string, Kept>();
  kept.set(setup, known);
  const found = known.get(fingerprint);
  if (found !== undefined) return found;
  if (fingerprint === setup.fingerprint) return { catalogue: setup.catalogue, tallier: state.setup.tallier };
  const [row] = await reader.query('SELECT body FROM catalogue WHERE fingerprint = $1', [fingerprint]);
  if (row === undefined) {
    throw new OperationError('store-damaged', 'The catalogue of that moment is not in the database.', {
      hint: 'Run: plumbline doctor',
    });
  }
  // Kept by `keptCatalogue`: all that scores and reports read of it.
  const catalogue = JSON.parse(textAt(row, 'body')) as Catalogue;
  const made = { catalogue, tallier: tallierOf(scoringTableOf(catalogue), setup.ordinals, setup.shapes) };
  known.set(fingerprint, made);
  return made;
}
