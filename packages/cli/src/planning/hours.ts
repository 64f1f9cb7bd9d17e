import { decimalText, type Rational } from '@plumbline/score';

/** Hours in a working day. */
const dayHours = 8;
const hoursByUnit: Readonly<Record<string, (digits: string) => number>> = {
  h: Number,
  d: (digits) => Number(digits) * dayHours,
  // 90 minutes are 1.5 hours exactly; 10 are rounded to a millionth, so that sums stay short fractions.
  m: (digits) => Math.round((Number(digits) / 60) * 1e6) / 1e6,
};

/** Reads `2h`, `1.5`, `30m` or `3d` (days of 8 hours) as hours; undefined when it is something else. */
export function hoursOf(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)\s*([hdm]?)$/i.exec(text.trim());
  if (match === null) return undefined;
  return hoursByUnit[(match[2] || 'h').toLowerCase()]?.(match[1] ?? '');
}

/** `4 h`, `0.25 h`: at most two decimals, none that say nothing. */
export function hoursText(hours: Rational): string {
  const digits = decimalText(hours, 2).replace(/\.?0+$/, '');
  return `${digits.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',')} h`;
}
