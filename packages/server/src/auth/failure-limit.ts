/** Counts failed attempts by address. What is kept is bounded, however many addresses try. */
export interface FailureLimit {
  /** @returns seconds to wait, when this address has failed too often; 0 otherwise. */
  waitOf(address: string): number;
  failed(address: string): void;
}

export interface FailureLimitOptions {
  /** Failures that are taken within the window; 20. */
  readonly most?: number;
  /** Milliseconds; a minute. */
  readonly windowMs?: number;
  /** Addresses that are remembered; 10,000. */
  readonly addresses?: number;
  readonly clock?: () => number;
}

export function failureLimit({
  most = 20,
  windowMs = 60_000,
  addresses = 10_000,
  clock = Date.now,
}: FailureLimitOptions = {}): FailureLimit {
  const byAddress = new Map<string, { count: number; until: number }>();
  const countOf = (address: string) => {
    const known = byAddress.get(address);
    if (known === undefined || known.until > clock()) return known;
    byAddress.delete(address);
    return undefined;
  };
  return {
    waitOf(address) {
      const known = countOf(address);
      return known === undefined || known.count < most ? 0 : Math.max(1, Math.ceil((known.until - clock()) / 1000));
    },
    failed(address) {
      const known = countOf(address);
      if (known !== undefined) {
        known.count += 1;
        return;
      }
      // The oldest goes: its window ends first.
      if (byAddress.size >= addresses) for (const oldest of [...byAddress.keys()].slice(0, 1)) byAddress.delete(oldest);
      byAddress.set(address, { count: 1, until: clock() + windowMs });
    },
  };
}
