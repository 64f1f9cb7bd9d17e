// Lists that may have a million rows: asked for by the page, where somebody looks, and forgotten again.
import { keepPreviousData, useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Paged } from '../model/answers.ts';
import { type Looked, pageRows, pagesAround } from '../model/long-list.ts';

type Ask<T> = (
  where: { readonly from: number } | { readonly after: string | undefined },
  limit: number,
  given: { readonly signal?: AbortSignal; readonly isQuick: boolean },
) => Promise<Paged<T>>;

interface LongListGiven<T> {
  /** Everything that decides which rows these are. */
  readonly queryKey: readonly unknown[];
  readonly isAsked: boolean;
  /** While rows are searched for nobody knows how many there are: then they are read one page after the other. */
  readonly isSearched: boolean;
  /** Asked quickly, rows come without what takes long to work out: so they are while somebody scrolls past. */
  readonly hasQuick: boolean;
  readonly ask: Ask<T>;
}

export interface LongList<T> {
  /** undefined until the first answer. */
  readonly count: number | undefined;
  readonly isWhole: boolean;
  readonly pageAt: (page: number) => readonly T[] | undefined;
  /** Those at hand. */
  readonly rows: readonly T[];
  readonly error: Error | null;
  readonly retry: () => void;
  /** Told which rows are in sight. */
  readonly onLook: (looked: Looked) => void;
  /** While the reader's hand is in the list its rows stay where they are. */
  readonly onHold: (isHeld: boolean) => void;
  /** Whether others have come meanwhile, and what shows them. */
  readonly isOld: boolean;
  readonly renew: () => void;
  /** All rows from the first, page by page, for an export. */
  readonly all: () => AsyncIterable<readonly T[]>;
}

/** Pages that nobody looks at are forgotten after a while: who scrolls through a million rows does not hold a million rows. */
const keptMs = 20_000;

export function useLongList<T>({ queryKey, isAsked, isSearched, hasQuick, ask }: LongListGiven<T>): LongList<T> {
  const [looked, setLooked] = useState<Looked>();
  const isPassing = usePassing(looked) && hasQuick;
  const [isHeld, setHeld] = useState(false);
  const [turn, setTurn] = useState(0);
  const name = JSON.stringify([queryKey, isSearched, turn]);

  const wanted = isAsked && !isSearched ? pagesAround(looked) : [];
  const whole = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...queryKey, 'page', page],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask({ from: page * pageRows }, pageRows, { signal, isQuick: false }),
      gcTime: keptMs,
      enabled: !isPassing || page === 0,
    })),
  });
  const quick = useQueries({
    queries: wanted.map((page, at) => ({
      queryKey: [...queryKey, 'quick', page],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask({ from: page * pageRows }, pageRows, { signal, isQuick: true }),
      gcTime: keptMs,
      enabled: isPassing && page !== 0 && whole[at]?.data === undefined,
    })),
  });
  const asked = wanted.map((_, at) => ({
    data: whole[at]?.data ?? quick[at]?.data,
    error: whole[at]?.error ?? null,
    refetch: whole[at]?.refetch,
  }));
  const searched = useInfiniteQuery({
    queryKey: [...queryKey, 'searched'],
    enabled: isAsked && isSearched,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => ask({ after: pageParam }, pageRows, { signal, isQuick: false }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

  const found = isSearched
    ? searched.data?.pages.map((data, page) => ({ page, data }))
    : wanted.map((page, at) => ({ page, data: asked[at]?.data }));
  const fresh = (found ?? []).flatMap(({ page, data }) => (data === undefined ? [] : [[page, data.items] as const]));
  const total = asked[0]?.data?.total;
  const shown = useRef<Shown<T>>({ name: '', pages: new Map(), total: undefined });
  const before = isHeld && shown.current.name === name ? shown.current : undefined;
  // What came quickly is made whole also under the hand: no row moves by that.
  const hurried = new Set(quick.map(({ data }) => data?.items));
  const pages = new Map(
    fresh.map(([page, items]) => {
      const held = before?.pages.get(page);
      return [page, held === undefined || hurried.has(held) ? items : held];
    }),
  );
  const now: Shown<T> = { name, pages, total: isSearched ? readSoFar(searched.data && pages) : (before?.total ?? total) };
  const kept = useSame(now);
  useEffect(() => {
    shown.current = kept;
  }, [kept]);
  const isLong = isSearched && (searched.data?.pages.length ?? 0) > 0;
  const error = isSearched ? searched.error : (asked.find((query) => query.error !== null)?.error ?? null);

  const { hasNextPage, isFetchingNextPage, fetchNextPage, isStale } = searched;
  const count = kept.total;
  useEffect(() => {
    if (isLong && hasNextPage && !isFetchingNextPage && (looked?.last ?? 0) >= (count ?? 0) - 2 * pageRows) void fetchNextPage();
  }, [isLong, hasNextPage, isFetchingNextPage, fetchNextPage, looked, count]);

  const rows = useMemo(() => [...kept.pages].sort(([a], [b]) => a - b).flatMap(([, items]) => items), [kept]);
  return {
    count,
    isWhole: isSearched ? !hasNextPage : rows.length === count,
    pageAt: (page) => kept.pages.get(page),
    rows,
    error,
    retry: () => {
      if (isSearched) void searched.refetch();
      else for (const query of asked) if (query.error !== null) void query.refetch?.();
    },
    onLook: setLooked,
    onHold: setHeld,
    isOld:
      fresh.some(([page, items]) => kept.pages.get(page) !== items) || (isSearched && isStale && (searched.data?.pages.length ?? 0) > 3),
    renew: () => {
      setTurn(turn + 1);
      if (isSearched) void searched.refetch();
    },
    async *all() {
      for (let after: string | undefined; ; ) {
        const page = await ask({ after }, 1_000, { isQuick: false });
        yield page.items;
        if (page.next === null) return;
        after = page.next;
      }
    },
  };
}

/** How long a searched list is as far as it was read: it grows at its end also under the reader's hand. */
function readSoFar<T>(pages: ReadonlyMap<number, readonly T[]> | undefined): number | undefined {
  return pages && [...pages.values()].reduce((sum, items) => sum + items.length, 0);
}

interface Shown<T> {
  /** What was asked for. */
  readonly name: string;
  readonly pages: ReadonlyMap<number, readonly T[]>;
  readonly total: number | undefined;
}

const restMs = 250;

/** Whether rows pass by faster than anybody reads: a page and more between two rests. */
function usePassing(looked: Looked | undefined): boolean {
  const [rested, setRested] = useState(looked?.first ?? 0);
  const first = looked?.first ?? 0;
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(first), restMs);
    return () => window.clearTimeout(timer);
  }, [first]);
  return Math.abs(first - rested) > pageRows;
}

/** The one before where nothing is different, so that what is drawn from it stays. */
function useSame<T>(now: Shown<T>): Shown<T> {
  const [kept, setKept] = useState(now);
  const isSame =
    kept.name === now.name &&
    kept.total === now.total &&
    kept.pages.size === now.pages.size &&
    [...now.pages].every(([page, items]) => kept.pages.get(page) === items);
  // The way to follow a value while drawing: drawn again at once, before anything is seen.
  if (!isSame) setKept(now);
  return isSame ? kept : now;
}
