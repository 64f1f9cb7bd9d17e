const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a text stands for, spaces around it ignored; undefined when it is no number. */
export function numberOf(text: string): number | undefined {
  // Most texts in resources are no numbers: look at the first character before anything else.
  const first = text.charCodeAt(0);
  if ((first > 57 && first < 128) || text.length > 400) return undefined;
  const trimmed = text.trim();
  if (!numeral.test(trimmed)) return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}

/** A number in decimal digits, never with an exponent. */
export function decimalText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value + 0) : BigInt(value).toString();
  const text = String(value);
  const exponent = text.indexOf('e');
  if (exponent < 0) return text;
  const [digits = '', fraction = ''] = text.slice(0, exponent).replace('-', '').split('.');
  const zeros = '0'.repeat(-Number(text.slice(exponent + 1)) - digits.length);
  return `${value < 0 ? '-' : ''}0.${zeros}${digits}${fraction}`;
}

/** The boolean that a text stands for: true or false in any case. */
export function booleanOf(text: string): boolean | undefined {
  if (text.length > 5) return undefined;
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : undefined;
}
