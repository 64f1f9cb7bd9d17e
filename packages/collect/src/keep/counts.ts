/** How keeping current has gone since the start; for metrics. */
export interface Counts {
  readonly isRunning: boolean;
  readonly rounds: number;
  readonly failures: number;
  /** Places that the last round could not read. */
  readonly refused: number;
  readonly requests: number;
  /** Milliseconds since 1970 of the end of the last complete round; 0 before the first. */
  readonly lastRoundAt: number;
  readonly put: number;
  readonly deleted: number;
  readonly changesReadable: boolean;
}

export function countsOf() {
  let counts: Counts = {
    isRunning: false,
    rounds: 0,
    failures: 0,
    refused: 0,
    requests: 0,
    lastRoundAt: 0,
    put: 0,
    deleted: 0,
    changesReadable: true,
  };
  const set = (change: Partial<Counts>) => {
    counts = { ...counts, ...change };
  };
  return {
    counts: () => counts,
    begin: () => set({ isRunning: true }),
    ended({ refused, requests, now }: { readonly refused: number; readonly requests: number; readonly now: number }) {
      set({ isRunning: false, rounds: counts.rounds + 1, refused, requests: counts.requests + requests, lastRoundAt: now });
    },
    failed: (requests: number) => set({ isRunning: false, failures: counts.failures + 1, requests: counts.requests + requests }),
    changed: ({ put, deleted }: { readonly put: number; readonly deleted: number }) =>
      set({ put: counts.put + put, deleted: counts.deleted + deleted }),
    changesRead: () => set({ changesReadable: true }),
    /** @returns whether that is new. */
    changesRefused() {
      const isNew = counts.changesReadable;
      set({ changesReadable: false });
      return isNew;
    },
  };
}
