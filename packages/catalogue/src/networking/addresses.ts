/** 4 or 6: rules and addresses of one family say nothing about the other. */
export type Family = 4 | 6;

/** Addresses of one family, both ends included. IPv4 as numbers, IPv6 as bigint. */
export type AddressRange =
  | { readonly family: 4; readonly from: number; readonly to: number }
  | { readonly family: 6; readonly from: bigint; readonly to: bigint };

const last4 = 2 ** 32 - 1;

/** @returns the range that an address or a prefix (`10.0.0.4`, `10.0.0.0/24`, `fd00::/8`) stands for; undefined for service tags. */
export function addressRangeOf(text: string): AddressRange | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  if (rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  return address.includes(':') ? range6(address, length) : range4(address, length);
}

function range4(address: string, length: string | undefined): AddressRange | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  const bits = length === undefined ? 32 : Number(length);
  if (bits > 32) return undefined;
  const value = parts.reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  const from = Math.floor(value / size) * size;
  return { family: 4, from, to: from + size - 1 };
}

function range6(address: string, length: string | undefined): AddressRange | undefined {
  const groups = groupsOf6(address);
  const bits = length === undefined ? 128 : Number(length);
  if (groups === undefined || bits > 128) return undefined;
  const value = groups.reduce((sum, group) => (sum << 16n) + BigInt(group), 0n);
  const size = 1n << BigInt(128 - bits);
  const from = (value / size) * size;
  return { family: 6, from, to: from + size - 1n };
}

function groupsOf6(address: string): readonly number[] | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? gap : 0 }, () => '0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}

export function isWithin(address: AddressRange, range: AddressRange): boolean {
  return address.family === range.family && address.from >= range.from && address.to <= range.to;
}

/**
 * Whether a list of prefixes lets in (or keeps out) every address of the Internet, by family.
 * `0.0.0.0/1` and `128.0.0.0/1` together are everything as much as `0.0.0.0/0` is.
 */
export function coverageOf(prefixes: readonly string[]): { readonly 4: boolean; readonly 6: boolean } {
  if (prefixes.some(isAnyAddress)) return { 4: true, 6: true };
  const ranges = prefixes.flatMap((prefix) => addressRangeOf(prefix) ?? []);
  return { 4: covers4(ranges), 6: ranges.some((range) => range.family === 6 && range.to - range.from === (1n << 128n) - 1n) };
}

/** What no traffic of the Internet comes from: a list may leave it out and still let the whole Internet in. */
const notPublic = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
].flatMap((prefix) => addressRangeOf(prefix) ?? []);

function covers4(ranges: readonly AddressRange[]): boolean {
  const given = ranges.filter((range) => range.family === 4);
  if (given.length === 0) return false;
  const sorted = [...given, ...notPublic.filter((range) => range.family === 4)].sort((a, b) => a.from - b.from);
  let next = 0;
  for (const range of sorted) {
    if (range.from > next) return false;
    next = Math.max(next, range.to + 1);
  }
  return next > last4;
}

/** `*`, `Any` and the service tag `Internet`: everything outside the virtual network. */
export function isAnyAddress(prefix: string): boolean {
  const lower = prefix.trim().toLowerCase();
  return lower === '*' || lower === 'any' || lower === 'internet';
}
