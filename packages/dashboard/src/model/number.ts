/**
 * A number as people read it: rounded half up, thousands apart by a comma; exactly as `plumbline scan` writes it, so that a number
 * on the screen can be held against one in a terminal.
 *
 * Works on the shortest decimal that names the double: scores are the doubles nearest to exact fractions.
 * @param decimals digits after the point, always all shown.
 */
export function rounded(value: number, decimals = 0): string {
  const scaled = shifted(Math.abs(value), decimals);
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const steps = rest > 0.5 || (rest === 0.5 && value > 0) ? floor + 1 : floor;
  const digits = String(steps).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const sign = value < 0 && steps > 0 ? '−' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** @param share 0..1 */
export function percent(share: number, decimals = 0): string {
  return `${rounded(shifted(share, 2), decimals)}%`;
}

/** `+35`; `+0.3` where whole points would say that nothing is gained; `−4`. */
export function signed(value: number): string {
  if (value === 0) return '0';
  const whole = rounded(Math.abs(value));
  const text = whole === '0' ? (Math.abs(value) < 0.05 ? '<0.1' : rounded(Math.abs(value), 1)) : whole;
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** All that the double holds, for whoever wants to know exactly: at most four decimals, none that are zero. */
export function exact(value: number): string {
  return rounded(value, 4).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros.replace(/0+$/, '')));
}

/** Moves the point in the shortest decimal, which multiplying would not do exactly: 0.57 * 100 is 56.99999999999999. */
function shifted(value: number, places: number): number {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}
