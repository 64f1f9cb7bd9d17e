import type { State } from './state.ts';
import type { StoreStats } from './store.ts';

export async function statsOf(state: State): Promise<StoreStats> {
  const { mirror, setup, database } = state;
  let resources = 0;
  let assessments = 0;
  let profiles = 0;
  for (const counts of mirror.counts.values()) {
    profiles += counts.size;
    for (const [id, count] of counts) {
      const { kind, statuses } = setup.shapes.get(id);
      if (kind === 'real') resources += count;
      assessments += statuses.length * count;
    }
  }
  return {
    kind: database.kind,
    sequence: mirror.sequence,
    resources,
    assessments,
    subscriptions: [...mirror.counts.keys()].filter((subscription) => subscription !== '').length,
    profiles,
    bytes: await database.bytes(),
    batches: state.batches,
    waiting: database.waiting,
    batchMs: [...state.batchMs],
  };
}
