import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow } from '../api/event-stream.ts';
import type { ScreenSelection } from '../model/screens.ts';
import { useSession } from './session.tsx';

/** At most so often are the answers on the screen asked for again while changes pour in. */
const restMs = 400;

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
    let timer: number | undefined;
    let hasBroken = false;
    const refresh = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'search' });
      }, restMs);
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
      window.clearTimeout(timer);
    };
  }, [api, page, queries, scopes, model]);
  return state;
}
