import type { Entry } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import { textOf } from './json-reading.ts';
import { begin, type Deferred, type JudgeOptions } from './judge.ts';
import type { JudgePlan } from './judge-plan.ts';
import type { ResourceState } from './run.ts';
import type { ItemVerdict } from './verdict.ts';
import type { VerdictVectors } from './verdict-vectors.ts';

const nothing: ResourceState['begun'] = [];

/**
 * Judges one resource as far as it goes alone, and keeps as little of it as the rest needs.
 *
 * @param options.isBrief nobody asks for reasons
 * @param kept what relations look at in it, if they do: its own waiting verdicts read no more than that
 */
export function stateBuilder(plan: JudgePlan, vectors: VerdictVectors, options: JudgeOptions & { readonly isBrief?: boolean }) {
  const { isBrief = false } = options;
  // A waiting graph recommendation says the same of every resource, so it is said once.
  const waiting = plan.items.map((planned) => (planned.kind === 'graph' ? ([planned.index, planned] as const) : undefined));

  // Estates lie in a few places, and each resource brings its own copy of the name.
  const locations = new Map<string, string>();
  const locationOf = ({ resource }: Entry) => {
    const { location } = resource;
    if (typeof location !== 'string') return undefined;
    const known = locations.get(location);
    if (known === undefined) locations.set(location, location);
    return known ?? location;
  };

  return (entry: Entry, kept: Resource | undefined): ResourceState => {
    const location = locationOf(entry);
    let vector = vectors.empty;
    let begun: (readonly [number, ItemVerdict | Deferred])[] | undefined;
    for (const planned of plan.itemsOf(entry.type)) {
      const { index } = planned;
      const verdict = begin(plan, planned, entry, options);
      if (begun === undefined && !('kind' in verdict) && (isBrief || verdict.because === undefined))
        vector = vectors.with(vector, index, verdict);
      else {
        begun ??= [...vector.verdicts];
        begun.push(('kind' in verdict ? waiting[index] : undefined) ?? [index, verdict]);
      }
    }
    return {
      id: textOf(entry.resource['id']) ?? entry.key,
      key: entry.key,
      type: entry.type,
      subscription: entry.subscription ?? '',
      location,
      vector: begun === undefined ? vector : undefined,
      begun: begun ?? nothing,
      resource: begun === undefined ? undefined : (kept ?? entry.resource),
    };
  };
}
