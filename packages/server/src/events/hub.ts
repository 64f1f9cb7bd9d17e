import type { Model } from '@plumbline/assess';
import type { Store, StoreEvent } from '@plumbline/store';
import type { Reports } from '../reports.ts';
import { type Client, newClient } from './client.ts';
import { compareEventIds } from './event-id.ts';
import { comment, messageOf, resetMessage } from './message.ts';

/** What a client wants to hear of. Clients that want the same are one group: an event is cut, scored and written once for all of them. */
export interface Interest {
  readonly scope: readonly string[];
  /** undefined: everything. */
  readonly readable: readonly string[] | undefined;
  readonly model: Model;
}

export interface EventHub {
  /** @param lastEventId where a client that comes back has stopped; undefined for a new one. */
  connect(interest: Interest, lastEventId: string | undefined): ReadableStream<Uint8Array>;
  /** Clients that are connected, and those that were dropped because they did not read. */
  counts(): { readonly connected: number; readonly dropped: number };
  /** Ends every stream. */
  close(): void;
}

export interface HubOptions {
  readonly store: Store;
  readonly reports: Reports;
  /** Milliseconds between signs of life; 15 s, under the 30 s after which proxies give up. */
  readonly heartbeatMs?: number;
  /** Milliseconds after which a stream ends and its client comes back, with its token checked anew; 15 minutes. */
  readonly longestMs?: number;
  /** Bytes that may wait for one client before it is dropped; 1 MiB. */
  readonly mostWaiting?: number;
  /** Told what should not have happened. */
  readonly onError: (error: unknown) => void;
}

interface Group {
  readonly interest: Interest;
  readonly clients: Set<Client>;
  /** Clients that wait for their turn to be added. */
  waiting: number;
  /** Messages of one group are made one after the other, so that their order holds. */
  last: Promise<void>;
}

export function eventHub({
  store,
  reports,
  heartbeatMs = 15_000,
  longestMs = 900_000,
  mostWaiting = 1 << 20,
  onError,
}: HubOptions): EventHub {
  const groups = new Map<string, Group>();
  let connected = 0;
  let dropped = 0;

  const unsubscribe = store.subscribe((events) => {
    for (const group of groups.values()) {
      const seen = seenBy(store, events, group.interest);
      if (seen.length > 0) inTurn(group, async () => send(group, await messagesFor(seen, group.interest)));
    }
  });
  // One timer for all: thousands of idle clients cost a write each, and nothing between.
  const heartbeat = setInterval(() => {
    const oldest = performance.now() - longestMs;
    for (const { clients } of groups.values()) {
      for (const client of clients) {
        if (client.since < oldest) client.end();
        else client.push(comment);
      }
    }
  }, heartbeatMs);
  heartbeat.unref();

  const inTurn = (group: Group, work: () => Promise<void>) => {
    group.last = group.last.then(work).catch(onError);
  };
  const send = (group: Group, messages: readonly (readonly [string, string])[]) => {
    for (const client of group.clients) {
      for (const [id, text] of messages) if (compareEventIds(id, client.lastEventId) > 0) client.push(text, id);
    }
  };
  const messagesFor = async (events: readonly StoreEvent[], interest: Interest) => {
    const messages: (readonly [string, string])[] = [];
    for (const event of events) {
      if (event.kind !== 'score') messages.push([event.id, messageOf(event)]);
      // Only the newest score is worth the work: nobody draws one that is past already.
      else if (event === events.findLast(({ kind }) => kind === 'score')) {
        const { scope, readable, model } = interest;
        const { value, sequence } = await reports({ scope, ...(readable === undefined ? {} : { readable }) }, { model });
        messages.push([event.id, messageOf(event, { sequence, model, score: value.score })]);
      }
    }
    return messages;
  };
  const resume = async (client: Client, from: { readonly interest: Interest; readonly lastEventId: string }) => {
    const { interest, lastEventId } = from;
    const missed = await store.eventsAfter(lastEventId, interest.readable === undefined ? {} : { readable: interest.readable });
    if (missed === undefined) client.push(resetMessage(await store.head()));
    else for (const [id, text] of await messagesFor(seenBy(store, missed, interest), interest)) client.push(text, id);
  };
  const forgetIfEmpty = (key: string, group: Group) => {
    if (group.clients.size === 0 && group.waiting === 0) groups.delete(key);
  };
  const groupOf = (interest: Interest): { readonly key: string; readonly group: Group } => {
    const key = JSON.stringify([interest.scope, interest.readable ?? null, interest.model]);
    const group = groups.get(key) ?? { interest, clients: new Set<Client>(), waiting: 0, last: Promise.resolve() };
    groups.set(key, group);
    return { key, group };
  };

  return {
    connect(interest, lastEventId) {
      const { key, group } = groupOf(interest);
      const client = newClient({
        mostWaiting,
        onEnd: (reason) => {
          group.clients.delete(client);
          forgetIfEmpty(key, group);
          connected -= 1;
          if (reason === 'too-slow') dropped += 1;
        },
      });
      connected += 1;
      group.waiting += 1;
      client.push(`retry: 2000\n${comment}`);
      inTurn(group, async () => {
        try {
          if (lastEventId !== undefined) await resume(client, { interest, lastEventId });
        } finally {
          group.waiting -= 1;
          // In the same turn: nothing that happened in between is lost, or comes twice.
          if (client.isOpen()) group.clients.add(client);
          forgetIfEmpty(key, group);
        }
      });
      return client.stream;
    },
    counts: () => ({ connected, dropped }),
    close() {
      unsubscribe();
      clearInterval(heartbeat);
      for (const { clients } of groups.values()) for (const client of clients) client.end();
    },
  };
}

function seenBy(store: Store, events: readonly StoreEvent[], { scope, readable }: Interest): readonly StoreEvent[] {
  const permitted = readable === undefined ? events : store.filterEvents(events, { readable });
  return scope.length === 0 ? permitted : store.filterEvents(permitted, { readable: scope });
}
