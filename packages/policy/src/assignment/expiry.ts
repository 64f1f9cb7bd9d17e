import { parseInstant } from '../functions/instant.ts';
import { type Entry, report, textOf } from '../parse/reading.ts';
import type { Problem } from '../problem.ts';

/** An instant in ISO 8601, UTC where it names no zone, in milliseconds since 1970; NaN when the text is none. */
export function msOf(text: string): number {
  const instant = parseInstant(text);
  return instant === undefined ? Number.NaN : instant.seconds * 1000 + instant.ticks / 10_000;
}

/** `expiresOn`: undefined where nothing expires, NaN where it is no date. */
export function readExpiry(entry: Entry | undefined, problems: Problem[]): number | undefined {
  const written = textOf(entry);
  if (entry === undefined || written === undefined) return undefined;
  const ms = msOf(written);
  if (Number.isNaN(ms))
    report(problems, 'wrong-date', entry.path, `"${written}" is no date`, 'Write an instant such as 2026-12-31T00:00:00Z.');
  return ms;
}
