import { type ReactNode, useMemo } from 'react';
import { pageApi } from '../api/page-api.ts';
import type { Page } from '../model/page.ts';
import { SessionContext, type SessionValue } from './session.tsx';

/** Asks nobody: everything stands in the page itself. */
export function PageSession({ page, children }: { readonly page: Page; readonly children: ReactNode }) {
  const value = useMemo((): SessionValue => ({ api: pageApi(page), page, isSignedIn: false, signIn: () => undefined }), [page]);
  return <SessionContext value={value}>{children}</SessionContext>;
}
