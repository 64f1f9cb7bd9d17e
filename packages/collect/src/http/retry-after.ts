/** @returns milliseconds that an answer asks to wait; undefined when it does not say. A date is held against the date of the answer: our clock may be wrong. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = numberIn(headers.get(name));
    if (ms !== undefined) return ms;
  }
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = numberIn(text);
  if (seconds !== undefined) return seconds * 1000;
  // Date.parse takes many a number for a year.
  const date = /\bGMT$/.test(text) ? Date.parse(text) : Number.NaN;
  const said = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(said) ? now : said));
}

/** @param text `hh:mm:ss`, with a fraction or days (`1.02:03:04`) before it. @returns milliseconds. */
export function durationMs(text: string | null): number | undefined {
  const match = /^(?:(\d+)\.)?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text?.trim() ?? '');
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** @returns a number that is not negative. */
export function numberIn(text: string | null): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** A try after a failure that names no time: 1, 2, 4 … 60 s, and up to half as much again. @param attempt 1 for the first failure */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(60, 2 ** (attempt - 1)) * 1000 * (1 + random / 2);
}
