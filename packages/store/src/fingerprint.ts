import { randomUUID } from 'node:crypto';
import type { Catalogue } from '@plumbline/catalogue';
import { digestOf } from './hash.ts';
import type { OpenOptions } from './store.ts';

/** What verdicts and scores depend on of a catalogue: another fingerprint means judging everything again. */
export function fingerprintOf(
  catalogue: Catalogue,
  { prefer = 'rule', policies, build = '' }: Pick<OpenOptions, 'prefer' | 'policies' | 'build'>,
): string {
  // Compiled assignments cannot be compared, so without the caller's word for it they may have changed.
  const applied = catalogue.items.some((item) => item.applied !== undefined) ? (policies ?? randomUUID()) : null;
  const items = catalogue.items.map((item) => {
    const { recommendation } = item;
    const { examples: _examples, fix: _fix, ...rest } = recommendation;
    return { ...rest, points: item.points, controls: item.controls, state: item.state, references: item.references ?? null };
  });
  return digestOf(JSON.stringify({ items, controls: catalogue.controls, edition: catalogue.edition, prefer, applied, build }));
}

/** What past reports need of a catalogue, as it is kept. */
export function keptCatalogue(catalogue: Catalogue): string {
  return JSON.stringify({
    edition: catalogue.edition,
    controls: catalogue.controls,
    items: catalogue.items.map(({ recommendation: { key, name, title, category, severity, kind }, points, controls, state }) => ({
      recommendation: { key, name, title, category, severity, kind },
      points,
      controls,
      state,
    })),
  });
}
