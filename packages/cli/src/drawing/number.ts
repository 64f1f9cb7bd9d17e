/**
 * A number as people read it: rounded half up, thousands apart by a comma.
 *
 * Works on the shortest decimal that names the double, not on the double itself: scores are the doubles nearest to exact
 * fractions, so that 1.00005 means 1.00005 and rounds up, although its double lies a little below.
 * @param decimals digits after the point, always all shown.
 */
export function rounded(value: number, decimals: number): string {
  const scaled = shifted(Math.abs(value), decimals);
  const floor = Math.floor(scaled);
  const fraction = scaled - floor;
  // Half up means towards plus infinity: -2.5 becomes -2.
  const steps = fraction > 0.5 || (fraction === 0.5 && value > 0) ? floor + 1 : floor;
  const digits = plain(steps).padStart(decimals + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - decimals));
  const sign = value < 0 && steps > 0 ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** How scores are shown: whole points, or four decimals when asked to be precise. */
export interface Precision {
  readonly precise: boolean;
}

export function points(value: number, { precise }: Precision): string {
  return rounded(value, precise ? 4 : 0);
}

/** @param share 0..1 */
export function percent(share: number, { precise }: Precision): string {
  return `${rounded(shifted(share, 2), precise ? 4 : 0)}%`;
}

/** A count of things. */
export function count(value: number): string {
  return rounded(value, 0);
}

/** `1 resource`, `2 resources`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Moves the decimal point in the shortest decimal, which multiplying would not do exactly: 0.57 * 100 is 56.99999999999999. */
function shifted(value: number, places: number): number {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

function plain(integer: number): string {
  return integer < Number.MAX_SAFE_INTEGER ? String(integer) : BigInt(integer).toString();
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
