import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { type Api, apiOf } from '../api/client.ts';

interface SessionValue {
  readonly api: Api;
  /** Whether a token is kept. */
  readonly isSignedIn: boolean;
  /** @param token undefined signs out. */
  readonly signIn: (token: string | undefined) => void;
}

const SessionContext = createContext<SessionValue | undefined>(undefined);
const storageKey = 'plumbline-token';

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [token, setToken] = useState(() => sessionStorage.getItem(storageKey) ?? undefined);
  const queries = useQueryClient();
  const value = useMemo((): SessionValue => {
    const api = apiOf({ origin: window.location.origin, token: () => token, fetch: window.fetch.bind(window) });
    return {
      api,
      isSignedIn: token !== undefined,
      signIn: (next) => {
        if (next === undefined) sessionStorage.removeItem(storageKey);
        else sessionStorage.setItem(storageKey, next);
        setToken(next);
        // What another token could read must not stay on the screen.
        queries.clear();
      },
    };
  }, [token, queries]);
  return <SessionContext value={value}>{children}</SessionContext>;
}

export function useSession(): SessionValue {
  const value = use(SessionContext);
  if (value === undefined) throw new Error('useSession is used outside of SessionProvider.');
  return value;
}
