import { decimalText } from '../operators/number.ts';
import { isInt64 } from './arguments.ts';
import { fixed, grouped, hundredfold } from './number-digits.ts';
import { formatCustom } from './number-pattern.ts';

/** The most decimals that JavaScript rounds to; more are zeros anyway. */
const maximumDecimals = 100;

/** A number in one of .NET's standard or custom numeric formats, invariant culture. Undefined when the format does not fit it. */
export function formatNumber(value: number, specifier: string): string | undefined {
  const found = /^([a-zA-Z])(\d{0,2})$/.exec(specifier);
  if (found === null) return /^[a-zA-Z]\d+$/.test(specifier) ? undefined : formatCustom(value, specifier);
  const [, letter = '', digits = ''] = found;
  const precision = digits === '' ? undefined : Number(digits);
  switch (letter.toUpperCase()) {
    case 'C':
      return signed(value, '(¤', ')', (size) => grouped(fixed(size, precision ?? 2)), '¤');
    case 'D':
      return Number.isInteger(value) ? signed(value, '-', '', (size) => decimalText(size).padStart(precision ?? 0, '0')) : undefined;
    case 'E':
      return exponential(value, precision ?? 6, letter, 3);
    case 'F':
      return signed(value, '-', '', (size) => fixed(size, precision ?? 2));
    case 'G':
      return general(value, precision, letter);
    case 'N':
      return signed(value, '-', '', (size) => grouped(fixed(size, precision ?? 2)));
    case 'P':
      return signed(value, '-', ' %', (size) => grouped(fixed(hundredfold(size), precision ?? 2)), '', ' %');
    case 'R':
      return decimalText(value);
    case 'X':
      return hexadecimal(value, letter, precision ?? 0);
    case 'B':
      return Number.isInteger(value) && isInt64(value)
        ? BigInt.asUintN(64, BigInt(value))
            .toString(2)
            .padStart(precision ?? 0, '0')
        : undefined;
    default:
      return undefined;
  }
}

function signed(value: number, before: string, after: string, write: (size: number) => string, plusBefore = '', plusAfter = ''): string {
  const text = write(Math.abs(value));
  const negative = value < 0 && /[1-9]/.test(text);
  return negative ? `${before}${text}${after}` : `${plusBefore}${text}${plusAfter}`;
}

/** `letter` gives the case of the E; the exponent has at least so many digits. */
function exponential(value: number, precision: number, letter: string, digits: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(precision, maximumDecimals)).split('e');
  const power = Number(exponent);
  return `${mantissa}${letter}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(digits, '0')}`;
}

function general(value: number, precision: number | undefined, letter: string): string {
  if (precision === undefined || precision === 0) return decimalText(value);
  const rounded = Number(value.toPrecision(Math.min(precision, maximumDecimals)));
  const power = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)));
  if (power > -5 && power < precision) return decimalText(rounded);
  const [mantissa = ''] = rounded.toExponential().split('e');
  return `${mantissa}${letter === 'G' ? 'E' : 'e'}${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function hexadecimal(value: number, letter: string, width: number): string | undefined {
  if (!Number.isInteger(value) || !isInt64(value)) return undefined;
  const text = BigInt.asUintN(64, BigInt(value)).toString(16).padStart(width, '0');
  return letter === 'X' ? text.toUpperCase() : text;
}
