import { absoluteTime, relativeTime } from '../../model/time.ts';
import { useNow } from '../clock.tsx';

/** A time as people say it, with the exact one beside the pointer and for those who listen. */
export function Time({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {relativeTime(at, now)}
    </time>
  );
}
