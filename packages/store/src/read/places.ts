import type { ApiScores, Place } from '../wide-reads.ts';
import { selectedCounts, type View } from './view.ts';

export async function places({ state, mirror, selected }: View): Promise<readonly Place[]> {
  const { hierarchy, entries } = mirror.context;
  return [...mirror.counts]
    .filter(([id, counts]) => id !== '' && selected.parts.has(id) && isSubject(counts, state.setup.shapes))
    .map(([id]) => ({
      id,
      displayName: hierarchy.displayNameOf(id),
      managementGroups: hierarchy.managementGroupsOf(id),
      subscription: entries.get(`/subscriptions/${id}`)?.resource ?? null,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function apiScores(view: View): Promise<readonly ApiScores[]> {
  const counts = await selectedCounts(view);
  return [...counts]
    .filter(([id, own]) => id !== '' && isSubject(own, view.state.setup.shapes))
    .map(([id, own]) => ({ id, ...view.state.setup.tallier.apiScoresOf(id, own) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function typesRead(view: View): Promise<readonly string[]> {
  const { shapes } = view.state.setup;
  const types = new Set<string>();
  for (const own of (await selectedCounts(view)).values()) {
    for (const id of own.keys()) if (shapes.get(id).kind !== 'implied') types.add(shapes.get(id).type);
  }
  return [...types].sort((a, b) => (a < b ? -1 : 1));
}

/** Whether there is more than assessments and exemptions. */
function isSubject(counts: ReadonlyMap<number, number>, shapes: View['state']['setup']['shapes']): boolean {
  return [...counts.keys()].some((id) => shapes.get(id).kind !== 'special');
}
