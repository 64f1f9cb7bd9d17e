/** Datetimes are ticks of 100 ns since the year 1, timespans are ticks; both bigint, so that no digit of Azure's is lost. */
export const ticksPerMs = 10_000n;
export const ticksPerDay = 864_000_000_000n;
const unixEpochTicks = 621_355_968_000_000_000n;
export const lastInstant = 3_155_378_975_999_999_999n;

export const instantOf = (unixMs: number): bigint => BigInt(Math.round(unixMs)) * ticksPerMs + unixEpochTicks;
export const unixTicksOf = (instant: bigint): bigint => instant - unixEpochTicks;
export const instantOfUnixTicks = (ticks: bigint): bigint => ticks + unixEpochTicks;

export function divideDown(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by !== 0n && value < 0n !== by < 0n ? quotient - 1n : quotient;
}

/** A Date at the same millisecond, rounded down; for the calendar. */
export const dateOf = (instant: bigint): Date => new Date(Number(divideDown(unixTicksOf(instant), ticksPerMs)));
export const ticksWithinMs = (instant: bigint): bigint => ((instant % ticksPerMs) + ticksPerMs) % ticksPerMs;

/** Undefined outside the years 1 to 9999, which is all that Kusto knows. */
export const inRange = (instant: bigint): bigint | null => (instant < 0n || instant > lastInstant ? null : instant);

const isoForm =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** ISO 8601 and the usual forms of Azure's logs; undefined for anything else. */
export function parseInstant(text: string): bigint | undefined {
  const trimmed = text.trim();
  const found = isoForm.exec(trimmed);
  if (found === null) return looseInstant(trimmed);
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone] = found;
  const ms = utcMs(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (ms === undefined) return undefined;
  const ticks = BigInt(fraction.padEnd(7, '0').slice(0, 7));
  return inRange(instantOf(ms) + ticks - offsetTicks(zone)) ?? undefined;
}

export function utcMs(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isExact =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return isExact && year >= 1 ? date.getTime() : undefined;
}

function offsetTicks(zone: string | undefined): bigint {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (found === null) return 0n;
  const ticks = BigInt(Number(found[2]) * 60 + Number(found[3])) * 600_000_000n;
  return found[1] === '-' ? -ticks : ticks;
}

/** M/d/yyyy [h:mm[:ss] [AM|PM]], RFC 1123 and yyyyMMdd. */
function looseInstant(text: string): bigint | undefined {
  const slashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(?: *(AM|PM))?)?$/i.exec(text);
  if (slashes !== null) {
    const [, month, day, year, hour = '0', minute = '0', second = '0', fraction = '', half] = slashes;
    const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
    const ms = utcMs(Number(year), Number(month), Number(day), hours, Number(minute), Number(second));
    return ms === undefined ? undefined : instantOf(ms) + BigInt(fraction.padEnd(7, '0'));
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact !== null) {
    const ms = utcMs(Number(compact[1]), Number(compact[2]), Number(compact[3]));
    return ms === undefined ? undefined : instantOf(ms);
  }
  if (!/^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|UTC)$/.test(text))
    return /^\d{4}$/.test(text) ? instantOf(Date.UTC(Number(text), 0, 1)) : undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : instantOf(ms);
}

const two = (value: number | bigint): string => String(value).padStart(2, '0');

/** yyyy-MM-ddTHH:mm:ss.fffffffZ, as tostring writes it. */
export function instantText(instant: bigint): string {
  const date = dateOf(instant);
  const fraction = (instant % 10_000_000n).toString().padStart(7, '0');
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${fraction}Z`;
}

/** As JSON answers have it: no zeros at the end of the fraction. */
export const instantJson = (instant: bigint): string => instantText(instant).replace(/\.?0+Z$/, 'Z');

/** [-][d.]hh:mm:ss[.fffffff] */
export function spanText(ticks: bigint): string {
  const sign = ticks < 0n ? '-' : '';
  const size = ticks < 0n ? -ticks : ticks;
  const days = size / ticksPerDay;
  const seconds = (size % ticksPerDay) / 10_000_000n;
  const fraction = size % 10_000_000n;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${sign}${days === 0n ? '' : `${days}.`}${clock}${fraction === 0n ? '' : `.${fraction.toString().padStart(7, '0')}`}`;
}

/** [-][d.]hh:mm[:ss[.fffffff]] or a number of days; undefined for anything else. */
export function parseSpan(text: string): bigint | undefined {
  const found = /^([-+]?)(?:(\d{1,8})(?:\.|:(?=\d+:\d+:)))?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, sign, days = '0', hours, minutes, seconds = '0', fraction = ''] = found;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const whole = ((BigInt(days) * 24n + BigInt(hours ?? 0)) * 60n + BigInt(minutes ?? 0)) * 60n + BigInt(seconds);
  const ticks = whole * 10_000_000n + BigInt(fraction.padEnd(7, '0'));
  return sign === '-' ? -ticks : ticks;
}

export function parseGuid(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/^[{(](.*)[)}]$/, '$1')
    .toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(plain)) return plain;
  const found = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(plain);
  return found === null ? undefined : found.slice(1).join('-');
}
