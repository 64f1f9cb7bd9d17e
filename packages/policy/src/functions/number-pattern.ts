import { fixed, hundredfold } from './number-digits.ts';

/** What stands in a custom format: placeholders, literal text, and the point. */
type Piece = { readonly kind: '0' | '#' | '.' | 'text'; readonly text: string };

const word = /'([^']*)'|"([^"]*)"|\\([^])|[^]/g;

/**
 * A custom numeric format of .NET: `0` and `#` for digits, one point, a comma between digits for thousands, `%`, up to three
 * sections for positive, negative and zero, and literal text. Undefined for exponents, which are not supported.
 */
export function formatCustom(value: number, pattern: string): string | undefined {
  if (/[eE][+-]?0/.test(pattern)) return undefined;
  const sections = pattern.match(/(?:'[^']*'|"[^"]*"|\\[^]|[^;])+/g) ?? [''];
  const [positive = '', negative, zero] = sections;
  if (value < 0 && negative !== undefined) return written(-value, negative);
  if (value === 0 && zero !== undefined) return written(0, zero);
  const text = written(Math.abs(value), positive);
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

function written(size: number, section: string): string {
  const { pieces, thousands, percent } = piecesOf(section);
  const point = pieces.findIndex((piece) => piece.kind === '.');
  const [before, after] = point < 0 ? [pieces, []] : [pieces.slice(0, point), pieces.slice(point + 1)];
  const decimals = after.filter(isDigit).length;
  const [wholeDigits = '', fraction = ''] = fixed(percent ? hundredfold(size) : size, decimals).split('.');
  const least = before.slice(before.findIndex((piece) => piece.kind === '0')).filter(isDigit).length;
  const needed = before.some((piece) => piece.kind === '0') ? least : 0;
  const padded = (wholeDigits === '0' ? '' : wholeDigits).padStart(needed, '0');
  return wholeText(before, padded, thousands, after.some(isDigit)) + fractionText(after, fraction);
}

const isDigit = (piece: Piece): boolean => piece.kind === '0' || piece.kind === '#';

/** The digits fill the places from the right; those that remain stand at the first place, or at the point. */
function wholeText(pieces: readonly Piece[], digits: string, thousands: boolean, hasDecimals: boolean): string {
  let places = pieces.filter(isDigit).length;
  let left = digits.length;
  let text = '';
  const put = (until: number): void => {
    for (; left > until; left -= 1) {
      const placed = digits.length - left;
      text = `${digits.charAt(left - 1)}${thousands && placed > 0 && placed % 3 === 0 ? ',' : ''}${text}`;
    }
  };
  if (places === 0 && hasDecimals) put(0);
  for (const piece of pieces.toReversed()) {
    if (isDigit(piece)) {
      places -= 1;
      put(places === 0 ? 0 : Math.max(0, left - 1));
    } else text = piece.text + text;
  }
  return text;
}

function fractionText(pieces: readonly Piece[], digits: string): string {
  const last = pieces.filter(isDigit).findLastIndex((piece) => piece.kind === '0');
  const shown = digits.replace(/0+$/, '').padEnd(last + 1, '0');
  let at = 0;
  const text = pieces.map((piece) => (isDigit(piece) ? shown.charAt(at++) : piece.text)).join('');
  return shown === '' ? text : `.${text}`;
}

function piecesOf(section: string): { readonly pieces: readonly Piece[]; readonly thousands: boolean; readonly percent: boolean } {
  const pieces: Piece[] = [];
  let thousands = false;
  let percent = false;
  for (const [all, single, double, escaped] of section.matchAll(word)) {
    const literal = single ?? double ?? escaped;
    if (literal !== undefined) pieces.push({ kind: 'text', text: literal });
    else if (all === '0' || all === '#') pieces.push({ kind: all, text: all });
    else if (all === '.' && !pieces.some((piece) => piece.kind === '.')) pieces.push({ kind: '.', text: all });
    else if (all === ',') thousands ||= pieces.some(isDigit);
    else if (all !== '.') {
      percent ||= all === '%';
      pieces.push({ kind: 'text', text: all });
    }
  }
  return { pieces, thousands, percent };
}
