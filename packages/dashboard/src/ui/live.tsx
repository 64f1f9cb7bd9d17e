import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow } from '../api/event-stream.ts';
import type { ScreenSelection } from '../model/screens.ts';
import { useSession } from './session.tsx';

/** At most so often are the answers on the screen asked for again while changes pour in; those that take back the journal less often. */
const restMs = 400;
const pastRestMs = 5_000;
const past: ReadonlySet<unknown> = new Set(['history', 'compare', 'causes']);
const unmoved: ReadonlySet<unknown> = new Set(['session', 'search']);
/** Lists that somebody has read so many pages of are not read again under the reader's eyes; the screen says that they are old. */
export const keptPages = 3;

/** Follows what happens in the scope and asks anew for what is on the screen. */
export function useLive(selection: ScreenSelection): 'live' | 'waiting' {
  const { api, page } = useSession();
  const queries = useQueryClient();
  const [state, setState] = useState<'live' | 'waiting'>('live');
  const { scope, model } = selection;
  const scopes = scope.join('\n');

  useEffect(() => {
    if (page !== undefined) return undefined;
    const stop = new AbortController();
    let hasBroken = false;
    const nowAndThen = new Repeated(restMs, () => refreshed(queries, ({ queryKey: [kind] }) => !past.has(kind) && !unmoved.has(kind)));
    const seldom = new Repeated(pastRestMs, () => refreshed(queries, ({ queryKey: [kind] }) => past.has(kind)));
    const refresh = () => {
      nowAndThen.ask();
      seldom.ask();
    };
    void follow({
      open: (lastEventId, signal) => api.events({ scope: scopes === '' ? [] : scopes.split('\n'), model }, lastEventId, signal),
      onEvents: refresh,
      onState: (next) => {
        setState(next);
        // What happened while nobody listened has to be asked for.
        if (next === 'live' && hasBroken) refresh();
        if (next === 'waiting') hasBroken = true;
      },
      signal: stop.signal,
      wait: (ms, signal) =>
        new Promise((resolve) => {
          const waiting = window.setTimeout(resolve, ms);
          signal.addEventListener('abort', () => {
            window.clearTimeout(waiting);
            resolve();
          });
        }),
    });
    return () => {
      stop.abort();
      nowAndThen.stop();
      seldom.stop();
    };
  }, [api, page, queries, scopes, model]);
  return state;
}

/** @returns whether everything was asked; what is still being answered is asked again later, and not cut off. */
function refreshed(queries: QueryClient, predicate: (query: Query) => boolean): boolean {
  const isBusy = queries.isFetching({ predicate, type: 'active' }) > 0;
  void queries.invalidateQueries(
    { predicate: (query) => predicate(query) && !isLong(query) && query.state.fetchStatus !== 'fetching' },
    { cancelRefetch: false },
  );
  void queries.invalidateQueries({ predicate: (query) => predicate(query) && isLong(query), refetchType: 'none' });
  return !isBusy;
}

function isLong({ state: { data } }: Query): boolean {
  return typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages) && data.pages.length > keptPages;
}

/** Does something a while after it was asked for, once however often that was. */
class Repeated {
  #timer: number | undefined;
  readonly #restMs: number;
  readonly #work: () => boolean;

  constructor(rest: number, work: () => boolean) {
    this.#restMs = rest;
    this.#work = work;
  }

  ask(): void {
    this.#timer ??= window.setTimeout(() => {
      this.#timer = undefined;
      if (!this.#work()) this.ask();
    }, this.#restMs);
  }

  stop(): void {
    window.clearTimeout(this.#timer);
  }
}
