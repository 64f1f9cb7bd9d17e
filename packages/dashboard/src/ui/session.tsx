import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { type Api, apiOf } from '../api/client.ts';
import type { Page } from '../model/page.ts';

export interface SessionValue {
  readonly api: Api;
  /** Present where no server is behind the screens: what one scan knew, on a page that stands alone. */
  readonly page: Page | undefined;
  /** Whether a token is kept. */
  readonly isSignedIn: boolean;
  /** @param token undefined signs out. */
  readonly signIn: (token: string | undefined) => void;
}

export const SessionContext = createContext<SessionValue | undefined>(undefined);
const storageKey = 'plumbline-token';

/** Asks the server that the page came from, with the token of this tab. */
export function ServerSession({ children }: { readonly children: ReactNode }) {
  const [token, setToken] = useState(() => sessionStorage.getItem(storageKey) ?? undefined);
  const queries = useQueryClient();
  const value = useMemo((): SessionValue => {
    const api = apiOf({ origin: window.location.origin, token: () => token, fetch: window.fetch.bind(window) });
    return {
      api,
      page: undefined,
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
  if (value === undefined) throw new Error('useSession is used outside of a session.');
  return value;
}
