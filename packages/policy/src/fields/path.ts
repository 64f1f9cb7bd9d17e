/** A step of a path: a key, a position in a list, or every element of a list. */
export type Segment = string | number | typeof everyElement;
export const everyElement: unique symbol = Symbol('[*]');

/** Splits `properties.rules[*].access`, `a['b-c']`, `list[0]` into steps. Never fails: what fits nothing is a key. */
export function segmentsOf(path: string): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  while (at < path.length) {
    if (path[at] === '[') {
      const end = closingBracket(path, at);
      segments.push(bracketed(path.slice(at + 1, end)));
      at = end + 1;
      if (path[at] === '.') at += 1;
      continue;
    }
    const end = endOfKey(path, at);
    segments.push(path.slice(at, end));
    at = path[end] === '.' ? end + 1 : end;
  }
  return segments;
}

function endOfKey(path: string, start: number): number {
  for (let at = start; at < path.length; at += 1) if (path[at] === '.' || path[at] === '[') return at;
  return path.length;
}

/** A quoted key may hold brackets; a quote inside it is doubled. Space around it does not count. */
export function closingBracket(path: string, start: number): number {
  const open = afterSpace(path, start + 1);
  const quote = path[open];
  if (quote === "'" || quote === '"') {
    for (let at = open + 1; at < path.length; at += 1) {
      if (path[at] !== quote) continue;
      if (path[at + 1] === quote) {
        at += 1;
        continue;
      }
      const end = afterSpace(path, at + 1);
      if (path[end] === ']') return end;
    }
  }
  const end = path.indexOf(']', start);
  return end === -1 ? path.length : end;
}

/** Whether a bracket opens a quote that no `']` closes. */
export function hasOpenQuote(path: string): boolean {
  for (let at = path.indexOf('['); at !== -1; at = path.indexOf('[', at + 1)) {
    const end = closingBracket(path, at);
    const inside = path.slice(at + 1, end).trim();
    if (/^['"]/.test(inside) && (inside.length === 1 || !inside.endsWith(inside.charAt(0)))) return true;
    at = end;
  }
  return false;
}

function afterSpace(path: string, start: number): number {
  let at = start;
  while (path[at]?.trim() === '') at += 1;
  return at;
}

function bracketed(inside: string): Segment {
  if (inside === '*') return everyElement;
  const name = inside.trim();
  return /^\d+$/.test(name) ? Number(name) : unquoted(name);
}

/** A key as brackets give it: in single or double quotes, inside which they are doubled, or bare. */
export function unquoted(name: string): string {
  const quote = name.charAt(0);
  const isQuoted = (quote === "'" || quote === '"') && name.length > 1 && name.endsWith(quote);
  return isQuoted ? name.slice(1, -1).replaceAll(quote + quote, quote) : name;
}

/** A path as text again, for reports and as a key. */
export function textOfPath(segments: readonly Segment[]): string {
  let text = '';
  for (const segment of segments) {
    if (segment === everyElement) text += '[*]';
    else if (typeof segment === 'number') text += `[${segment}]`;
    else if (/[.[\]]/.test(segment)) text += `['${segment.replaceAll("'", "''")}']`;
    else text += text === '' ? segment : `.${segment}`;
  }
  return text;
}

/** Without case, as keys are looked up. */
export function sameSegment(left: Segment | undefined, right: Segment | undefined): boolean {
  if (left === right) return true;
  return typeof left === 'string' && typeof right === 'string' && left.toLowerCase() === right.toLowerCase();
}
