import type { Model, OverallScore } from '@plumbline/assess';
import type { StoreEvent } from '@plumbline/store';

/** A line that readers skip: keeps proxies from closing a quiet stream. */
export const comment = ': plumbline\n\n';

export interface ScoreThen {
  /** The moment that the score is of: this event's or a later one. */
  readonly sequence: number;
  readonly model: Model;
  readonly score: OverallScore | null;
}

/** @param then for `score` events: the score of the client's own scope, in its model. */
export function messageOf(event: StoreEvent, then?: ScoreThen): string {
  const { id, kind, sequence, at, subscriptions, resource, recommendation, change } = event;
  const data = {
    sequence,
    at,
    subscriptions,
    ...(resource === undefined ? {} : { resource }),
    ...(recommendation === undefined ? {} : { recommendation }),
    ...(change === undefined ? {} : { change }),
    ...then,
  };
  // JSON holds no line breaks of its own, so one data line is enough.
  return `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Sent to a client that was away for too long: what it knows has gaps, and it should read everything anew. */
export function resetMessage(head: { readonly sequence: number; readonly at: string }): string {
  return `event: reset\ndata: ${JSON.stringify(head)}\n\n`;
}
