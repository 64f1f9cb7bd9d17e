import type { Model } from '@plumbline/assess';
import { giveOut } from './events.ts';
import { eventsSince } from './events-after.ts';
import { followed } from './follow.ts';
import { mirrorFrom, type State } from './state.ts';

/** Gives out the events of what other processes have committed, in their order. */
export function relayEvents(state: State, model: Model): void {
  let isRunning = false;
  let isAsked = false;
  const relay = async () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAsked) {
        isAsked = false;
        if (state.listeners.size === 0) continue;
        const events = await followed(state, () =>
          state.database.snapshot(async (reader) => {
            const mirror = await mirrorFrom(reader, state.setup, state.mirror);
            if (mirror.sequence > state.mirror.sequence) state.mirror = mirror;
            return eventsSince(state, reader, { sequence: state.published, mirror, model });
          }),
        );
        giveOut(state, events?.filter(({ sequence }) => sequence > state.published) ?? []);
      }
    } catch {
      // The next read meets the same fault and tells its caller; events that were missed are asked for by id.
    } finally {
      isRunning = false;
    }
  };
  state.database.onCommit(() => void relay());
}
