import type { NotPermitted } from '@plumbline/inventory';
import type { NotCollected } from './report.ts';

/** Says of what the input lacks whether it was refused: to add it again to the input will not help then. */
export function withReasons(notCollected: Iterable<NotCollected>, refused: readonly NotPermitted[]): Iterable<NotCollected> {
  if (refused.length === 0) return notCollected;
  const denied = new Set<string>();
  for (const { type, scope, status } of refused) {
    if (status !== undefined && status !== 401 && status !== 403) continue;
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(scope ?? '')?.[1]?.toLowerCase();
    denied.add(`${type} ${subscription ?? '*'}`);
  }
  return Array.from(notCollected, (one) =>
    denied.has(`${one.needs} *`) || denied.has(`${one.needs} ${one.subscription}`) ? { ...one, why: 'no permission' as const } : one,
  );
}
