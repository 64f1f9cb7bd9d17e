import type { Model } from '@plumbline/assess';
import { checkTime } from './apply.ts';
import type { Context } from './context.ts';
import { eventsOf, publish } from './events.ts';
import { type State } from './state.ts';
import { settleWork } from './write/settle-work.ts';
import { writeMoment } from './write-moment.ts';

/** Lets time pass: exemptions expire, and what reads the clock is judged by the new one. */
export async function advanceClock(
  state: State,
  at: string,
  model: Model,
): Promise<{ readonly sequence: number; readonly expired: number }> {
  checkTime(at);
  const written = await writeMoment(state, { kind: 'clock', at }, { edit: async () => {}, settle: (work) => settleWork(work) });
  publish(state, eventsOf(written, model));
  return { sequence: written.after.sequence, expired: expiredIn(written.after.context) - expiredIn(written.before.context) };
}

function expiredIn({ exemptions }: Context): number {
  return [...exemptions.values()].filter(({ expired }) => expired).length;
}
