import { Link, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';
import { type ScreenSelection, selectionCodec } from '../model/screens.ts';
import { type Codec, parseSearch, type Search } from '../model/search.ts';
import { useSession } from './session.tsx';

/** What stands in the address after the question mark. */
export function useAddress(): Search {
  const text = useLocation({ select: ({ searchStr }) => searchStr });
  return useMemo(() => parseSearch(text), [text]);
}

export function useSelection(): ScreenSelection {
  const search = useAddress();
  return useMemo(() => selectionCodec.read(search), [search]);
}

/**
 * The state of a screen, in the address and nowhere else.
 * @returns the state, and a function that changes a part of it; `quietly` makes no step to go back to, as while somebody types.
 */
export function useScreenState<S extends object>(codec: Codec<S>): readonly [S, (change: Partial<S>, quietly?: boolean) => void] {
  const search = useAddress();
  const navigate = useNavigate();
  const { history } = useRouter();
  const state = useMemo(() => codec.read(search), [codec, search]);
  const change = useCallback(
    (part: Partial<S>, quietly = false) => {
      // The address is read anew: two changes in one turn must not undo each other.
      const now = parseSearch(history.location.search);
      const others = Object.fromEntries(Object.entries(now).filter(([name]) => !codec.names.includes(name)));
      const next = { ...others, ...codec.write({ ...codec.read(now), ...part }) };
      void navigate({ to: '.', search: () => next, replace: quietly, resetScroll: false });
    },
    [codec, navigate, history],
  );
  return [state, change];
}

export type ScreenPath =
  | '/score'
  | '/recommendations'
  | '/resource'
  | '/exemptions'
  | '/history'
  | '/coverage'
  | '/models'
  | `/recommendations/${string}`;

interface ScreenLinkProps {
  readonly to: ScreenPath;
  readonly search?: Search;
  /** The scope and model that it leads to; those of this screen by default. */
  readonly selection?: ScreenSelection;
  readonly className?: string;
  readonly label?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A page that stands alone knows neither what happened before nor who exempted what. */
export const onServerAlone: ReadonlySet<string> = new Set(['/history', '/exemptions']);

/** A link to a screen, which keeps the scope and the model. */
export function ScreenLink({ to, search = {}, selection, className = 'link', label, title, children }: ScreenLinkProps) {
  const current = useSelection();
  const { page } = useSession();
  if (page !== undefined && (onServerAlone.has(to) || selection !== undefined)) {
    return (
      <span className={className.replace(/^link\b ?/, '')} title={title}>
        {children}
      </span>
    );
  }
  const next = { ...selectionCodec.write(selection ?? current), ...search };
  return (
    <Link to={to} search={next} className={className} aria-label={label} title={title} activeProps={{ 'data-active': 'true' }}>
      {children}
    </Link>
  );
}

/** Path of a recommendation's screen; names are kebab-case, keys are GUIDs. */
export function recommendationPath(name: string): ScreenPath {
  return `/recommendations/${encodeURIComponent(name)}`;
}
