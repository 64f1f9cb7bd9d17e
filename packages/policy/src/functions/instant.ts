/** A date and time with the offset it was written with, and how it was written. */
export interface Instant {
  /** Whole seconds since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  /** 100 ns since the last whole second, 0 to 9,999,999. */
  readonly ticks: number;
  /** Of the local time, in minutes east of UTC. */
  readonly offset: number;
  readonly separator: 'T' | ' ';
  readonly zone: 'Z' | 'offset' | 'none';
}

const secondsPerDay = 86_400;
/** 0001-01-01 and 9999-12-31T23:59:59, the range of .NET's DateTime. */
const earliest = -62_135_596_800;
const latest = 253_402_300_799;

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:([Tt ])(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;

const mostKnown = 256;
const known = new Map<string, Instant | undefined>();

/** Reads an ISO 8601 date, with `T` or a space before the time; without a zone it is UTC. Undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  // The time of the assessment is read for every resource, and dates of resources by several rules.
  if (known.has(text)) return known.get(text);
  const instant = instantIn(text);
  if (known.size >= mostKnown) known.clear();
  if (text.length < 64) known.set(text, instant);
  return instant;
}

function instantIn(text: string): Instant | undefined {
  const found = pattern.exec(text.trim());
  if (found === null) return undefined;
  const [, year, month, day, separator, hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = found;
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = [year, month, day, hour, minute, second].map(Number);
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysOf(y, m) || h > 23 || min > 59 || s > 59) return undefined;
  const offset = offsetOf(zone);
  if (Math.abs(offset) > 14 * 60) return undefined;
  const local = dayOf(y, m, d) * secondsPerDay + h * 3600 + min * 60 + s;
  return withSeconds(
    {
      seconds: 0,
      ticks: Number(fraction.slice(0, 7).padEnd(7, '0')),
      offset,
      separator: separator === ' ' ? ' ' : 'T',
      zone: zone === '' ? 'none' : zone.length === 1 ? 'Z' : 'offset',
    },
    local - offset * 60,
  );
}

/** The same way of writing at another time; undefined outside the years 1 to 9999. */
export const withSeconds = (instant: Instant, seconds: number): Instant | undefined =>
  seconds >= earliest && seconds <= latest ? { ...instant, seconds } : undefined;

/** Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March, so that a leap day is the last one. */
function dayOf(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const daysBeforeMonth = Math.floor((153 * ((month + 9) % 12) + 2) / 5);
  return 365 * years + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + daysBeforeMonth + day - 719_469;
}

const daysOf = (year: number, month: number): number =>
  dayOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayOf(year, month, 1);

function offsetOf(zone: string): number {
  if (zone.length < 5) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** The instant written as ISO 8601 in the manner in which it was read, its fraction without trailing zeros. */
export function isoText(instant: Instant, manner: Pick<Instant, 'separator' | 'zone'> = instant): string {
  const local = new Date((instant.seconds + instant.offset * 60) * 1000).toISOString();
  const fraction = instant.ticks === 0 ? '' : `.${String(instant.ticks).padStart(7, '0').replace(/0+$/, '')}`;
  const zone = manner.zone === 'Z' ? 'Z' : manner.zone === 'none' ? '' : zoneText(instant.offset, ':');
  return `${local.slice(0, 10)}${manner.separator}${local.slice(11, 19)}${fraction}${zone}`;
}

/** An offset such as +01:00. */
export function zoneText(offset: number, between: string): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${between}${String(minutes % 60).padStart(2, '0')}`;
}
