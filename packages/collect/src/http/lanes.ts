// Requests wait here, before a host has to refuse them: a lane is what one quota is counted for, a road what one host takes at once.
import type { Clock } from '../clock.ts';

export interface Lanes {
  /** Waits until a request may go. @returns to be called when its answer, or its failure, is there. */
  enter(lane: LaneName, signal?: AbortSignal): Promise<() => void>;
  /** An answer said how many more requests the lane takes, and when it takes new ones. */
  quota(lane: string, remaining: number, resetMs: number): void;
  /** Nothing goes in this lane for so long. */
  close(lane: string, ms: number): void;
  /** Milliseconds that requests have to wait now, at most; for the progress line. */
  waitingMs(): number;
}

export interface LaneName {
  /** What concurrency is counted for. */
  readonly road: string;
  readonly atOnce: number;
  /** What a quota is counted for. */
  readonly lane: string;
}

interface Lane {
  inFlight: number;
  /** Requests that may still be sent until `opensAt`; undefined: nobody said. */
  budget: number | undefined;
  resetsAt: number;
  opensAt: number;
}

interface Road {
  inFlight: number;
  readonly waiting: (() => void)[];
}

export function lanes(clock: Clock): Lanes {
  const laneByName = new Map<string, Lane>();
  const roadByName = new Map<string, Road>();
  const laneOf = (name: string): Lane => {
    const lane = laneByName.get(name) ?? { inFlight: 0, budget: undefined, resetsAt: 0, opensAt: 0 };
    laneByName.set(name, lane);
    return lane;
  };

  /** @returns milliseconds to wait; 0 when a request may go. */
  const waitOf = (lane: Lane): number => {
    const now = clock.now();
    if (lane.opensAt > now) return lane.opensAt - now;
    if (lane.budget === undefined || lane.budget > 0) return 0;
    if (lane.resetsAt > now) return lane.resetsAt - now;
    lane.budget = undefined;
    return 0;
  };

  return {
    async enter({ road: roadName, atOnce, lane: laneName }, signal) {
      const lane = laneOf(laneName);
      const road = roadByName.get(roadName) ?? { inFlight: 0, waiting: [] };
      roadByName.set(roadName, road);
      for (;;) {
        signal?.throwIfAborted();
        const ms = waitOf(lane);
        if (ms > 0) {
          // Who was woken and cannot go lets the next one try: its lane may be open.
          if (road.inFlight < atOnce) road.waiting.shift()?.();
          // All who wait for the same moment would else come at the same moment.
          await clock.sleep(ms + clock.random() * Math.min(1000, ms / 4 + 50), signal);
          continue;
        }
        if (road.inFlight < atOnce) break;
        await turnIn(road, signal);
      }
      road.inFlight += 1;
      lane.inFlight += 1;
      if (lane.budget !== undefined) lane.budget -= 1;
      return () => {
        road.inFlight -= 1;
        lane.inFlight -= 1;
        road.waiting.shift()?.();
      };
    },
    quota(name, remaining, resetMs) {
      const lane = laneOf(name);
      // Those under way are not in the count yet; the one that answered is.
      lane.budget = Math.max(0, remaining - Math.max(0, lane.inFlight - 1));
      lane.resetsAt = clock.now() + resetMs;
    },
    close(name, ms) {
      const lane = laneOf(name);
      lane.opensAt = Math.max(lane.opensAt, clock.now() + ms);
    },
    waitingMs: () =>
      Math.max(0, ...[...laneByName.values()].map((lane) => Math.max(0, (lane.opensAt > 0 ? lane.opensAt : 0) - clock.now()))),
  };
}

/** Resolves when there is room, or when nobody wants to go any more. */
function turnIn(road: Road, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    signal?.addEventListener('abort', wake, { once: true });
    road.waiting.push(wake);
  });
}
