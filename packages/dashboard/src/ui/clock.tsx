import { useSyncExternalStore } from 'react';

const tickMs = 30_000;
let now = new Date().toISOString();
const listeners = new Set<() => void>();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = new Date().toISOString();
    for (const one of listeners) one();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** The time, ISO 8601 UTC, to half a minute: relative times grow old while one looks at them. */
export function useNow(): string {
  return useSyncExternalStore(subscribe, () => now);
}
