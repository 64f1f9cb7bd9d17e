import type { Clock } from './clock.ts';
import type { Progress } from './collect.ts';
import type { Client } from './http/client.ts';
import { graphPageRows } from './limits.ts';
import type { Page, Unit } from './work/unit.ts';

export interface ProgressTeller {
  /** What begins now, and how many requests it takes at least. */
  phase(name: string, requests: number): void;
  readonly onPage: (unit: Unit, page: Page) => void;
}

/** Less than this is too little to tell from how long the rest takes. */
const enoughMs = 3000;

export function progressOf(
  client: Pick<Client, 'requests' | 'waitingMs'>,
  clock: Pick<Clock, 'now'>,
  onProgress: ((progress: Progress) => void) | undefined,
): ProgressTeller {
  const startedAt = clock.now();
  const before = client.requests();
  const totals = new Map<string, number>();
  let name = 'Subscriptions';
  let expected = 0;
  let things = 0;
  return {
    phase(phase, requests) {
      name = phase;
      expected = client.requests() - before + requests;
    },
    onPage(unit, page) {
      things += page.rows.length;
      // How many pages a query has is known with its first one.
      if (page.total !== undefined && !totals.has(unit.id)) {
        totals.set(unit.id, page.total);
        expected += Math.max(0, Math.ceil(page.total / graphPageRows) - 1);
      }
      if (onProgress === undefined) return;
      const requests = client.requests() - before;
      const remaining = Math.max(0, expected - requests);
      const spentMs = clock.now() - startedAt;
      const remainingMs = spentMs < enoughMs || requests === 0 ? undefined : (spentMs / requests) * remaining;
      onProgress({ phase: name, things, requests, remaining, remainingMs, waitingMs: client.waitingMs() });
    },
  };
}
