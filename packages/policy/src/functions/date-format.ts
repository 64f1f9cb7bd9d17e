import { type Instant, zoneText } from './instant.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The standard formats of .NET in the invariant culture, as custom ones. */
const standardFormats: Readonly<Record<string, string>> = {
  d: 'MM/dd/yyyy',
  D: 'dddd, dd MMMM yyyy',
  f: 'dddd, dd MMMM yyyy HH:mm',
  F: 'dddd, dd MMMM yyyy HH:mm:ss',
  g: 'MM/dd/yyyy HH:mm',
  G: 'MM/dd/yyyy HH:mm:ss',
  m: 'MMMM dd',
  M: 'MMMM dd',
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  t: 'HH:mm',
  T: 'HH:mm:ss',
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  U: 'dddd, dd MMMM yyyy HH:mm:ss',
  y: 'yyyy MMMM',
  Y: 'yyyy MMMM',
};

/** These formats are of UTC whatever the offset. */
const universal = 'rRuU';

const word = /(y+|M+|d+|H+|h+|m+|s+|f+|F+|t+|z+|K|g+)|'([^']*)'|"([^"]*)"|\\([^])|%|[^]/g;

/** A date in one of .NET's standard or custom formats, invariant culture. Undefined when the format is not one. */
export function formatInstant(instant: Instant, format: string): string | undefined {
  const standard = format.length === 1 ? standardFormats[format] : undefined;
  if (format.length === 1 && standard === undefined) return undefined;
  const shown = standard !== undefined && universal.includes(format) ? { ...instant, offset: 0 } : instant;
  const local = new Date((shown.seconds + shown.offset * 60) * 1000);
  let failed = false;
  const text = (standard ?? format).replace(word, (all: string, specifier?: string, single?: string, double?: string, escaped?: string) => {
    if (specifier !== undefined) {
      const part = partOf(specifier, shown, local);
      if (part === undefined) failed = true;
      return part ?? '';
    }
    if (all === "'" || all === '"' || all === '\\') failed = true;
    return single ?? double ?? escaped ?? (all === '%' ? '' : all);
  });
  return failed ? undefined : withoutLonePoint(text);
}

/** A fraction written with `F` takes its decimal point along when it is zero; partOf marks that place. */
const nothing = '\u0000';
const withoutLonePoint = (text: string): string => text.replaceAll(`.${nothing}`, '').replaceAll(nothing, '');

function partOf(specifier: string, instant: Instant, local: Date): string | undefined {
  const count = specifier.length;
  const padded = (value: number): string => String(value).padStart(Math.min(count, 2), '0');
  const fraction = String(instant.ticks).padStart(7, '0').slice(0, count);
  switch (specifier.charAt(0)) {
    case 'y':
      return count <= 2 ? padded(local.getUTCFullYear() % 100) : String(local.getUTCFullYear()).padStart(count, '0');
    case 'M':
      return named(months, local.getUTCMonth(), count) ?? padded(local.getUTCMonth() + 1);
    case 'd':
      return named(days, local.getUTCDay(), count) ?? padded(local.getUTCDate());
    case 'H':
      return padded(local.getUTCHours());
    case 'h':
      return padded(local.getUTCHours() % 12 || 12);
    case 'm':
      return padded(local.getUTCMinutes());
    case 's':
      return padded(local.getUTCSeconds());
    case 'f':
      return count > 7 ? undefined : fraction;
    case 'F':
      return count > 7 ? undefined : fraction.replace(/0+$/, '') || nothing;
    case 't':
      return (local.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, count);
    case 'z':
      return zone(instant.offset, count);
    case 'K':
      return instant.zone === 'none' ? '' : instant.zone === 'Z' ? 'Z' : zoneText(instant.offset, ':');
    default:
      return 'A.D.';
  }
}

const named = (names: readonly string[], at: number, count: number): string | undefined =>
  count < 3 ? undefined : count === 3 ? names[at]?.slice(0, 3) : names[at];

function zone(offset: number, count: number): string {
  if (count > 2) return zoneText(offset, ':');
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(Math.abs(offset) / 60)).padStart(count, '0')}`;
}
