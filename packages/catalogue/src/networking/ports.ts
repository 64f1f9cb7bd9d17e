/** TCP or UDP ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export const everyPort: PortRange = { from: 0, to: 65_535 };

export function ports(...numbers: readonly number[]): readonly PortRange[] {
  return numbers.map((port) => ({ from: port, to: port }));
}

/** @returns the range that `22`, `20-30` or `*` stands for; undefined for what is no port. */
export function portRangeOf(text: string): PortRange | undefined {
  const trimmed = text.trim();
  if (trimmed === '*' || trimmed.toLowerCase() === 'any') return everyPort;
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(trimmed);
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from <= to && to <= everyPort.to ? { from, to } : undefined;
}

export function overlapOf(a: PortRange, b: PortRange): PortRange | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from <= to ? { from, to } : undefined;
}

export function isEveryPort(range: PortRange): boolean {
  // Port 0 carries no traffic, so 1-65535 is everything too.
  return range.from <= 1 && range.to === everyPort.to;
}

export function shownPorts(range: PortRange): string {
  if (isEveryPort(range)) return 'every port';
  return range.from === range.to ? `port ${range.from}` : `ports ${range.from}-${range.to}`;
}

/**
 * Takes a range out of a sorted list of disjoint ranges, in place.
 * Found by bisection, so that thousands of rules on one list stay cheap.
 *
 * @returns the parts that were still in the list
 */
export function takeFrom(list: PortRange[], range: PortRange): readonly PortRange[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.to ?? 0) < range.from) low = middle + 1;
    else high = middle;
  }
  const taken: PortRange[] = [];
  const left: PortRange[] = [];
  let end = low;
  for (; end < list.length; end++) {
    const part = list[end];
    const overlap = part === undefined ? undefined : overlapOf(part, range);
    if (part === undefined || overlap === undefined) break;
    taken.push(overlap);
    if (part.from < overlap.from) left.push({ from: part.from, to: overlap.from - 1 });
    if (overlap.to < part.to) left.push({ from: overlap.to + 1, to: part.to });
  }
  if (taken.length > 0) list.splice(low, end - low, ...left);
  return taken;
}
