const steps = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 minutes ago`, `in 2 weeks`, `now`; the text itself for what is no time. Both ISO 8601. */
export function relativeTime(at: string, now: string, language = 'en'): string {
  const seconds = (Date.parse(at) - Date.parse(now)) / 1_000;
  if (Number.isNaN(seconds)) return at;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    const amount = Math.trunc(seconds / length);
    if (amount !== 0) return format.format(amount, unit);
  }
  return format.format(0, 'second');
}

/** `24 Nov 2026, 02:18 UTC` whatever the reader's zone: two people on the phone must read the same. */
export function absoluteTime(at: string, language = 'en-GB'): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return at;
  const text = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(time);
  return `${text} UTC`;
}

/** `24 Nov` or, in another year than now, `24 Nov 2025`. */
export function dayText(at: string, now: string, language = 'en-GB'): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const isSameYear = at.slice(0, 4) === now.slice(0, 4);
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    ...(isSameYear ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(time);
}

/** What stands at both ends of a line over time: days, or where it is one day the times of that day. */
export function endTexts(first: string, last: string, now: string): readonly [string, string] {
  if (first.slice(0, 10) !== last.slice(0, 10)) return [dayText(first, now), dayText(last, now)];
  const clock = (at: string) => `${dayText(at, now)}, ${at.slice(11, 16)} UTC`;
  return [clock(first), clock(last)];
}

/** @returns the beginning of the day that a span goes back to: a whole day, so that the same is asked until midnight; undefined for all time. */
export function sinceDays(now: string, days: string): string | undefined {
  return days === 'all' ? undefined : `${daysBefore(now, Number(days)).slice(0, 10)}T00:00:00.000Z`;
}

/** @returns the instant so many days before, ISO 8601 UTC. */
export function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString();
}
