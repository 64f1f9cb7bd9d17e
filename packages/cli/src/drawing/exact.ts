import { decimalText, divide, nearestDouble, type Rational, type Score } from '@plumbline/score';
import { type Precision, percent, points } from './number.ts';

/** Points of an exact score, rounded where everything is: half up, at the edge. */
export function exactPoints(value: Rational, precision: Precision): string {
  return points(nearestDouble(value), precision);
}

export function exactPercent(score: Score, precision: Precision): string {
  return percent(nearestDouble(divide(score.current, score.max)), precision);
}

/** `+3.25`, `-0.5`, `0`: a difference with up to so many decimals, and none that say nothing. */
export function signed(value: Rational, decimals = 2): string {
  const text = decimalText(value, decimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  if (text === '-0' || text === '0') return value.numerator === 0n ? '0' : value.numerator > 0n ? '+0' : '-0';
  return value.numerator > 0n ? `+${text}` : text;
}

/** The fraction itself, for those who add it up: `17/4`. */
export function fractionText({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}
