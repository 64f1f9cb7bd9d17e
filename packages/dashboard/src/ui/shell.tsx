import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../api/failure.ts';
import { rounded } from '../model/number.ts';
import { models, selectionCodec } from '../model/screens.ts';
import { texts } from '../texts.ts';
import { useLive } from './live.tsx';
import { reveal } from './parts/reveal.tsx';
import { Time } from './parts/time.tsx';
import { useRights, useScore } from './queries.tsx';
import { onServerAlone, ScreenLink, useScreenState } from './routing.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { SearchField } from './search-field.tsx';
import { useSession } from './session.tsx';

const screens = [
  ['/score', texts.screens.score],
  ['/recommendations', texts.screens.recommendations],
  ['/exemptions', texts.screens.exemptions],
  ['/history', texts.screens.history],
  ['/coverage', texts.screens.coverage],
  ['/models', texts.screens.models],
] as const;

/** What stands around every screen. */
export function Shell() {
  const [selection, change] = useScreenState(selectionCodec);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const live = useLive(selection);
  const score = useScore(selection);
  const isLockedOut = score.error instanceof ApiFailure && score.error.kind === 'not-authenticated';
  const { isSignedIn, signIn, page } = useSession();
  const shown = page === undefined ? screens : screens.filter(([to]) => !onServerAlone.has(to));
  const edition = useRights().data?.edition;
  const nav = useRef<HTMLElement>(null);
  const content = useRef<HTMLElement>(null);
  useEffect(() => {
    reveal(nav.current, '[data-active]');
  }, [path]);
  return (
    <div className="shell">
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          // A page that stands alone keeps its address behind the sign that a browser would jump by.
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {texts.skip}
      </a>
      <header>
        <div className="top">
          <ScreenLink to="/score" className="brand">
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M11 1h2v9h-2zM7 10h10v4l-5 9-5-9z" />
            </svg>
            {texts.product}
          </ScreenLink>
          <nav className="nav" ref={nav} aria-label={texts.navigation}>
            {shown.map(([to, title]) => (
              <ScreenLink key={to} to={to} className="nav-link">
                {title}
              </ScreenLink>
            ))}
          </nav>
          {page === undefined ? <SearchField /> : null}
        </div>
        <div className="bar-line">
          {page === undefined ? (
            <ScopePicker selection={selection} onChange={(scope) => change({ scope })} />
          ) : (
            <ScannedScope scope={page.reports.classic.scope} />
          )}
          <fieldset className="segments">
            <legend>{texts.modelSwitch.label}</legend>
            {models.map((model) => (
              <button
                key={model}
                type="button"
                className="segment"
                aria-pressed={selection.model === model}
                onClick={() => change({ model })}
              >
                {texts.modelSwitch[model]}
              </button>
            ))}
          </fieldset>
          {page === undefined && !isLockedOut ? (
            <span className={`live live-${live}`} title={texts.live.title[live]}>
              <svg viewBox="0 0 8 8" aria-hidden="true">
                <circle cx="4" cy="4" r="3" />
              </svg>
              {texts.live[live]}
            </span>
          ) : null}
          {score.data === undefined ? null : (
            <span className="as-of soft">
              {texts.footer.asOf} <Time at={score.data.generatedAt} />
            </span>
          )}
          {isSignedIn ? (
            <button type="button" className="link sign-out" onClick={() => signIn(undefined)}>
              {texts.signIn.out}
            </button>
          ) : null}
        </div>
        {score.data?.partial === true ? (
          <p className="partial" role="note">
            {texts.partial}
          </p>
        ) : null}
      </header>
      <main id="content" tabIndex={-1} key={path} ref={content}>
        <Outlet />
      </main>
      <footer className="foot soft">
        {page === undefined ? (
          <a className="link" href="/api/docs">
            {texts.footer.api}
          </a>
        ) : (
          <span>{texts.page.foot}</span>
        )}
        {edition === undefined ? null : <span>{texts.footer.edition(edition)}</span>}
      </footer>
      <ScoreAnnouncement current={score.data?.score?.current} max={score.data?.score?.max} />
    </div>
  );
}

/** What a scan was asked for; another scope takes another scan. */
function ScannedScope({ scope }: { readonly scope: readonly string[] }) {
  return (
    <span className="scanned-scope">
      <span className="scope-label">{texts.scope.button}</span>
      {scope.length === 0 ? <b>{texts.scope.everything}</b> : null}
      {scope.map((one) => (
        <code key={one} className="breakable">
          {one}
        </code>
      ))}
    </span>
  );
}

/** Tells those who listen when the score changes, after it has come to rest. */
function ScoreAnnouncement({ current, max }: { readonly current: number | undefined; readonly max: number | undefined }) {
  const [text, setText] = useState('');
  const last = useRef<number>(undefined);
  useEffect(() => {
    const before = last.current;
    last.current = current;
    if (before === undefined || current === undefined || max === undefined || before === current) return undefined;
    const timer = window.setTimeout(() => setText(texts.live.announce(rounded(current), rounded(max))), 2_000);
    return () => window.clearTimeout(timer);
  }, [current, max]);
  return (
    <p className="only-heard" role="status">
      {text}
    </p>
  );
}
