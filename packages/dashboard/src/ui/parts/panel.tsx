// The one place where failures become words on the screen.
import { Button } from '@fluentui/react-components';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiFailure } from '../../api/failure.ts';
import { texts } from '../../texts.ts';
import { ScreenLink } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { SignIn } from './sign-in.tsx';
import { Loading } from './states.tsx';

/** What a question gave: the answer, the wait for it, or why there is none. An answer that is known stays while it is asked anew. */
export function Asked<T>({
  query,
  loading = <Loading />,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly loading?: ReactNode;
  readonly children: (answer: T) => ReactNode;
}) {
  const { data, error, isPlaceholderData, refetch } = query;
  if (data !== undefined && !(isPlaceholderData && error !== null)) {
    return (
      <div className={isPlaceholderData ? 'answer answer-old' : 'answer'} aria-busy={isPlaceholderData}>
        {children(data)}
      </div>
    );
  }
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  return loading;
}

export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { isSignedIn } = useSession();
  if (!(error instanceof ApiFailure)) return <Panel title={texts.states.drawing} detail={String(error)} hint={texts.states.drawingHint} />;
  if (error.kind === 'not-authenticated') return <SignIn wasRefused={isSignedIn} />;
  // What a server advises about ids in paths helps nobody who followed a link.
  const hint = error.kind === 'not-found' ? texts.states.notFoundHint : error.hint;
  return (
    <Panel title={texts.states[error.kind]} detail={error.message} hint={hint}>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{texts.states.retry}</Button>}
      {error.requestId === undefined ? null : <span className="soft">{texts.states.requestId(error.requestId)}</span>}
    </Panel>
  );
}

export function DrawingFailed({ error }: { readonly error: unknown }) {
  const detail = error instanceof Error ? error.message : String(error);
  return (
    <Panel title={texts.states.drawing} detail={detail} hint={texts.states.drawingHint}>
      <Button onClick={() => window.location.reload()}>{texts.states.reload}</Button>
    </Panel>
  );
}

export function NoScreen() {
  return (
    <Panel title={texts.states['not-found']} detail={texts.states.notFoundPage}>
      <ScreenLink to="/score">{texts.states.toScore}</ScreenLink>
    </Panel>
  );
}

function Panel({
  title,
  detail,
  hint,
  children,
}: {
  readonly title: string;
  readonly detail: string;
  readonly hint?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <section className="panel" role="alert">
      <h1>{title}</h1>
      <p>{detail}</p>
      {hint === undefined ? null : <p className="soft">{hint}</p>}
      <div className="panel-actions">{children}</div>
    </section>
  );
}
