import { decimalText } from '../operators/number.ts';

/** A number from 0 with exactly so many decimals; halves are rounded away from zero, as .NET does. */
export function fixed(size: number, decimals: number): string {
  const digits = decimalText(size);
  const point = digits.indexOf('.');
  const have = point < 0 ? 0 : digits.length - point - 1;
  if (have <= decimals) return decimals === 0 ? digits : `${point < 0 ? `${digits}.` : digits}${'0'.repeat(decimals - have)}`;
  const kept = digits.slice(0, point + 1 + decimals).replace('.', '');
  const up = digits.charAt(point + 1 + decimals) >= '5';
  const whole = (BigInt(kept) + (up ? 1n : 0n)).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? whole : `${whole.slice(0, -decimals)}.${whole.slice(-decimals)}`;
}

/** A hundred times a number, without the error that multiplying would bring. */
export const hundredfold = (size: number): number => Number(`${decimalText(size)}e2`);

/** Commas between the thousands of the whole part. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const commas = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? commas : `${commas}.${fraction}`;
}
